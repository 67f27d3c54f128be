// @ts-nocheck
// The stretch of text that the network reads, a tile for each character.

import { element, setText } from "../shared/elements.js";
import { shownCharacter } from "./heads.js";

const CHARACTERS_BESIDE = 22; // characters shown before and after

export class TextStrip {
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

  // isOut(character): dropped as a whole
  paint({ characters, before, next, after, isOut }) {
    setText(this.before, before.slice(-CHARACTERS_BESIDE));
    this.tiles.forEach((tile, t) => {
      tile.hidden = t >= characters.length;
      if (tile.hidden) return;
      setText(tile, shownCharacter(characters[t]));
      tile.classList.toggle("out", isOut(characters[t]));
    });
    setText(this.next, next === null ? "?" : shownCharacter(next));
    setText(this.after, after.slice(0, CHARACTERS_BESIDE));
  }
}

// What the network reads of typed text, as dropviz.data.text.readable: lower case, what it does not
// know left out, at most a whole context.
export function readable(typed, vocabulary, context) {
  const lower = typed
    .toLowerCase()
    .replaceAll(/[’‘“”"`]/g, "'")
    .replaceAll(/\s/g, " ");
  const known = [...lower].filter((character) => vocabulary.includes(character)).join("");
  const unknown = [...new Set([...lower].filter((character) => !vocabulary.includes(character)))];
  return { text: known.slice(-context), unknown, cut: known.length > context };
}
