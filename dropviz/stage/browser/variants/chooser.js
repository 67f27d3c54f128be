// What are you building? Three choices, and one or two variants to begin with.

import { segmented } from "../shared/controls.js";
import { element, setText } from "../shared/elements.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { PackedAdvice, VariantsPayload } from "./payload.d.ts" */

const MOST = 2; // variants that are advised

/** @typedef {(event: MouseEvent, slug: string) => void} Follow */

class AdviceLine {
  /** @param {Follow} follow @param {Record<string, string>} marks */
  constructor(follow, marks) {
    this.marks = marks;
    this.link = element("a", { class: "advice-name" });
    this.link.onclick = (event) => follow(event, this.link.dataset.advised ?? "");
    this.says = element("span");
    this.mark = element("span", { class: "mark" });
    this.node = element("p", { class: "advice" }, this.link, this.says, this.mark);
  }

  /** @param {PackedAdvice | undefined} advice */
  paint(advice) {
    this.node.hidden = !advice;
    if (!advice) return;
    const { slug, title, rate, reason, source, firm } = advice;
    this.link.dataset.advised = slug;
    this.link.href = `?variant=${slug}`;
    setText(this.link, title);
    setText(this.says, `: ${rate}. ${reason} ${source.replaceAll("`", "")} `);
    setText(this.mark, firm);
    this.mark.title = this.marks[firm];
  }
}

export class Chooser {
  /** @param {ViewStore<VariantsView>} store @param {VariantsPayload} data @param {Follow} follow */
  constructor(store, { families, advice, marks }, follow) {
    this.advice = advice;
    this.family = segmented({
      label: "What are you building?",
      onPick: (/** @type {VariantsView["family"]} */ family) => store.change({ family }),
      options: [
        ["all", "any", "Every variant"],
        ...Object.entries(families).map(([family, name]) => [
          family,
          name,
          `Those made for ${name} networks`,
        ]),
      ],
    });
    this.amount = segmented({
      label: "Data",
      onPick: (/** @type {VariantsView["amount"]} */ amount) => store.change({ amount }),
      options: [
        ["little", "little data", "It can be learnt by heart"],
        ["much", "much data", "Each example is seen a few times at most"],
      ],
    });
    this.norm = segmented({
      label: "Batch norm",
      onPick: (/** @type {VariantsView["norm"]} */ norm) => store.change({ norm }),
      options: [
        ["no", "no batch norm", "The network has none"],
        ["yes", "batch norm", "The network has batch norm"],
      ],
    });
    this.lines = Array.from({ length: MOST }, () => new AdviceLine(follow, marks));
    const heading = element("h2", { class: "chooser-ask", text: "What are you building?" });
    this.marks = marks;
    this.legend = element("p", { class: "quiet advice-legend" });
    this.node = element(
      "div",
      { class: "chooser" },
      element(
        "div",
        { class: "chooser-row" },
        heading,
        this.family.node,
        this.amount.node,
        this.norm.node,
      ),
      ...this.lines.map(({ node }) => node),
      this.legend,
    );
  }

  /** What is advised. @param {VariantsView} view @returns {PackedAdvice[]} */
  advised({ family, amount, norm }) {
    return this.advice[`${family} ${amount} ${norm}`] ?? [];
  }

  /** @param {VariantsView} view */
  paint(view) {
    const advised = this.advised(view);
    this.family.set(view.family);
    this.amount.set(view.amount);
    this.norm.set(view.norm);
    this.lines.forEach((line, at) => line.paint(advised[at]));
    const shown = new Set(advised.map(({ firm }) => firm));
    const means = Array.from(shown, (mark) => `${mark}: ${this.marks[mark]}.`);
    setText(this.legend, means.length ? `How firm it is. ${means.join(" ")}` : "");
    this.legend.hidden = !advised.length;
  }
}
