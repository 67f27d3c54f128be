// Arms as a short text for a link, which arms_in_link.py reads: "0~h0.5-0.2_i0.2_wd0.001_early".

/** @import { Arm } from "../shared/payload.d.ts" */

/** @type {[string, keyof Arm][]} */
const NUMBERS = [
  ["h", "p_hidden"],
  ["i", "p_input"],
  ["wd", "weight_decay"],
  ["mn", "max_norm"],
  ["in", "input_noise"],
  ["ls", "label_smoothing"],
];

/** @type {[string, keyof Arm, unknown][]} */
const FLAGS = [
  ["bn", "batch_norm", true],
  ["early", "schedule", "early"],
  ["late", "schedule", "late"],
  ["es", "early_stopping", true],
];

// Without an exponent, whose sign would look like the next number's.
/** @param {number} value */
const plain = (value) =>
  value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 });

/** @param {unknown} value of the field `name` @returns {string} empty where it is as in a plain arm */
function numberText(value) {
  if (Array.isArray(value)) return value.map(plain).join("-") + (value.length === 1 ? "-" : "");
  return value === null || value === 0 ? "" : plain(Number(value));
}

/** @param {Arm} arm */
function armText(arm) {
  const numbers = NUMBERS.map(([token, name]) => [token, numberText(arm[name])]);
  const flags = FLAGS.filter(([, name, value]) => arm[name] === value).map(([token]) => token);
  const tokens = [
    ...numbers.filter(([, text]) => text).map(([token, text]) => token + text),
    ...flags,
  ];
  const alone = tokens.length === 1 && !Array.isArray(arm.p_hidden);
  return (alone ? tokens[0].replace(/^h/, "") : tokens.join("_")) || "0";
}

/** How fields of the view are written in a link, where not as they are. */
export const IN_LINK = {
  arms: (/** @type {Arm[]} */ arms) => arms.map(armText).join("~"),
  hidden: (/** @type {number[]} */ widths) => widths.join("-"),
};
