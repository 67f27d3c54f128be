// A recorded training run in the browser: unpacking, masks, counting. Pure functions, no DOM.
// The same formulas as dropviz/core/{recording,subnetworks}.py; tests compare the two.

import {
  decodeBytes,
  decodeFloats,
  edgeSignals,
  forwardPass,
  multipliersOf,
  unitFactor,
  weightGradients,
} from "../shared/arithmetic.js";

/** @import { PackedRecording } from "./payload.d.ts" */
/** @typedef {ReturnType<typeof decodeRecording>} RecordedRun */
/** @typedef {ReturnType<typeof evaluateExample>} ExampleState */

/** @param {PackedRecording} packed */
export function decodeRecording(packed) {
  const { sizes, steps, rows, sides, settings } = packed;
  const shapes = sizes.slice(1).flatMap((nOut, layer) => [sizes[layer] * nOut, nOut]);
  const losses = decodeFloats(packed.losses);
  const [masked, plain, validation] = [0, 1, 2].map((i) =>
    losses.subarray(i * steps, (i + 1) * steps),
  );
  const updates = new Int8Array(decodeBytes(packed.updates).buffer);
  return {
    sizes,
    steps,
    rows,
    sides,
    settings,
    shapes,
    masked,
    plain,
    validation,
    batch: settings.batch,
    units: sizes.slice(1, -1).reduce((sum, n) => sum + n, 0),
    coins: decodeBytes(packed.coins),
    examples: decodeBytes(packed.examples),
    pixels: decodeBytes(packed.pixels),
    labels: decodeBytes(packed.labels),
    largestPixel: packed.largest_pixel,
    norms: decodeFloats(packed.norms),
    trained: decodeFloats(packed.trained),
    weights: rebuiltWeights(
      decodeFloats(packed.start),
      updates,
      decodeFloats(packed.scales),
      shapes,
      steps,
    ),
  };
}

/**
 * Weights before each step: a start and rounded updates, each tensor and step with its own scale.
 * @param {Float32Array} start
 * @param {Int8Array} updates
 * @param {Float32Array} scales
 * @param {number[]} shapes length of each tensor
 * @param {number} steps
 */
function rebuiltWeights(start, updates, scales, shapes, steps) {
  const size = start.length;
  const now = Float64Array.from(start);
  const weights = new Float32Array(steps * size);
  weights.set(start);
  for (let step = 1; step < steps; step++) {
    let at = 0;
    shapes.forEach((length, tensor) => {
      const scale = scales[(step - 1) * shapes.length + tensor];
      for (const end = at + length; at < end; at++)
        now[at] += updates[(step - 1) * size + at] * scale;
    });
    weights.set(now, step * size);
  }
  return weights;
}

/**
 * @param {RecordedRun} run
 * @param {number} step from 0
 */
function layersAt(run, step) {
  const size = run.weights.length / run.steps;
  let at = step * size;
  const tensors = run.shapes.map((length) => run.weights.subarray(at, (at += length)));
  return run.sizes.slice(1).map((nOut, layer) => ({
    nIn: run.sizes[layer],
    nOut,
    weights: tensors[2 * layer],
    biases: tensors[2 * layer + 1],
  }));
}

/**
 * Coins are whole numbers below `sides`: a unit is kept when its coin is at least this.
 * @param {Pick<RecordedRun, "sides">} run
 * @param {number} pDrop
 */
function coinThreshold(run, pDrop) {
  return Math.round(run.sides * pDrop);
}

/**
 * The mask of one example at one step (both from 0), 1 = kept, all hidden units in one row.
 * @param {RecordedRun} run
 * @param {number} step
 * @param {number} example
 * @param {number} pDrop
 */
export function maskAt(run, step, example, pDrop) {
  const row = step * run.rows + Math.min(example, run.rows - 1);
  const threshold = coinThreshold(run, pDrop);
  return run.coins
    .subarray(row * run.units, (row + 1) * run.units)
    .map((coin) => (coin >= threshold ? 1 : 0));
}

/** @param {Uint8Array} mask */
export function countKept(mask) {
  return mask.reduce((sum, keep) => sum + keep, 0);
}

/** @param {Pick<RecordedRun, "sizes">} run */
export function hiddenSizes(run) {
  return run.sizes.slice(1, -1);
}

/**
 * Distinct masks met, and times each unit was kept, up to and with each step.
 * @param {RecordedRun} run
 * @param {number} pDrop
 */
