// When the scenes of the residual variants are done, and what is then said.

/** @import { Happened, SceneRules } from "../shared/guide.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { ResidualState } from "./depth.js" */

/** @typedef {Happened<VariantsView, ResidualState>} At */
/** @typedef {SceneRules<VariantsView, ResidualState>} Rules */

const MANY = 20; // steps
const SEVEN = 7;

/** @type {Rules} */
const howDeep = {
  done: ({ began, now }) => began.view.step < MANY && now.view.step >= MANY,
  came({ now: { facts } }) {
    if (Math.abs(facts.expected - SEVEN) < 0.05) return 0;
    return facts.expected > SEVEN ? 1 : 2;
  },
  says({ now: { view, facts } }) {
    const { variant, mean, expected, blocks, rates } = facts;
    const found = `${mean.toFixed(2)} of ${blocks} blocks on average so far, ${expected.toFixed(2)} expected.`;
    const [first, last] = [rates[0], rates[rates.length - 1]].map((rate) => Number(rate) / 1000);
    return variant.linear
      ? `${found} The rate rises in a line, from ${first} at the first block to ${last} at the last.`
      : `${found} Every layer has the same rate, ${view.p}.`;
  },
};

/** @param {number[]} depths */
const range = (depths) => [Math.min(...depths), Math.max(...depths)];

/** @type {Rules} */
const whoShares = {
  note({ memory, now: { view, facts } }) {
    const coins = `${view.seed} ${view.p} ${view.step}`;
    if (memory.coins !== coins) Object.assign(memory, { coins, seen: {} });
    const { linear, own } = facts.variant;
    if (linear) memory.seen[own ? "byRow" : "byBatch"] = facts.depths;
  },
  done: ({ memory: { seen } }) => "byBatch" in seen && "byRow" in seen,
  came: () => 2,
  says({ memory: { seen }, now: { facts } }) {
    const [depth] = seen.byBatch;
    const [low, high] = range(seen.byRow);
    const own = low === high ? `${low} in this step` : `${low} to ${high}`;
    return (
      `By batch all ${facts.depths.length} examples go through the same ${depth} of ${facts.blocks} blocks. ` +
      `By row each has coins of its own, and goes through ${own}. ` +
      "A block that all of them skip need not be computed."
    );
  },
};

/** @type {Rules} */
const whatIsLeft = {
  done: ({ began, now }) => began.view.p < 1 && now.view.p === 1,
  came: ({ now: { facts } }) => (Math.max(...facts.depths) === 0 ? 1 : 2),
  says({ now: { facts } }) {
    const { depths, blocks, expected, variant } = facts;
    const [low, high] = range(depths);
    if (high === 0)
      return "No block is left, and the output is the input: it passes round them all.";
    const left = low === high ? `${low}` : `${low} to ${high}`;
    const why = variant.linear ? " Only the last block has rate 1." : "";
    return (
      `${left} of ${blocks} blocks are left.${why} ` +
      `The price: training sees ${expected.toFixed(2)} blocks on average, and in use all ${blocks} work at once.`
    );
  },
};

export const SCENES = { how_deep: howDeep, who_shares: whoShares, what_is_left: whatIsLeft };
