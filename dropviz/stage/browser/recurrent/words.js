// @ts-nocheck
// The names and sentences of the recurrent picture, computed from what is on its stage.

import { formatCount, formatPower } from "../shared/format.js";
import { heldIfThere, survivalOf } from "./memory.js";

export const RULE_NAMES = {
  lstm_h: "h, each step",
  lstm_c: "c, each step",
  lstm_variational: "variational",
  lstm_candidate: "candidate",
  lstm_zoneout: "zoneout",
};
export const RULE_FORMULAS = {
  lstm_h: "gates read h · mₜ / (1 − p)",
  lstm_c: "c ← c · mₜ / (1 − p)",
  lstm_variational: "gates read h · m / (1 − p)",
  lstm_candidate: "c ← f c + i · g · mₜ / (1 − p)",
  lstm_zoneout: "where hit: c and h stay as they were",
};
export const RULE_WORDS = {
  lstm_h: "A fresh mask in each step on h",
  lstm_c: "A fresh mask in each step on the memory c",
  lstm_variational: "One mask on h for all steps",
  lstm_candidate: "A fresh mask in each step, on what is written only",
  lstm_zoneout: "Fresh masks on c and on h; what is hit keeps its value",
};

// Where its mask sits: what is read or held before it is not masked.
export const RULE_PLACES = {
  lstm_h: "h is masked in each step, c never",
  lstm_c: "h is read before the mask on c",
  lstm_variational: "one m for all steps, none on c",
  lstm_candidate: "only g is masked, once written it stays",
  lstm_zoneout: "“=” above: coins of c, below: of h",
};

export function formatChance(chance) {
  return chance > 0 && chance < 0.0001
    ? formatPower(chance, 1)
    : String(Number(chance.toPrecision(3)));
}

export function formatHeld(value) {
  if (Number.isNaN(value)) return "nothing";
  if (value >= 1e7) return formatPower(value, 1);
  return value >= 100 ? formatCount(value) : String(Number(value.toPrecision(3)));
}

function cellsThatHold(alive, cells, what) {
  if (alive === cells) return `all ${cells} cells hold ${what}`;
  return `${alive || "none"} of ${cells} cells ${alive === 1 || !alive ? "holds" : "hold"} ${alive ? what : "anything"}`;
}

// state: {rule, cells, rules: {slug: {alive, seen}}}
export function recurrentCaption({ p, times }, { rule, cells, rules }) {
  const { alive, seen } = rules[rule];
  const held = formatHeld(heldIfThere(rule, p, times));
  const lead = `${RULE_WORDS[rule]}. After ${times} steps ${cellsThatHold(alive, cells, held)}`;
  if (rule === "lstm_c")
    return `${lead}. The chance of each is ${formatChance(survivalOf(rule, p, times))}${p < 1 ? `, and what survives has grown from 1 to ${held}` : ""}.`;
  const says = {
    lstm_h: `; the gates read it in ${seen} of ${times * cells} places`,
    lstm_variational: `; the gates read it from ${seen / times || "none"} of them, the same in all steps`,
    lstm_candidate: alive < cells ? "; the others lost it when it was written, none later" : "",
    lstm_zoneout: alive < cells ? "; the others missed the write, none lost it later" : "",
  }[rule];
  return `${lead}${says}. Fresh masks on c, with the same coins, leave ${rules.lstm_c.alive || "none"}.`;
}
