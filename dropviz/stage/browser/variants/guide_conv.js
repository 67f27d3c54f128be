// When the scenes of the convolutional variants are done, and what is then said.

import { formatPercent } from "../shared/format.js";
import { counted, flipped } from "./flips.js";
import { sharingOf } from "./words.js";

/** @import { Happened, SceneRules } from "../shared/guide.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { DecodedVariant } from "./masks.js" */
/** @import { VariantsFacts } from "./stage.js" */

/** @typedef {Happened<VariantsView, VariantsFacts>} At */
/** @typedef {SceneRules<VariantsView, VariantsFacts>} Rules */

const FLIPS = 2;
const MANY_FLIPS = 5;
const NONE = -1; // no answer came true

/** @param {DecodedVariant | undefined} variant */
const inSquares = (variant) => variant?.kind === "block";

/** @type {Rules} */
const goesTogether = {
  note: flipped,
  done: ({ memory, now }) => memory.seen.length >= FLIPS && Boolean(now.facts.variant),
  came: ({ now: { view, facts } }) => (!inSquares(facts.variant) ? 1 : view.block === 1 ? 0 : 2),
  says({ now: { view, facts }, memory }) {
    const { variant } = facts;
    if (!variant) return "";
    const { gone, n } = memory.seen[FLIPS - 1];
    const why = "Numbers beside each other are alike: a single gap could be guessed.";
    if (inSquares(variant))
      return `Squares of ${view.block} by ${view.block} go, ${gone} of ${n} numbers now, and they may overlap. ${why}`;
    return `There is ${sharingOf(variant)}, so a map goes as a whole: ${gone} of ${n} numbers now. ${why}`;
  },
};

/**
 * Of the dropped pixels, the share that has a kept one beside, above or below; NaN where none is.
 * @param {VariantsFacts} facts
 */
function givenAway({ variant, mask }) {
  if (!variant || !mask) return NaN;
  const [height, width] = variant.sizes.slice(-2);
  let [gone, given] = [0, 0];
  mask.dropped.forEach((out, entry) => {
    if (!out) return;
    gone += 1;
    const [y, x] = [Math.floor(entry / width) % height, entry % width];
    const beside = [
      x > 0 && entry - 1,
      x < width - 1 && entry + 1,
      y > 0 && entry - width,
      y < height - 1 && entry + width,
    ];
    if (beside.some((other) => other !== false && !mask.dropped[other])) given += 1;
  });
  return given / gone;
}

/** @type {Rules} */
const fromBeside = {
  note({ memory, now: { view, facts } }) {
    if (view.block === 1) memory.single = givenAway(facts);
  },
  done: ({ began, now: { view, facts } }) =>
    Boolean(facts.variant?.filled) && view.block > began.view.block,
  came({ memory: { single } }) {
    if (Number.isNaN(single)) return NONE;
    return single >= 0.8 ? 0 : single >= 0.3 ? 1 : 2;
  },
  says({ memory: { single }, now: { facts } }) {
    const { gone } = counted(facts);
    const before = Number.isNaN(single)
      ? "These coins dropped no single pixel."
      : `Of single dropped pixels ${formatPercent(single)} had a kept neighbour.`;
    return gone
      ? `${before} Now maps go whole: no dropped pixel has one. The mask is that of spatial dropout.`
      : `${before} Now a coin decides for a whole map, and none was hit this time: the mask is that of spatial dropout.`;
  },
};

/** @type {Rules} */
const fewerCoins = {
  note: flipped,
  done: ({ memory, now }) => memory.seen.length >= MANY_FLIPS && Boolean(now.facts.variant),
  came: ({ memory, now }) => {
    const { low, high, least, most } = swing(memory.seen, now.view.p);
    return low < least || high > most ? 1 : 0;
  },
  says({ memory, now }) {
    const found = swing(memory.seen, now.view.p);
    const { low, high, least, most } = found;
    const [a, b, c, d] = [low, high, least, most].map((share) => formatPercent(share));
    const wider = low < least || high > most;
    return (
      `In ${memory.seen.length} flips ${a} to ${b} were dropped. With a coin for each number it would mostly be ${c} to ${d}. ` +
      (wider ? "That is the price of shared coins: more noise." : "This time chance was kind.")
    );
  },
};

/**
 * The least and the largest share that was seen, and where most would lie with a coin each.
 * @param {{gone: number, n: number}[]} seen
 * @param {number} p
 */
function swing(seen, p) {
  const shares = seen.map(({ gone, n }) => gone / n);
  const spread = 2 * Math.sqrt((p * (1 - p)) / seen[0].n);
  return {
    low: Math.min(...shares),
    high: Math.max(...shares),
    least: Math.max(0, p - spread),
    most: Math.min(1, p + spread),
  };
}

export const SCENES = {
  goes_together: goesTogether,
  from_beside: fromBeside,
  fewer_coins: fewerCoins,
};
