// What comes next: the likeliest characters, without dropout and with it.

import { argmax } from "../shared/arithmetic.js";
import { element, setText } from "../shared/elements.js";
import { formatPercent } from "../shared/format.js";
import { shownCharacter } from "./words.js";

/** @import { TransformerState } from "./reading.js" */

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
    const name = element("span", { class: "character" });
    const bars = [element("i", { class: "without" }), element("i", { class: "with" })];
    const numbers = [element("span"), element("span")];
    const pair = element("span", { class: "pair" }, ...bars);
    return {
      node: element("div", { class: "guess" }, name, pair, ...numbers),
      name,
      bars,
      numbers,
    };
  }

  /** @param {TransformerState} state */
  paint({ without, dropped, nextCode: next, vocabulary }) {
    const shown = shownGuesses(without, [argmax(dropped), next]);
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

// The likeliest without dropout, and those that are wanted in any case; likeliest first.
/** @param {Float64Array} without @param {(number | null)[]} wanted @param {number} most */
export function shownGuesses(without, wanted, most = N_GUESSES) {
  const order = Array.from(without.keys()).sort((a, b) => without[b] - without[a]);
  const rank = (/** @type {number} */ code) => (wanted.includes(code) ? 0 : 1);
  return order
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, most)
    .sort((a, b) => without[b] - without[a]);
}
