// What a view of "Expected activations" means: its inputs, and all numbers that are shown of them.
// Pure functions, no DOM.

import {
  agreeWithin,
  armFactors,
  enumeratedSums,
  exactDistribution,
  histogramOf,
  maskedSums,
  meanAfterRelu,
  runningMoments,
  sampledAfterRelu,
  sampledDistribution,
  sumOf,
  trainingMoments,
} from "./moments.js";

/** @import { Distribution } from "./moments.js" */
/** @import { ExpectedView } from "./payload.d.ts" */

/** @typedef {ReturnType<typeof armState>} ArmState */
/** @typedef {ReturnType<typeof evaluate>} ExpectedState */

const HISTOGRAM_BINS = 31;
const INTERVAL = 1.96; // standard errors to either side
const MISTAKE_IN_SIGHT = 0.6; // rate up to which the mistake's inference must be in sight

/**
 * Levels of activations and weights: as made, but where they were set by hand.
 * @param {ExpectedView} view
 * @param {Uint8Array} made those of all inputs there can be, activations then weights
 * @param {string} chars that stand for levels
 */
export function levelsOf({ x, w, n }, made, chars) {
  const levels = Uint8Array.from(made);
  const most = levels.length / 2;
  [x, w].forEach((chosen, row) =>
    [...chosen].forEach((char, i) => {
      if (char !== "-") levels[row * most + i] = chars.indexOf(char);
    }),
  );
  return { x: levels.subarray(0, n), w: levels.subarray(most, most + n) };
}

/**
 * Levels set by hand, one more of them.
 * @param {string} chosen
 * @param {number} index
 * @param {string} char
 */
export function withLevel(chosen, index, char) {
  const chars = [...chosen.padEnd(index + 1, "-")];
  chars[index] = char;
  return chars.join("").replace(/-+$/, "");
}

/**
 * One pass over the coins: every arm's sum is a multiple of this one.
 * @param {{x: Uint8Array, w: Uint8Array}} levels
 * @param {{p: number, coins: Uint8Array, samples: number, zero: number, most: number,
 *   rules: string[]}} setting coins in hundredths, row-major to a sample; zero: level of the weight 0;
 *   most: inputs up to which all masks are enumerated
 */
export function evaluate({ x, w }, { p, coins, samples, zero, most, rules }) {
  const contributions = Float64Array.from(x, (level, i) => (level * (w[i] - zero)) / 100);
  const sums = maskedSums(coins, coins.length / samples, contributions, p);
  const { mean, variance } = runningMoments(sums);
  const exact = x.length <= most;
  const sampled = sampledDistribution(sums);
  const distribution = exact ? exactDistribution(enumerationOf(contributions), p) : sampled;
  const [low, high] = supportOf(contributions, p, exact ? null : sums);
  return {
    x,
    w,
    contributions,
    sums,
    kept: Uint8Array.from(x, (_, i) => (coins[i] >= Math.round(100 * p) ? 1 : 0)),
    exact,
    run: { mean, half: variance.map((value, t) => INTERVAL * Math.sqrt(value / (t + 1))) },
    variance: variance[variance.length - 1],
    relu: {
      measured: meanAfterRelu(sampled),
      ...afterReluOf(distribution, contributions, p, exact),
    },
    histogram: histogramOf(distribution, low, high, HISTOGRAM_BINS),
    arms: rules.map((arm) => armState(arm, p, contributions)),
  };
}

let enumeration = { key: "", ...enumeratedSums(new Float64Array()) };

/** @param {Float64Array} contributions */
function enumerationOf(contributions) {
  const key = contributions.join();
  if (enumeration.key !== key) enumeration = { key, ...enumeratedSums(contributions) };
  return enumeration;
}

/**
 * @param {Distribution} distribution
 * @param {Float64Array} contributions
 * @param {number} p
 * @param {boolean} exact
 */
function afterReluOf(distribution, contributions, p, exact) {
  if (!exact) return sampledAfterRelu(distribution.sums, contributions, p);
  return { mean: meanAfterRelu(distribution), error: 0, exact };
}

/**
 * Smallest and largest sum; the same where every mask that can be gives the same sum.
 * @param {Float64Array} contributions
 * @param {number} p
 * @param {Float64Array | null} samples
 */
function supportOf(contributions, p, samples) {
  const certain = (1 - p) * sumOf(contributions);
  if (p === 0 || p === 1) return [certain, certain];
  if (samples) return [Math.min(...samples), Math.max(...samples)];
  return [Math.min, Math.max].map((end) => sumOf(contributions.map((c) => end(0, c))));
}

/**
 * @param {string} arm
 * @param {number} p
 * @param {Float64Array} contributions
 */
function armState(arm, p, contributions) {
  const factors = armFactors(p, arm);
  const theory = trainingMoments(contributions, p, factors.training);
  const inference = factors.inference === null ? null : factors.inference * sumOf(contributions);
  return {
    arm,
    factor: factors.training,
    theory,
    inference,
    agree: agreeWithin(inference, theory.mean),
  };
}

/**
 * One scale for the four panels: three standard deviations, and every value that fits.
 * @param {ExpectedState} state
 * @param {number} p
 * @returns {[number, number]}
 */
export function rangeOf({ arms, histogram }, p) {
  const support = [histogram.low, histogram.low + histogram.width * (HISTOGRAM_BINS - 1)];
  const ends = [0];
  for (const { factor, theory, inference, arm } of arms) {
    const spread = 3 * Math.sqrt(theory.variance);
    ends.push(Math.max(theory.mean - spread, Math.min(theory.mean, support[0] * factor)));
    ends.push(Math.min(theory.mean + spread, Math.max(theory.mean, support[1] * factor)));
    if (inference !== null && (arm !== "mistake" || p <= MISTAKE_IN_SIGHT)) ends.push(inference);
  }
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const margin = 0.1 * (high - low) || 1;
  return [low < 0 ? low - margin : -0.3 * margin, high > 0 ? high + margin : 0.3 * margin];
}

/**
 * The three rows of an arm's table: mean, variance, mean after ReLU; measured, theory, inference.
 * @param {ArmState} arm
 * @param {ExpectedState} state
 * @param {(value: number) => string} about a number in words, where it is not exact
 * @returns {(number | string)[][]}
 */
export function tableOf({ factor, theory, inference }, { run, variance, relu }, about) {
  const after = factor * relu.mean;
  const defined = (/** @type {number} */ value) => (inference === null ? "undefined" : value);
  return [
    [factor * run.mean[run.mean.length - 1], theory.mean, defined(inference ?? 0)],
    [factor * factor * variance, theory.variance, defined(0)],
    [
      factor * relu.measured,
      relu.exact ? after : `≈ ${about(after)}`,
      defined(Math.max(0, inference ?? 0)),
    ],
  ];
}
