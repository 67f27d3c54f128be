// The sentences of the recurrent picture, computed from what is on its stage.

import { formatCount, formatPower } from "../shared/format.js";
import { destroys, heldIfThere, shownOf, survivalOf } from "./memory.js";

/** @import { MemoryRule, RecurrentState } from "./memory.js" */

/** @param {number} chance */
export function formatChance(chance) {
  return chance > 0 && chance < 0.0001
    ? formatPower(chance, 1)
    : String(Number(chance.toPrecision(3)));
}

/** @param {number} value */
export function formatHeld(value) {
  if (Number.isNaN(value)) return "nothing";
  if (value >= 1e7) return formatPower(value, 1);
  return value >= 100 ? formatCount(value) : String(Number(value.toPrecision(3)));
}

/**
 * @param {number} alive
 * @param {number} cells
 * @param {string} what
 */
function cellsThatHold(alive, cells, what) {
  if (alive === cells) return `all ${cells} cells hold ${what}`;
  return `${alive || "none"} of ${cells} cells ${alive === 1 || !alive ? "holds" : "hold"} ${alive ? what : "anything"}`;
}

/**
 * @param {{p: number, times: number}} view
 * @param {RecurrentState} state
 */
export function recurrentCaption({ p, times }, state) {
  const { cells, onC } = state;
  const { rule, alive, seen } = shownOf(state);
  const held = formatHeld(heldIfThere(rule, p, times));
  const lead = `${rule.says}. After ${times} steps ${cellsThatHold(alive, cells, held)}`;
  if (destroys(rule))
    return `${lead}. The chance of each is ${formatChance(survivalOf(rule, p, times))}${p < 1 ? `, and what survives has grown from 1 to ${held}` : ""}.`;
  return `${lead}${fateWords(rule, alive, seen, times, cells)}. Fresh masks on c, with the same coins, leave ${onC[onC.length - 1] || "none"}.`;
}

/**
 * @param {MemoryRule} rule
 * @param {number} alive cells that still hold something
 * @param {number} seen
 * @param {number} times
 * @param {number} cells
 */
function fateWords(rule, alive, seen, times, cells) {
  if (rule.on === "h")
    return rule.once
      ? `; the gates read it from ${seen / times || "none"} of them, the same in all steps`
      : `; the gates read it in ${seen} of ${times * cells} places`;
  if (alive === cells) return "";
  const which = alive ? "the others" : "all";
  return rule.holds
    ? `; ${which} missed the write, none lost it later`
    : `; ${which} lost it when it was written, none later`;
}
