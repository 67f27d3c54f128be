// The forward pass of the drawn transformer (training/char_transformer.py), with masks.
// Tests compare it with PyTorch. Pure functions, no DOM.

import { decodeFloats, softmax } from "../shared/arithmetic.js";

/** @import { PackedTensor } from "./payload.d.ts" */

/** @typedef {Record<string, {shape: number[], values: Float32Array}>} Tensors by name */
/** @typedef {Float64Array[]} Rows one a character */
/** @typedef {Record<string, Uint8Array>} Masks by place, 1 where kept, laid out for a whole context */
/** @typedef {{heads: number, context: number}} TransformerSize */

/**
 * attention: the weights as used, [head][query][key]; probabilities: of the next character after
 * each.
 * @typedef {{attention: Float64Array[][], probabilities: Float64Array[]}} TransformerPass
 */

/** @param {Record<string, PackedTensor>} packed @returns {Tensors} */
export function decodeTensors(packed) {
  return Object.fromEntries(
    Object.entries(packed).map(([name, { shape, values }]) => [
      name,
      { shape, values: decodeFloats(values) },
    ]),
  );
}

// rows of n_in numbers -> rows of n_out numbers
/** @param {Rows} rows @param {Tensors} tensors @param {string} name @returns {Rows} */
function linearRows(rows, tensors, name) {
  const {
    shape: [nOut, nIn],
    values: weight,
  } = tensors[`${name}.weight`];
  const bias = tensors[`${name}.bias`].values;
  return rows.map((row) =>
    Float64Array.from({ length: nOut }, (_, out) => {
      let sum = bias[out];
      for (let i = 0; i < nIn; i++) sum += weight[out * nIn + i] * row[i];
      return sum;
    }),
  );
}

/** @param {Rows} rows @param {Tensors} tensors @param {string} name @returns {Rows} */
function layerNormRows(rows, tensors, name) {
  const weight = tensors[`${name}.weight`].values;
  const bias = tensors[`${name}.bias`].values;
  return rows.map((row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return row.map(
      (value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * weight[i] + bias[i],
    );
  });
}

/** @param {Tensors} tensors @param {string} name @param {number} index */
function rowOf(tensors, name, index) {
  const {
    shape: [, n],
    values,
  } = tensors[name];
  return Float64Array.from(values.subarray(index * n, (index + 1) * n));
}

// Abramowitz and Stegun 7.1.26: right to 1.5e-7.
/** @param {number} x */
function errorFunction(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - tail * Math.exp(-x * x));
}

/** @param {number} x */
const gelu = (x) => 0.5 * x * (1 + errorFunction(x / Math.SQRT2));

/** @param {Rows} rows @param {Rows} others @returns {Rows} */
const addRows = (rows, others) => rows.map((row, t) => row.map((value, i) => value + others[t][i]));

// What becomes of values where masks drop at p; a place without a mask drops nothing.
class Drops {
  /** @param {Masks} masks @param {number} p */
  constructor(masks, p) {
    this.masks = masks;
    this.factor = p < 1 ? 1 / (1 - p) : 0;
  }

  /** @param {string} place @param {number} at its coin @param {number} value */
  one(place, at, value) {
    const mask = this.masks[place];
    if (!mask) return value;
    return mask[at] ? value * this.factor : 0;
  }

  /** @param {string} place @param {Rows} rows @returns {Rows} */
  rows(place, rows) {
    return rows.map((row, t) => row.map((value, i) => this.one(place, t * row.length + i, value)));
  }
}

// The place of a weight in the mask of attention.
/** @param {TransformerSize} size @param {{head: number, query: number, key: number}} weight */
export function attentionEntry({ context }, { head, query, key }) {
  return (head * context + query) * context + key;
}

// The weights of each head as used, and the weighted values of all heads side by side.
/** @param {Rows} projected @param {number} n @param {TransformerSize} size @param {Drops} drops */
function attended(projected, n, size, drops) {
  const width = n / size.heads;
  const joined = projected.map(() => new Float64Array(n));
  /** @param {number} head @param {number} time @param {number} which 0 query, 1 key, 2 value */
  const part = (head, time, which) =>
    projected[time].subarray(which * n + head * width, which * n + (head + 1) * width);
  const attention = Array.from({ length: size.heads }, (_, head) =>
    projected.map((_, query) => {
      const scores = projected.slice(0, query + 1).map((_, key) => {
        const k = part(head, key, 1);
        return part(head, query, 0).reduce((sum, value, i) => sum + value * k[i], 0);
      });
      const used = softmax(scores.map((score) => score / Math.sqrt(width))).map((weight, key) =>
        drops.one("attention", attentionEntry(size, { head, query, key }), weight),
      );
      used.forEach((weight, key) =>
        part(head, key, 2).forEach(
          (value, i) => (joined[query][head * width + i] += weight * value),
        ),
      );
      return used;
    }),
  );
  return { attention, joined };
}

// codes: of the characters.
/**
 * @param {Tensors} tensors
 * @param {TransformerSize} size
 * @param {number[]} codes
 * @param {Masks} masks
 * @param {number} p
 * @returns {TransformerPass}
 */
export function transformerPass(tensors, size, codes, masks, p) {
  const drops = new Drops(masks, p);
  /** @param {Rows} rows @param {string} name */
  const linear = (rows, name) => linearRows(rows, tensors, name);
  /** @param {Rows} rows @param {string} name */
  const norm = (rows, name) => layerNormRows(rows, tensors, name);

  const start = codes.map((code, t) => {
    const position = rowOf(tensors, "places.weight", t);
    return rowOf(tensors, "characters.weight", code).map(
      (value, i) => drops.one("embedding", code, value) + position[i],
    );
  });
  const projected = linear(norm(start, "block.norms.0"), "block.queries_keys_values");
  const { attention, joined } = attended(projected, start[0].length, size, drops);
  const middle = addRows(start, drops.rows("after_attention", linear(joined, "block.mixed")));
  const wide = linear(norm(middle, "block.norms.1"), "block.wide").map((row) => row.map(gelu));
  const narrow = linear(drops.rows("mlp", wide), "block.narrow");
  const out = addRows(middle, drops.rows("after_mlp", narrow));
  const ended = start.map((row, t) =>
    row.map((value, i) => value + drops.one("block", 0, out[t][i] - value)),
  );
  const logits = linear(norm(ended, "norm"), "scores");
  return { attention, probabilities: logits.map(softmax) };
}

// Mean cross-entropy in nats of what comes next; `next` holds the code that follows each.
/** @param {Float64Array[]} probabilities @param {number[]} next */
export function meanLoss(probabilities, next) {
  return next.reduce((sum, code, t) => sum - Math.log(probabilities[t][code]), 0) / next.length;
}
