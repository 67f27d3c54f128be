// When the scenes of the dense variants are done, and what is then said.

import { counted, flipped } from "./flips.js";
import { isNoise } from "./masks.js";
import { sharingOf } from "./words.js";

/** @import { SceneRules } from "../shared/guide.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { VariantsFacts } from "./stage.js" */

/** @typedef {SceneRules<VariantsView, VariantsFacts>} Rules */

const FLIPS = 2;
const HALF = 0.5;
const A_WHILE = 3; // steps
const NONE = -1; // no answer came true

/** @type {Rules} */
const ownCoin = {
  note: flipped,
  done: ({ memory, now }) => memory.seen.length >= FLIPS && Boolean(now.facts.variant),
  came({ now: { facts } }) {
    if (!facts.variant) return NONE;
    if (isNoise(facts.variant)) return 2;
    return facts.variant.shared.length ? 1 : 0;
  },
  says({ now: { facts }, memory }) {
    const { variant } = facts;
    if (!variant) return "";
    const [a, b] = memory.seen;
    const start = `There is ${sharingOf(variant)}.`;
    if (isNoise(variant)) return `${start} Every number stays, stronger or weaker by chance.`;
    const went = `${a.gone} and then ${b.gone} of ${b.n} were hit.`;
    if (variant.shared.length)
      return `${start} ${went} Numbers that share it would give each other away.`;
    return variant.axes.some(([name]) => name === "width")
      ? `${start} ${went} Pixels have neighbours that are alike, so a dropped one can be guessed.`
      : `${start} ${went} Numbers of a dense layer have no neighbours: nothing beside one gives it away.`;
  },
};

/** @param {ArrayLike<number>} values */
const meanSquare = (values) =>
  Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length;

/** @type {Rules} */
const meanSquareScene = {
  done: ({ began, now }) =>
    now.facts.variant?.kind === "coin" && began.view.p < HALF && now.view.p === HALF,
  came: () => 1,
  says({ now: { facts } }) {
    if (!facts.variant || !facts.outputs) return "";
    const [was, is] = [facts.variant.x, facts.outputs].map((values) =>
      meanSquare(values).toFixed(2),
    );
    return (
      `Under these coins it went from ${was} to ${is}; averaged over all masks it doubles, for 1 / (1 − p) is 2. ` +
      "A SELU network needs it to stay: alpha dropout is made for that."
    );
  },
};

/** @type {Rules} */
const forAWhile = {
  done: ({ began, now }) =>
    now.facts.variant?.rule === "early" && began.view.at > A_WHILE && now.view.at <= A_WHILE,
  came: () => 1,
  says({ now: { view, facts } }) {
    const { gone, n } = counted(facts);
    const when = view.at
      ? `Only the first ${view.at === 1 ? "step drops" : `${view.at} steps drop`} now: ${gone} of ${n} numbers.`
      : "No step drops anything now.";
    return (
      `${when} A small vision transformer was right in 73.9 % without dropout, 67.9 % with it throughout. ` +
      "With dropout at the start alone it was right in 74.3 % (Liu et al., 2023)."
    );
  },
};

export const SCENES = {
  own_coin: ownCoin,
  mean_square: meanSquareScene,
  for_a_while: forAWhile,
};
