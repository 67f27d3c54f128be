// @ts-nocheck
// What comes next: the likeliest characters, without dropout and with it.

import { argmax } from "../shared/arithmetic.js";
import { element, setText } from "../shared/elements.js";
import { formatPercent } from "../shared/format.js";
import { shownCharacter } from "./heads.js";

const N_GUESSES = 9;

export class Guesses {
  constructor() {
    this.rows = Array.from({ length: N_GUESSES }, () => this.buildRow());
    this.rest = element("p", { class: "quiet" });
    this.node = element(
      "section",
      { class: "guesses" },
      element("h2", { text: "The next character" }),
      element(
        "div",
        { class: "guess head" },
        element("span"),
        element("span"),
        element("span", { class: "without", text: "without" }),
        element("span", { class: "with", text: "with" }),
      ),
      ...this.rows.map((row) => row.node),
      this.rest,
    );
  }

  buildRow() {
    const parts = {
      name: element("span", { class: "character" }),
      bars: [element("i", { class: "without" }), element("i", { class: "with" })],
      numbers: [element("span"), element("span")],
    };
    parts.node = element(
      "div",
      { class: "guess" },
      parts.name,
      element("span", { class: "pair" }, ...parts.bars),
      ...parts.numbers,
    );
    return parts;
  }

  // without, with: probabilities of all characters; next: the code that really follows, or null
  paint({ without, dropped, next, vocabulary }) {
    const order = Array.from(without, (_, code) => code).sort((a, b) => without[b] - without[a]);
    const shown = order.slice(0, N_GUESSES);
    for (const wanted of [argmax(dropped), next])
      if (wanted !== null && !shown.includes(wanted))
        shown[shown.indexOf(shown.findLast((code) => code !== next && code !== argmax(dropped)))] =
          wanted;
    shown.sort((a, b) => without[b] - without[a]);
    const best = [argmax(without), argmax(dropped)];
    shown.forEach((code, i) => {
      const { node, name, bars, numbers } = this.rows[i];
      setText(name, shownCharacter(vocabulary[code]));
      [without, dropped].forEach((probabilities, which) => {
        bars[which].style.setProperty("--share", probabilities[code].toFixed(4));
        setText(numbers[which], formatPercent(probabilities[code]));
        numbers[which].classList.toggle("best", best[which] === code);
      });
      node.classList.toggle("true", code === next);
    });
    const left = [without, dropped].map((probabilities) =>
      Math.max(0, 1 - shown.reduce((sum, code) => sum + probabilities[code], 0)),
    );
    setText(
      this.rest,
      `The ${vocabulary.length - N_GUESSES} others: ${formatPercent(left[0])} and ${formatPercent(left[1])}. Upper bars: without dropout, lower: with it.${next === null ? "" : " Framed: what the text goes on with."}`,
    );
  }
}
