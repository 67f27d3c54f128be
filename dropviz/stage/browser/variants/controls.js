// The controls of "Variants": those of the gallery, and those of an opened variant.

import { button, slider } from "../shared/controls.js";
import { element, part, setAttr, setText } from "../shared/elements.js";
import { playButton } from "../shared/player.js";

/** @import { CoinRows } from "../shared/coins.js" */
/** @import { Player } from "../shared/player.js" */
/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { DecodedVariant } from "./masks.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { VariantsPayload } from "./payload.d.ts" */

/** @typedef {ViewStore<VariantsView>} Store */

// What only some variants have: the side of a block, the step in which a schedule changes.
/** @param {Store} store @param {VariantsPayload} data */
function sliders(store, { largest_block: largest, n_steps: steps }) {
  const whole = { step: 1, digits: 0 };
  return {
    p: slider({
      label: "dropout rate p",
      name: "p",
      title: "Chance of being dropped. (The 2014 paper's p is the chance of being kept.)",
      onInput: (/** @type {number} */ p) => store.change({ p }),
    }),
    block: slider({
      label: "block",
      name: "block",
      title: "Side of a block in pixels",
      min: 1,
      max: largest,
      ...whole,
      onInput: (/** @type {number} */ block) => store.change({ block }),
    }),
    at: slider({
      label: "changes after step",
      name: "at",
      title: "Early dropout ends, late dropout begins, after so many steps",
      min: 0,
      max: steps,
      ...whole,
      onInput: (/** @type {number} */ at) => store.change({ at }),
    }),
  };
}

export class VariantsControls {
  /**
   * @param {Store} store
   * @param {VariantsPayload} data
   * @param {CoinRows} coins
   * @param {Player} player
   * @param {(step: number) => DecodedVariant} neighbour so many variants further
   * @param {(slug: string) => void} open
   */
  constructor(store, data, coins, player, neighbour, open) {
    this.neighbour = neighbour;
    this.set = sliders(store, data);
    this.play = playButton(player, "New coins every second or so", {});
    this.back = button("All variants", "Back to the gallery", () => open(""));
    const step = { class: "button step" };
    this.previous = button("‹", "", () => open(neighbour(-1).slug), step);
    this.next = button("›", "", () => open(neighbour(1).slug), step);
    const flip = button("Flip the coins", "A new row of coins for every mask", () =>
      store.change({ seed: coins.after(store.view.seed) }),
    );
    const { p, block, at } = this.set;
    this.node = element(
      "div",
      { class: "toolbar" },
      ...part("ways", this.back),
      ...part("rate", p.node),
      ...part("coins", flip),
      ...part("play", this.play.node),
      ...part("block", block.node),
      ...part("at", at.node),
      ...part("ways", element("span", { class: "control steps" }, this.previous, this.next)),
    );
  }

  // variant: the one that is opened, if any
  /** @param {VariantsView} view @param {DecodedVariant | undefined} variant */
  paint(view, variant) {
    const { p, block, at } = this.set;
    p.set(view.p);
    block.set(view.block);
    at.set(view.at);
    this.play.paint();
    this.back.hidden = this.previous.hidden = this.next.hidden = !variant;
    this.play.node.hidden = Boolean(variant);
    block.node.hidden = variant?.kind !== "block";
    at.node.hidden = variant?.rule !== "early" && variant?.rule !== "late";
    if (!variant) return;
    const [before, after] = [this.neighbour(-1), this.neighbour(1)];
    setText(this.previous, `‹ ${before.title}`);
    setText(this.next, `${after.title} ›`);
    setAttr(this.previous, "aria-label", `Previous: ${before.title}`);
    setAttr(this.next, "aria-label", `Next: ${after.title}`);
    setAttr(this.previous, "title", "Previous variant");
    setAttr(this.next, "title", "Next variant");
  }
}
