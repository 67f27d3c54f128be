// Moments of the sum that dropout lets through: the same formulas as dropviz/core/moments.py.
// Pure functions, no DOM. Tests compare them with NumPy. contributions are the w_i x_i.

import { unitFactor } from "../shared/arithmetic.js";

/** @import { Scaling } from "../shared/arithmetic.js" */

/** @typedef {ArrayLike<number> & Iterable<number>} Numbers */
/** @typedef {{sums: Float64Array, chance: (index: number) => number}} Distribution */
/** @typedef {{shares: Float64Array, low: number, width: number}} Histogram */

/**
 * Factors on a kept input while training and on every input at inference; null is a division by 0.
 * @param {number} pDrop
 * @param {string} arm a scaling, or "mistake"
 * @returns {{training: number, inference: number | null}}
 */
export function armFactors(pDrop, arm) {
  if (arm !== "mistake") {
    const scaling = /** @type {Scaling} */ (arm);
    return {
      training: unitFactor(pDrop, scaling, "training"),
      inference: unitFactor(pDrop, scaling, "inference"),
    };
  }
  return {
    training: unitFactor(pDrop, "inverted", "training"),
    inference: pDrop < 1 ? 1 / (1 - pDrop) : null,
  };
}

/** @param {Numbers} values */
export function sumOf(values) {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** @param {Numbers} contributions */
export function energyOf(contributions) {
  let total = 0;
  for (const value of contributions) total += value * value;
  return total;
}

/**
 * @param {Numbers} contributions
 * @param {number} pDrop
 * @param {number} factor
 */
export function trainingMoments(contributions, pDrop, factor) {
  return {
    mean: factor * (1 - pDrop) * sumOf(contributions),
    variance: factor * factor * pDrop * (1 - pDrop) * energyOf(contributions),
  };
}

/** @param {number} pDrop */
export function noiseVariance(pDrop) {
  return pDrop < 1 ? pDrop / (1 - pDrop) : 0;
}

/**
 * hundredths: coins rounded down to hundredths, row-major with `stride` to a sample. A sum for each.
 * @param {Uint8Array} hundredths
 * @param {number} stride
 * @param {Numbers} contributions
 * @param {number} pDrop
 */
export function maskedSums(hundredths, stride, contributions, pDrop) {
  const threshold = Math.round(100 * pDrop);
  const n = contributions.length;
  const sums = new Float64Array(hundredths.length / stride);
  for (let sample = 0, start = 0; sample < sums.length; sample++, start += stride) {
    let sum = 0;
    for (let i = 0; i < n; i++) if (hundredths[start + i] >= threshold) sum += contributions[i];
    sums[sample] = sum;
  }
  return sums;
}

/**
 * Mean and unbiased variance of the first t + 1 sums, for every t (Welford).
 * @param {Numbers} sums
 */
export function runningMoments(sums) {
  const mean = new Float64Array(sums.length);
  const variance = new Float64Array(sums.length);
  let centre = 0;
  let squares = 0;
  for (let t = 0; t < sums.length; t++) {
    const away = sums[t] - centre;
    centre += away / (t + 1);
    squares += away * (sums[t] - centre);
    mean[t] = centre;
    variance[t] = t ? squares / t : 0;
  }
  return { mean, variance };
}

/**
 * The sum under each of the 2^n masks, and how many inputs it drops; bit i: input i is kept.
 * @param {Numbers} contributions
 */
export function enumeratedSums(contributions) {
  const n = contributions.length;
  const sums = new Float64Array(2 ** n);
  const dropped = new Uint8Array(2 ** n);
  dropped[0] = n;
  for (let i = 0, size = 1; i < n; i++, size *= 2) {
    for (let mask = 0; mask < size; mask++) {
      sums[size + mask] = sums[mask] + contributions[i];
      dropped[size + mask] = dropped[mask] - 1;
    }
  }
  return { sums, dropped, n };
}

/**
 * Chance of one mask by the number of inputs it drops: p^dropped (1-p)^kept, 0^0 = 1.
 * @param {number} n
 * @param {number} pDrop
 */
function chancesByDropped(n, pDrop) {
  return Float64Array.from(
    { length: n + 1 },
    (_, dropped) => pDrop ** dropped * (1 - pDrop) ** (n - dropped),
  );
}

/**
 * Sums with their chances: {sums, chances(index)}; exact from an enumeration, equal for samples.
 * @param {ReturnType<typeof enumeratedSums>} enumeration
 * @param {number} pDrop
 * @returns {Distribution}
 */
export function exactDistribution(enumeration, pDrop) {
  const chances = chancesByDropped(enumeration.n, pDrop);
  return { sums: enumeration.sums, chance: (index) => chances[enumeration.dropped[index]] };
}

/**
 * @param {Float64Array} sums
 * @returns {Distribution}
 */
export function sampledDistribution(sums) {
  return { sums, chance: () => 1 / sums.length };
}

/** @param {Distribution} distribution */
export function meanAfterRelu({ sums, chance }) {
  let total = 0;
  for (let i = 0; i < sums.length; i++) if (sums[i] > 0) total += chance(i) * sums[i];
  return total;
}

/**
 * Mean of relu(sum) from samples, with its standard error: relu(S) = S + relu(-S), E[S] is known, and
 * samples stand only for relu(-S) (for relu(S) where the whole sum is negative).
 * @param {Float64Array} sums
 * @param {Float64Array} contributions
 * @param {number} pDrop
 */
export function sampledAfterRelu(sums, contributions, pDrop) {
  const total = sumOf(contributions);
  const side = total >= 0 ? -1 : 1;
  const crossed = sums.map((sum) => Math.max(0, side * sum));
  const { mean, variance } = runningMoments(crossed);
  const oneSign =
    contributions.every((value) => value >= 0) || contributions.every((value) => value <= 0);
  return {
    mean: (total >= 0 ? (1 - pDrop) * total : 0) + mean[mean.length - 1],
    error: Math.sqrt(variance[variance.length - 1] / sums.length),
    exact: oneSign || pDrop === 0 || pDrop === 1,
  };
}

/**
 * @param {number} value
 * @param {{error: number, exact: boolean}} estimate
 */
export function isResolved(value, { error, exact }) {
  return exact || Math.abs(value) > 2 * error + 1e-9;
}

/**
 * Shares of the distribution in bins of equal width; the first is centred on low, the last on high.
 * The width is 0 where all sums are equal.
 * @param {Distribution} distribution
 * @param {number} low
 * @param {number} high
 * @param {number} bins
 * @returns {Histogram}
 */
export function histogramOf({ sums, chance }, low, high, bins) {
  const shares = new Float64Array(bins);
  const width = (high - low) / (bins - 1);
  for (let i = 0; i < sums.length; i++) {
    const bin = width > 0 ? Math.floor((sums[i] - low) / width + 0.5 + 1e-9) : 0;
    shares[Math.max(0, Math.min(bins - 1, bin))] += chance(i);
  }
  return { shares, low, width };
}

/**
 * @param {number | null} a
 * @param {number} b
 */
export function agreeWithin(a, b) {
  return a !== null && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
}
