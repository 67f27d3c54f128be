// Dropout before or after an activation: the same formulas as dropviz/core/activations.py.
// Pure functions, no DOM. Tests compare them with PyTorch.

import { unitFactor } from "../shared/arithmetic.js";

/** @import { ExpectedView } from "./payload.d.ts" */
/** @typedef {ExpectedView["activation"]} Activation */

const LEAK = 0.01;
const FARTHEST = 3;
const ERF_IS_1 = 6; // from here on, to 16 digits
const ERF_TERMS = 150;

/**
 * The error function, by a series of which no term cancels another:
 * erf(x) = 2 / √π e^(-x²) Σ 2^n x^(2n+1) / (1 · 3 · … · (2n + 1)). Abramowitz and Stegun, 7.1.6.
 * @param {number} x
 */
export function erf(x) {
  if (Math.abs(x) >= ERF_IS_1) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < ERF_TERMS; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** @type {Record<Activation, (z: number) => number>} */
export const FUNCTIONS = {
  identity: (z) => z,
  relu: (z) => Math.max(z, 0),
  leaky: (z) => (z < 0 ? LEAK * z : z),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  gelu: (z) => 0.5 * z * (1 + erf(z / Math.SQRT2)),
};

/** n values from -3 to 3, evenly apart. @param {number} n */
export function zeroMeanInputs(n) {
  return Float64Array.from({ length: n }, (_, i) => FARTHEST * ((2 * i) / (n - 1) - 1));
}

/**
 * What units pass on with dropout before and after the activation.
 * @param {Activation} activation
 * @param {Float64Array} z
 * @param {ArrayLike<number>} kept 1 or 0 for each
 * @param {number} pDrop
 */
export function passedOn(activation, z, kept, pDrop) {
  const f = FUNCTIONS[activation];
  const factor = unitFactor(pDrop, "inverted", "training");
  return {
    before: z.map((value, i) => f(kept[i] ? factor * value : 0)),
    after: z.map((value, i) => (kept[i] ? factor * f(value) : 0)),
  };
}

/** @param {{before: Float64Array, after: Float64Array}} passed */
export function largestDifference({ before, after }) {
  return before.reduce((most, value, i) => Math.max(most, Math.abs(value - after[i])), 0);
}

/**
 * Mean square of zero-mean values with dropout over the one without, over all samples.
 * @param {Float64Array} z
 * @param {Uint8Array} hundredths coins, row-major with `stride` to a sample
 * @param {number} stride
 * @param {number} pDrop
 */
export function varianceRatio(z, hundredths, stride, pDrop) {
  const threshold = Math.round(100 * pDrop);
  const factor = unitFactor(pDrop, "inverted", "training");
  const samples = hundredths.length / stride;
  let dropped = 0;
  let whole = 0;
  for (let sample = 0; sample < samples; sample++)
    z.forEach((value, i) => {
      whole += value * value;
      if (hundredths[sample * stride + i] >= threshold) dropped += (factor * value) ** 2;
    });
  return dropped / whole;
}
