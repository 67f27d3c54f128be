// Arithmetic of dropout on a small network: the same formulas as dropviz/core, in the browser.
// Tests compare both with PyTorch. Pure functions, no DOM.

/** @import { PackedNetwork } from "./payload.d.ts" */

/** @typedef {"inverted" | "classical" | "none"} Scaling */
/** @typedef {"training" | "inference"} Mode */
/** @typedef {{nIn: number, nOut: number, weights: Float32Array, biases: Float32Array}} Layer */
/** @typedef {ReturnType<typeof forwardPass>} Pass */

/** @param {string} base64 */
export function decodeBytes(base64) {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** @param {string} base64 */
export function decodeFloats(base64) {
  return new Float32Array(decodeBytes(base64).buffer);
}

// {sizes, weights: [base64], biases: [base64]} -> layers with row-major (nOut x nIn) weights.
/** @param {PackedNetwork} packed @returns {Layer[]} */
export function decodeNetwork(packed) {
  return packed.weights.map((weights, layer) => ({
    nIn: packed.sizes[layer],
    nOut: packed.sizes[layer + 1],
    weights: decodeFloats(weights),
    biases: decodeFloats(packed.biases[layer]),
  }));
}

// A unit is kept when its coin is >= pDrop. forced: "-" follow the coin, "0" dropped and "1" kept
// by hand. In inference no coin is looked at, but what was silenced by hand stays silent.
/**
 * @param {ArrayLike<number>} coins
 * @param {number} pDrop
 * @param {string | null} forced
 * @param {Mode} mode
 */
export function keptUnits(coins, pDrop, forced, mode) {
  const kept = new Uint8Array(coins.length);
  for (let unit = 0; unit < coins.length; unit++) {
    const byHand = forced ? forced[unit] : "-";
    if (byHand === "0") kept[unit] = 0;
    else if (byHand === "1" || mode === "inference") kept[unit] = 1;
    else kept[unit] = coins[unit] >= pDrop ? 1 : 0;
  }
  return kept;
}

/** @param {number} pDrop @param {Scaling} scaling @param {Mode} mode */
export function unitFactor(pDrop, scaling, mode) {
  const pKeep = 1 - pDrop;
  if (scaling === "inverted" && mode === "training") return pKeep > 0 ? 1 / pKeep : 0;
  if (scaling === "classical" && mode === "inference") return pKeep;
  return 1;
}

/** @param {Uint8Array} kept @param {number} factor */
export function multipliersOf(kept, factor) {
  return Float64Array.from(kept, (keep) => (keep ? factor : 0));
}

/** @param {Float64Array | number[]} logits */
export function softmax(logits) {
  const largest = Math.max(...logits);
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** @param {ArrayLike<number>} values */
export function argmax(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

// multipliers: one array per layer but the last; 0 where dropped, the factor where kept.
// activations are the units' own values (input first), signals what dropout lets through.
/** @param {Layer[]} layers @param {Float64Array} input @param {Float64Array[]} multipliers */
export function forwardPass(layers, input, multipliers) {
  /** @type {Float64Array[]} */
  const activations = [];
  /** @type {Float64Array[]} */
  const signals = [];
  let activation = input;
  let logits = new Float64Array();
  layers.forEach((layer, depth) => {
    const signal = Float64Array.from(activation, (value, i) => value * multipliers[depth][i]);
    activations.push(activation);
    signals.push(signal);
    logits = Float64Array.from(layer.biases);
    for (let out = 0; out < layer.nOut; out++) {
      const row = out * layer.nIn;
      let sum = 0;
      for (let i = 0; i < layer.nIn; i++) sum += layer.weights[row + i] * signal[i];
      logits[out] += sum;
    }
    activation = logits.map((value) => (value > 0 ? value : 0));
  });
  return { activations, signals, logits, probabilities: softmax(logits) };
}

// dL/dW of each layer for cross-entropy, row-major as the weights.
/** @param {Layer[]} layers @param {Pass} pass @param {Float64Array[]} multipliers @param {number} label */
export function weightGradients(layers, pass, multipliers, label) {
  let delta = Float64Array.from(pass.probabilities);
  delta[label] -= 1;
  /** @type {Float64Array[]} */
  const gradients = [];
  for (let depth = layers.length - 1; depth >= 0; depth--) {
    const { nIn, nOut, weights } = layers[depth];
    const gradient = new Float64Array(nIn * nOut);
    for (let out = 0; out < nOut; out++)
      for (let i = 0; i < nIn; i++) gradient[out * nIn + i] = delta[out] * pass.signals[depth][i];
    gradients[depth] = gradient;
    if (depth === 0) break;
    const back = new Float64Array(nIn);
    for (let i = 0; i < nIn; i++) {
      if (!(pass.activations[depth][i] > 0) || !multipliers[depth][i]) continue;
      for (let out = 0; out < nOut; out++) back[i] += weights[out * nIn + i] * delta[out];
      back[i] *= multipliers[depth][i];
    }
    delta = back;
  }
  return gradients;
}

// What each edge carries: signal of its source x weight, row-major as the weights.
/** @param {Layer[]} layers @param {Pass} pass */
export function edgeSignals(layers, pass) {
  return layers.map(({ nIn, nOut, weights }, depth) => {
    const values = new Float64Array(nIn * nOut);
    const signal = pass.signals[depth];
    for (let out = 0; out < nOut; out++)
      for (let i = 0; i < nIn; i++) values[out * nIn + i] = weights[out * nIn + i] * signal[i];
    return values;
  });
}

// log10 of p^dropped (1-p)^kept; -Infinity when that mask cannot happen.
/** @param {number} nKept @param {number} nDropped @param {number} pDrop */
export function log10MaskProbability(nKept, nDropped, pDrop) {
  const part = (/** @type {number} */ count, /** @type {number} */ chance) =>
    count ? count * Math.log10(chance) : 0;
  return part(nDropped, pDrop) + part(nKept, 1 - pDrop);
}

// Multiply-adds of the thinned network and of the whole one; keptCounts per layer, outputs last.
/** @param {number[]} sizes @param {number[]} keptCounts */
export function multiplyAdds(sizes, keptCounts) {
  const total = (/** @type {number[]} */ counts) =>
    counts.slice(1).reduce((sum, count, layer) => sum + count * counts[layer], 0);
  return { thinned: total(keptCounts), whole: total(sizes) };
}
