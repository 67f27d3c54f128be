// @ts-nocheck
/* eslint-disable max-lines-per-function */
// The forward pass of the drawn transformer (training/char_transformer.py), with masks.
// Tests compare it with PyTorch. Pure functions, no DOM.

import { decodeFloats, softmax } from "../shared/arithmetic.js";

// {name: {shape, values: base64}} -> {name: {shape, values: Float32Array}}
export function decodeTensors(packed) {
  return Object.fromEntries(
    Object.entries(packed).map(([name, { shape, values }]) => [
      name,
      { shape, values: decodeFloats(values) },
    ]),
  );
}

// rows of n_in numbers -> rows of n_out numbers
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

// Abramowitz and Stegun 7.1.26: right to 1.5e-7.
function errorFunction(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - tail * Math.exp(-x * x));
}

const gelu = (x) => 0.5 * x * (1 + errorFunction(x / Math.SQRT2));

const addRows = (rows, others) => rows.map((row, t) => row.map((value, i) => value + others[t][i]));

// codes: of the characters. masks: by place, 1 where kept, laid out for a whole context; a place
// without a mask drops nothing. Gives the attention weights as used, [head][query][key], and the
// probabilities of the next character after each.
export function transformerPass(tensors, { heads, context }, codes, masks, p) {
  const factor = p < 1 ? 1 / (1 - p) : 0;
  const drop = (place, at, value) =>
    masks[place] ? (masks[place][at] ? value * factor : 0) : value;
  const dropRows = (place, rows) =>
    rows.map((row, t) => row.map((value, i) => drop(place, t * row.length + i, value)));
  const rowOf = (name, index) => {
    const {
      shape: [, n],
      values,
    } = tensors[name];
    return Float64Array.from(values.subarray(index * n, (index + 1) * n));
  };
  const start = codes.map((code, t) => {
    const place = rowOf("places.weight", t);
    return rowOf("characters.weight", code).map(
      (value, i) => drop("embedding", code, value) + place[i],
    );
  });

  const projected = linearRows(
    layerNormRows(start, tensors, "block.norms.0"),
    tensors,
    "block.queries_keys_values",
  );
  const n = start[0].length;
  const size = n / heads;
  const joined = codes.map(() => new Float64Array(n));
  const attention = Array.from({ length: heads }, (_, head) =>
    codes.map((_, query) => {
      const part = (time, which) =>
        projected[time].subarray(which * n + head * size, which * n + (head + 1) * size);
      const scores = codes.slice(0, query + 1).map((_, key) => {
        const k = part(key, 1);
        return part(query, 0).reduce((sum, value, i) => sum + value * k[i], 0) / Math.sqrt(size);
      });
      const used = softmax(scores).map((weight, key) =>
        drop("attention", (head * context + query) * context + key, weight),
      );
      used.forEach((weight, key) =>
        part(key, 2).forEach((value, i) => (joined[query][head * size + i] += weight * value)),
      );
      return used;
    }),
  );
  const attended = addRows(
    start,
    dropRows("after_attention", linearRows(joined, tensors, "block.mixed")),
  );
  const wide = linearRows(
    layerNormRows(attended, tensors, "block.norms.1"),
    tensors,
    "block.wide",
  ).map((row) => row.map(gelu));
  const out = addRows(
    attended,
    dropRows("after_mlp", linearRows(dropRows("mlp", wide), tensors, "block.narrow")),
  );
  const ended = start.map((row, t) =>
    row.map((value, i) => value + drop("block", 0, out[t][i] - value)),
  );
  const logits = linearRows(layerNormRows(ended, tensors, "norm"), tensors, "scores");
  return { attention, probabilities: logits.map(softmax) };
}

// Mean cross-entropy in nats of what comes next; `next` holds the code that follows each.
export function meanLoss(probabilities, next) {
  return next.reduce((sum, code, t) => sum - Math.log(probabilities[t][code]), 0) / next.length;
}
