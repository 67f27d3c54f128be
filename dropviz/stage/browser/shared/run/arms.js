// Arms of an experiment: what they are called, how each is told from the others. No DOM.

import { circleAt, diamondAt, squareAt } from "../plot.js";

/** @typedef {import("../payload.d.ts").Arm} Arm */

/** @type {[keyof Arm, string][]} */
const ARM_WORDS = [
  ["weight_decay", "weight decay"],
  ["max_norm", "max-norm"],
  ["input_noise", "input noise"],
  ["label_smoothing", "smoothing"],
];
export const NAME_ROOM = 18; // characters of a name beside a line

/**
 * Read back it is the same number: where that takes an exponent, with one.
 * @param {number} value
 */
export function plainNumber(value) {
  const text = value.toLocaleString("en-US", { maximumFractionDigits: 20, useGrouping: false });
  return Number(text) === value ? text : String(value);
}

/** @param {Arm} arm */
export function hiddenRates(arm) {
  return [arm.p_hidden].flat();
}

/** @param {Arm} arm */
export function drops(arm) {
  return arm.p_input > 0 || Math.max(...hiddenRates(arm)) > 0;
}

/** @param {unknown} one @param {unknown} other */
export function sameValue(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * What each arm is called: only in what it differs from the others. Names follow the fields while
 * a person edits them, so the rule of `arm_names` in experiments/arms.py is here too.
 * @param {Arm[]} arms
 */
export function armNames(arms) {
  const differs = (/** @type {keyof Arm} */ field) =>
    !arms.every((arm) => sameValue(arm[field], arms[0][field]));
  const rates = differs("p_hidden") || differs("p_input") || differs("schedule");
  const names = arms.map((arm) => {
    const parts = rates && drops(arm) ? [dropoutWords(arm)] : [];
    for (const [field, word] of ARM_WORDS)
      if (arm[field] && differs(field)) parts.push(`${word} ${plainNumber(Number(arm[field]))}`);
    if (arm.batch_norm && differs("batch_norm")) parts.push("batch norm");
    if (arm.early_stopping && differs("early_stopping")) parts.push("early stopping");
    return parts.join(" + ") || (rates ? "no dropout" : "plain");
  });
  return new Set(names).size < names.length
    ? names.map((name, at) => `${name} (${at + 1})`)
    : names;
}

/** @param {Arm} arm */
function dropoutWords(arm) {
  const rates = hiddenRates(arm);
  const said = Math.max(...rates) > 0 ? [`p = ${rates.map(plainNumber).join(", ")}`] : [];
  if (arm.p_input) said.push(`inputs ${plainNumber(arm.p_input)}`);
  if (arm.schedule !== "constant") said.push(arm.schedule);
  return said.join(", ");
}

/** @param {string} name */
export function shortName(name, room = NAME_ROOM) {
  return name.length > room ? `${name.slice(0, room - 1)}…` : name;
}

/** @type {[share: number, other: string][]} */
const SHADES = [
  [58, "ink"],
  [55, "background"],
  [30, "ink"],
  [78, "ink"],
  [78, "background"],
];

/**
 * Orange with dropout, blue without; further ones of a kind darker or paler, and each arm has a
 * mark of its own.
 * @param {boolean[]} dropping whether each arm drops
 */
export function armColours(dropping) {
  return dropping.map((own, arm) => {
    const colour = `var(--dv-${own ? "with" : "without"}-dropout)`;
    const before = dropping.slice(0, arm).filter((other) => other === own).length;
    if (!before) return colour;
    const [share, other] = SHADES[before - 1];
    return `color-mix(in srgb, ${colour} ${share}%, var(--dv-${other}))`;
  });
}

/**
 * The mark of an arm, or of a class, around a point: a path.
 * @param {number} number
 * @param {number} x
 * @param {number} y
 * @param {number} r half its width
 */
export function markAt(number, x, y, r) {
  const [left, right, top, bottom] = [x - r, x + r, y - r, y + r].map((value) => value.toFixed(1));
  const cx = x.toFixed(1);
  const third = r / 3;
  const marks = [
    () => circleAt(x, y, r),
    () => squareAt(x, y, r),
    () => `M${cx} ${top}L${right} ${bottom}H${left}Z`,
    () => diamondAt(x, y, 1.3 * r),
    () => `M${cx} ${bottom}L${right} ${top}H${left}Z`,
    () =>
      `M${left} ${(y - third).toFixed(1)}` +
      `h${2 * third}v${-2 * third}h${2 * third}v${2 * third}h${2 * third}v${2 * third}` +
      `h${-2 * third}v${2 * third}h${-2 * third}v${-2 * third}h${-2 * third}Z`,
  ];
  return marks[number % marks.length]();
}
