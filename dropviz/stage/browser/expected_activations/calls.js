// Calls of PyTorch to tick and to run: which of them drop?

import { button } from "../shared/controls.js";
import { element, part, setAttr, setText } from "../shared/elements.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { ExpectedPayload, ExpectedView } from "./payload.d.ts" */
/** @typedef {ExpectedPayload["calls"]} RanCalls */

/**
 * Which places are ticked.
 * @param {string} ticked
 * @param {number} n
 */
export function ticks(ticked, n) {
  return Array.from({ length: n }, (_, at) => ticked[at] === "1");
}

export class Calls {
  /** @param {ViewStore<ExpectedView>} store */
  constructor(store) {
    this.store = store;
    /** @type {RanCalls} */
    this.calls = [];
    /** @type {{box: HTMLInputElement, result: HTMLElement}[]} */
    this.rows = [];
    this.list = element("ol", { class: "calls-list" });
    this.run = button("Run them", "Shows what each call returned on the server", () =>
      store.change({ ran: "yes" }),
    );
    this.node = element("section", { class: "calls" }, this.list, this.run);
    part("calls", this.node);
  }

  /** @param {RanCalls} calls */
  learn(calls) {
    if (!calls.length || calls === this.calls) return;
    this.calls = calls;
    this.rows = calls.map(({ when, code }, at) => {
      const box = element("input", { type: "checkbox", "data-call": at });
      box.onchange = () => this.tick(at, box.checked);
      const result = element("span", { class: "call-result" });
      const label = element(
        "label",
        {},
        box,
        element("code", { text: code }),
        element("span", { class: "quiet", text: when }),
      );
      return { box, result, node: element("li", {}, label, result) };
    });
    this.list.replaceChildren(...this.rows.map(({ result }) => result.parentElement ?? result));
  }

  /** @param {number} at @param {boolean} on */
  tick(at, on) {
    const ticked = ticks(this.store.view.ticked, this.calls.length);
    ticked[at] = on;
    this.store.change({ ticked: ticked.map(Number).join("") });
  }

  /** @param {ExpectedView} view */
  paint({ ticked, ran }) {
    this.node.hidden = !this.calls.length;
    const ticking = ticks(ticked, this.calls.length);
    this.run.disabled = ran === "yes";
    this.rows.forEach(({ box, result }, at) => {
      const { drops, result: came } = this.calls[at];
      box.checked = ticking[at];
      box.disabled = ran === "yes";
      setText(
        result,
        ran === "yes" ? `${drops ? "dropped" : "not dropped"}: ${came.replaceAll("`", "")}` : "",
      );
      setAttr(result, "data-drops", ran === "yes" ? drops : "");
    });
    return { calls: this.calls, ticked: ticking };
  }
}
