// A card on the page: its question, its answers, and after that the reason and where to see it.

import { button } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { wayTo } from "../shared/way.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { CardPayload } from "./payload.d.ts" */

/**
 * What a card is shown with, and what its buttons do.
 * @typedef {object} Around
 * @property {string} topic its title
 * @property {string} again when it comes again, or ""
 * @property {ViewStore<any>} store
 * @property {(at: number) => void} choose
 * @property {() => void} reveal
 * @property {(right: boolean) => void} grade
 * @property {() => void} next
 */

export class CardNode {
  /** @param {CardPayload} card @param {number} answer @param {Around} around */
  constructor(card, answer, around) {
    this.card = card;
    this.around = around;
    this.choices = card.answers.length > 1 ? card.answers : [];
    this.answered = answer >= 0;
    this.chosen = answer < this.choices.length ? answer : -1;
    /** @type {HTMLButtonElement[]} that numbers press */
    this.numbered = [];
    this.node = element(
      "section",
      { class: "check-card", tabindex: -1, "aria-label": `Card: ${card.ask}` },
      element("p", { class: "check-topic", text: around.topic }),
      element("h2", { text: card.ask }),
      ...(this.choices.length ? [this.choicesNode()] : []),
      ...(this.answered ? this.after() : this.before()),
    );
  }

  choicesNode() {
    const buttons = this.choices.map((text, at) =>
      element(
        "button",
        {
          type: "button",
          class: "button check-answer",
          "data-answer": at,
          "data-right": this.answered && at === this.card.right,
          "aria-pressed": String(at === this.chosen),
          disabled: this.answered,
          onClick: () => this.around.choose(at),
        },
        element("kbd", { "aria-hidden": "true", text: String(at + 1) }),
        text,
      ),
    );
    if (!this.answered) this.numbered = buttons;
    return element(
      "div",
      { class: "check-answers", role: "group", "aria-label": "Answers" },
      ...buttons,
    );
  }

  before() {
    const reveal = button("Show the answer", "Or press Space", this.around.reveal);
    const { length } = this.choices;
    const keys = length ? `Keys: 1 to ${length}, or Space for the answer` : "Or press Space";
    const hint = element("span", { class: "quiet check-keys", text: keys });
    return [element("div", { class: "check-row" }, reveal, hint)];
  }

  after() {
    const { card, chosen } = this;
    const right = card.answers[card.right];
    const says = chosen < 0 ? right : chosen === card.right ? "Yes." : `Not quite: “${right}”.`;
    return [
      element(
        "p",
        { class: "check-why", role: "status", "data-testid": "why" },
        element("b", { text: /[.]$/.test(says) ? says : `${says}.` }),
        ` ${card.why}`,
      ),
      this.showing(),
      this.going(),
    ];
  }

  showing() {
    const { href, lesson } = this.card;
    if (!href) return element("p", { class: "quiet", text: "A lesson on this is to come." });
    const link = wayTo(this.around.store, href, { class: "check-show", text: "Show me" });
    return element("p", {}, link, ` in ${lesson}`);
  }

  // Who chose is told when the card comes again; who had it revealed says whether they knew it.
  going() {
    if (this.chosen >= 0) {
      const next = button("Next card", "Or press Enter", this.around.next, {
        class: "button main",
      });
      return element("div", { class: "check-row" }, next, this.around.again);
    }
    const knew = button("I knew it", "The card waits longer", () => this.around.grade(true));
    const not = button("Not yet", "The card comes again soon", () => this.around.grade(false));
    for (const [at, one] of [knew, not].entries())
      one.prepend(element("kbd", { "aria-hidden": "true", text: String(at + 1) }));
    this.numbered = [knew, not];
    return element("div", { class: "check-row" }, knew, not);
  }

  focus() {
    this.node.focus({ preventScroll: true });
  }

  /**
   * Numbers press an answer, arrows go to it, Space reveals, Enter goes on. A button or link that
   * has the focus keeps Space and Enter.
   * @param {string} key
   * @returns {boolean} whether it meant something
   */
  act(key) {
    const root = /** @type {Document | ShadowRoot} */ (this.node.getRootNode());
    const on = root.activeElement;
    const held = on !== null && on !== this.node && this.node.contains(on);
    if (key === "ArrowDown" || key === "ArrowUp")
      return this.move(on, key === "ArrowDown" ? 1 : -1);
    const numbered = this.numbered[Number(key) - 1];
    if (numbered) numbered.click();
    else if (key === " " && !held && !this.answered) this.around.reveal();
    else if (key === "Enter" && !held && this.chosen >= 0) this.around.next();
    else return false;
    return true;
  }

  /** @param {Element | null} on what has the focus @param {number} by */
  move(on, by) {
    const { length } = this.numbered;
    if (!length) return false;
    const at = this.numbered.findIndex((one) => one === on);
    const to = at < 0 ? (by > 0 ? 0 : length - 1) : (at + by + length) % length;
    this.numbered[to].focus();
    return true;
  }
}
