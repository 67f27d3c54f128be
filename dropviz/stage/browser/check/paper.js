// The cards on paper: questions first, answers on a page of their own.

import { element } from "../shared/elements.js";

/** @import { CardPayload } from "./payload.d.ts" */

const LETTERS = "ABCD";

/** @param {CardPayload[]} cards */
export function paperOf(cards) {
  return element(
    "div",
    { class: "paper", "data-testid": "paper" },
    element("h2", { text: "Questions" }),
    element("ol", {}, ...cards.map(question)),
    element("h2", { class: "paper-answers", text: "Answers" }),
    element("ol", {}, ...cards.map(answer)),
  );
}

/** @param {CardPayload} card */
function question({ ask, answers }) {
  const choices = answers.length > 1 ? answers.map((text, at) => `${LETTERS[at]} ${text}`) : [];
  return element(
    "li",
    {},
    element("p", { text: ask }),
    ...choices.map((text) => element("p", { class: "paper-choice", text })),
  );
}

/** @param {CardPayload} card */
function answer({ answers, right, why }) {
  const letter = answers.length > 1 ? `${LETTERS[right]} ` : "";
  return element("li", {}, element("b", { text: `${letter}${answers[right]}` }), ` – ${why}`);
}
