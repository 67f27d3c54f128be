// Figures with their names, beside a drawing.

import { element, setText } from "./elements.js";

export class Readouts {
  /** @param {string[]} names */
  constructor(names) {
    this.names = names.map((name) => element("dt", { text: name }));
    this.figures = names.map(() => element("dd"));
    const pairs = this.names.flatMap((name, i) => [name, this.figures[i]]);
    this.node = element("dl", { class: "figures" }, ...pairs);
  }

  /** @param {string[]} texts */
  say(texts) {
    texts.forEach((text, i) => setText(this.figures[i], text));
  }
}
