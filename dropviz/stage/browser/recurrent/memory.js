// What becomes of a remembered value: the same rules as tests/oracles/recurrent.py.
// Pure functions, no DOM. A cell writes 1 in the first step and holds it from then on.

/** @import { PackedRule } from "./payload.d.ts" */
/** @typedef {Pick<PackedRule, "on" | "once" | "holds">} MemoryRule */

/** @typedef {ArrayLike<number>[]} Grid [time][cell] */

/** Fresh masks on c: what all other rules are compared with. @type {MemoryRule} */
export const FRESH_ON_C = { on: "c", once: false, holds: false };

/**
 * c: what each cell holds after each step; read: what the gates of the next step get of it.
 * @param {MemoryRule} rule
 * @param {Grid} taken 1 where the coin is at or above the rate
 * @param {Grid} takenOfH the same of the coins of h
 * @param {number} p
 * @returns {{c: number[][], read: number[][]}}
 */
export function memoryOf(rule, taken, takenOfH, p) {
  const factor = p < 1 ? 1 / (1 - p) : 0;
  const fill = (/** @type {(t: number, cell: number) => number} */ value) =>
    taken.map((row, t) => Array.from(row, (_, cell) => value(t, cell)));
  const ones = fill(() => 1);
  if (rule.on === "h") {
    const mask = (/** @type {number} */ t) => taken[rule.once ? 0 : t];
    return { c: ones, read: fill((t, cell) => (mask(t)[cell] ? Math.tanh(1) * factor : 0)) };
  }
  if (!destroys(rule)) {
    const c = fill((t, cell) => (taken[0][cell] ? (rule.holds ? 1 : factor) : 0));
    return { c, read: rule.holds ? heldReadings(c, takenOfH) : c.map((row) => row.map(Math.tanh)) };
  }
  /** @type {number[][]} */
  const c = [];
  taken.forEach((row, t) =>
    c.push(Array.from(row, (keep, cell) => (keep ? (t ? c[t - 1][cell] : 1) * factor : 0))),
  );
  return { c, read: c.map((row, t) => row.map((_, cell) => Math.tanh(t ? c[t - 1][cell] : 1))) };
}

/**
 * What the gates read of h where a unit that is hit keeps its value of the step before.
 * @param {number[][]} c
 * @param {Grid} takenOfH
 */
function heldReadings(c, takenOfH) {
  /** @type {number[][]} */
  const read = [];
  c.forEach((row, t) =>
    read.push(
      row.map((value, cell) => {
        if (takenOfH[t][cell]) return Math.tanh(t ? value : 1);
        return t ? read[t - 1][cell] : 0;
      }),
    ),
  );
  return read;
}

/**
 * Whether what a cell holds is masked again and again.
 * @param {MemoryRule} rule
 */
export function destroys({ on, holds }) {
  return on === "c" && !holds;
}

/**
 * Chance that a cell still holds more than 0 after so many steps.
 * @param {MemoryRule} rule
 * @param {number} p
 * @param {number} times
 */
export function survivalOf(rule, p, times) {
  if (destroys(rule)) return (1 - p) ** times;
  return rule.on === "h" ? 1 : 1 - p;
}

/**
 * What it then holds, where 1 was written; NaN where nothing can be left.
 * @param {MemoryRule} rule
 * @param {number} p
 * @param {number} times
 */
export function heldIfThere(rule, p, times) {
  if (p === 1 && survivalOf(rule, p, times) === 0) return NaN;
  if (destroys(rule)) return (1 - p) ** -times;
  return rule.on === "g" ? 1 / (1 - p) : 1;
}

/** @typedef {ReturnType<typeof ruleState>} RuleState */
/** @typedef {ReturnType<typeof recurrentState>} RecurrentState */

/**
 * All that is shown of a view: every rule on the same coins.
 * @param {{cells: number, most_times: number, rules: PackedRule[]}} data
 * @param {Uint8Array} taken 1 where the coin is at or above the rate: [own, of h][time][cell]
 * @param {{variant: string, p: number, times: number}} view
 */
export function recurrentState({ cells, most_times: most, rules }, taken, { variant, p, times }) {
  const [own, ofH] = [0, 1].map((which) =>
    Array.from({ length: times }, (_, t) =>
      taken.subarray((which * most + t) * cells, (which * most + t + 1) * cells),
    ),
  );
  return {
    rule: new Map(rules.map((rule) => [rule.slug, rule])).get(variant) ?? rules[0],
    cells,
    rules: rules.map((rule) => ruleState(rule, own, ofH, p)),
    onC: memoryOf(FRESH_ON_C, own, ofH, p).c.map((row) => row.filter(isThere).length),
  };
}

/**
 * @param {PackedRule} rule
 * @param {Uint8Array[]} own
 * @param {Uint8Array[]} ofH
 * @param {number} p
 */
function ruleState(rule, own, ofH, p) {
  const { c, read } = memoryOf(rule, own, ofH, p);
  const last = c[c.length - 1];
  const coins = rule.once ? [own[0]] : own;
  return {
    rule,
    mask: rule.once ? own.map(() => own[0]) : own,
    c,
    read,
    ofH: rule.holds ? ofH : null,
    alive: last.filter(isThere).length,
    mean: last.reduce((sum, value) => sum + value, 0) / last.length,
    seen: read.flat().filter(isThere).length,
    droppable: coins.length * last.length,
    kept: coins.reduce((sum, row) => sum + row.reduce((n, keep) => n + keep, 0), 0),
  };
}

/** @param {number} value */
function isThere(value) {
  return value > 0;
}

/**
 * What the chosen rule does.
 * @param {RecurrentState} state
 */
export function shownOf({ rule, rules }) {
  return /** @type {RuleState} */ (rules.find((state) => state.rule === rule));
}
