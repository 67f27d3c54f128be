// The stretch of text that the network reads, a tile for each character.

import { element, setText } from "../shared/elements.js";
import { shownCharacter } from "./words.js";

/** @import { TransformerState } from "./reading.js" */

const CHARACTERS_BESIDE = 22; // characters shown before and after

export class TextStrip {
  /** @param {number} context */
  constructor(context) {
    this.before = element("span", { class: "beside" });
    this.tiles = Array.from({ length: context }, () => element("span", { class: "tile" }));
    this.next = element("span", { class: "tile next" });
    this.after = element("span", { class: "beside" });
    this.node = element(
      "p",
      { class: "strip-text" },
      this.before,
      ...this.tiles,
      this.next,
      this.after,
    );
  }

  /** @param {TransformerState} state */
  paint({ characters, before, next, after, masks, vocabulary }) {
    setText(this.before, before.slice(-CHARACTERS_BESIDE));
    this.tiles.forEach((tile, t) => {
      tile.hidden = t >= characters.length;
      if (tile.hidden) return;
      setText(tile, shownCharacter(characters[t]));
      const kept = masks.embedding?.[vocabulary.indexOf(characters[t])] ?? 1;
      tile.classList.toggle("out", kept === 0); // dropped wherever it stands
    });
    setText(this.next, next === null ? "?" : shownCharacter(next));
    setText(this.after, after.slice(0, CHARACTERS_BESIDE));
  }
}
