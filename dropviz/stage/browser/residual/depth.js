// Rates, masks and depth of a residual network: the same rules as tests/oracles/residual.py.
// Pure functions, no DOM.

/** @import { PackedDepthVariant, PackedTimes as Times, ResidualData } from "./payload.d.ts" */

/** @typedef {keyof Times["ways"]} Way */
/** @typedef {Pick<PackedDepthVariant, "linear">} Rates */

/**
 * Rate of each block in whole thousandths, for ten blocks and p in hundredths.
 * @param {Rates} variant
 * @param {number} p
 * @param {number} blocks
 */
export function blockRates({ linear }, p, blocks) {
  const last = Math.round(100 * p) * blocks;
  return Array.from({ length: blocks }, (_, block) =>
    linear ? (last * (block + 1)) / blocks : last,
  );
}

/**
 * What is kept in a step: [example][block], 1 where kept.
 * @param {Rates & Pick<PackedDepthVariant, "own">} variant
 * @param {ArrayLike<number>} coins [example][block] one after the other
 * @param {number} p
 * @param {{blocks: number, examples: number}} size
 * @returns {number[][]}
 */
export function keptBlocks(variant, coins, p, { blocks, examples }) {
  const rates = blockRates(variant, p, blocks);
  return Array.from({ length: examples }, (_, example) => {
    const row = variant.own ? example : 0;
    return rates.map((rate, block) => (coins[row * blocks + block] >= rate ? 1 : 0));
  });
}

/**
 * @param {Rates} variant
 * @param {number} p
 * @param {number} blocks
 */
export function expectedDepth({ linear }, p, blocks) {
  return linear ? blocks - (p * (blocks + 1)) / 2 : blocks * (1 - p);
}

/**
 * Quartiles of the time at a share between those that were measured.
 * @param {Times} times
 * @param {Way} way
 * @param {number} share
 */
export function timesAt({ shares, ways }, way, share) {
  const above = Math.max(
    1,
    shares.findIndex((measured) => measured >= share - 1e-9),
  );
  const [low, high] = [shares[above - 1], shares[above]];
  const part = (share - low) / (high - low);
  return ways[way][above].map((time, i) => ways[way][above - 1][i] * (1 - part) + time * part);
}

/** @typedef {ReturnType<typeof residualState>} ResidualState */

/**
 * All that is shown at a step: the masks of the steps so far, and their depths.
 * @param {PackedDepthVariant} variant
 * @param {{p: number, step: number}} view
 * @param {ArrayLike<number> & {subarray(from: number, to: number): ArrayLike<number>}} coins
 * @param {Pick<ResidualData, "blocks" | "examples">} size
 */
export function residualState(variant, { p, step }, coins, size) {
  const { blocks, examples } = size;
  const n = blocks * examples;
  const steps = Array.from({ length: step }, (_, at) =>
    keptBlocks(variant, coins.subarray(at * n, (at + 1) * n), p, size),
  );
  const kept = steps[step - 1];
  const means = steps.map((rows) => mean(rows.map(sum)));
  return {
    variant,
    step,
    kept,
    depths: kept.map(sum),
    means,
    mean: mean(means),
    expected: expectedDepth(variant, p, blocks),
    rates: blockRates(variant, p, blocks),
    blocks,
  };
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/** @param {number[]} values */
function mean(values) {
  return sum(values) / values.length;
}