export function countMasks(run, pDrop) {
  const { steps, rows, units, coins } = run;
  const threshold = coinThreshold(run, pDrop);
  const seen = new Set();
  const distinct = new Int32Array(steps);
  const kept = new Int32Array(steps * units);
  const now = new Int32Array(units);
  const words = new Int32Array(Math.ceil(units / 32));
  for (let step = 0, at = 0; step < steps; step++) {
    for (let row = 0; row < rows; row++) {
      words.fill(0);
      for (let unit = 0; unit < units; unit++, at++) {
        if (coins[at] < threshold) continue;
        words[unit >> 5] |= 1 << (unit & 31);
        now[unit] += 1;
      }
      seen.add(words.length === 1 ? words[0] : words.join());
    }
    distinct[step] = seen.size;
    kept.set(now, step * units);
  }
  return { distinct, kept };
}

/**
 * Expected number of distinct masks among independent draws (core.subnetworks.expected_distinct).
 * @param {number} units
 * @param {number} pDrop
 * @param {number} draws
 */
export function expectedDistinct(units, pDrop, draws) {
  if (pDrop <= 0 || pDrop >= 1) return Math.min(draws, 1);
  let total = 0;
  let logCount = 0; // log of C(units, dropped)
  for (let dropped = 0; dropped <= units; dropped++) {
    const chance = Math.exp(dropped * Math.log(pDrop) + (units - dropped) * Math.log1p(-pDrop));
    total += Math.exp(logCount + Math.log(-Math.expm1(draws * Math.log1p(-chance))));
    logCount += Math.log((units - dropped) / (dropped + 1));
  }
  return total;
}

/**
 * Exact binomial quantiles as shares: at most (1 - coverage) / 2 lies on either side.
 * @param {number} draws
 * @param {number} chance
 * @returns {number[]} low and high
 */
export function binomialBand(draws, chance, coverage = 0.95) {
  if (chance <= 0 || chance >= 1)
    return [chance, chance].map((share) => Math.min(1, Math.max(0, share)));
  const tail = (1 - coverage) / 2;
  let logPower = draws * Math.log1p(-chance);
  let cumulative = 0;
  let low = -1;
  for (let k = 0; k <= draws; k++) {
    cumulative += Math.exp(logPower);
    if (low < 0 && cumulative >= tail) low = k;
    if (cumulative >= 1 - tail) return [low / draws, k / draws];
    logPower += Math.log((draws - k) / (k + 1)) + Math.log(chance / (1 - chance));
  }
  return [low / draws, 1];
}

/**
 * Means over a window of `width` steps around each, narrower at the ends.
 * @param {Float32Array} values
 * @param {number} width
 */
export function runningMeans(values, width) {
  const half = (width - 1) / 2;
  return Float64Array.from(values, (_, at) => {
    const part = values.subarray(Math.max(0, at - half), at + half + 1);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

/**
 * Everything about one example at one step: the sub-network, its pass, what its edges carry.
 * @param {RecordedRun} run
 * @param {{step: number, example: number, p: number, edges: string}} at
 */
export function evaluateExample(run, { step, example, p, edges }) {
  const layers = layersAt(run, step);
  const digit = run.examples[step * run.batch + example];
  const inputs = run.sizes[0];
  const image = Float64Array.from(
    run.pixels.subarray(digit * inputs, (digit + 1) * inputs),
    (ink) => ink / run.largestPixel,
  );
  const label = run.labels[digit];
  const mask = maskAt(run, step, example, p);
  const kept = [
    new Uint8Array(inputs).fill(1),
    mask.subarray(0, run.sizes[1]),
    mask.subarray(run.sizes[1]),
  ];
  const factor = unitFactor(p, "inverted", "training");
  const multipliers = kept.map((keep, layer) => multipliersOf(keep, layer === 0 ? 1 : factor));
  const pass = forwardPass(layers, image, multipliers);
  const plain = forwardPass(
    layers,
    image,
    kept.map((keep) => new Float64Array(keep.length).fill(1)),
  );
  const gradients = weightGradients(layers, pass, multipliers, label);
  return {
    layers,
    digit,
    label,
    mask,
    count: countKept(mask),
    kept,
    pass,
    gradients,
    edges: edges === "gradient" ? gradients : edgeSignals(layers, pass),
    lossMasked: -Math.log(pass.probabilities[label]),
    lossPlain: -Math.log(plain.probabilities[label]),
    trained: share(gradients),
  };
}

/**
 * Share of weights whose gradient is not exactly zero.
 * @param {Float64Array[]} gradients
 */
export function share(gradients) {
  const all = gradients.reduce((sum, values) => sum + values.length, 0);
  const trained = gradients.reduce((sum, values) => sum + values.filter(Boolean).length, 0);
  return trained / all;
}
