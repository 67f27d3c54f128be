// Photographs through learned filters, and the linear decoder that rebuilds them from pooled maps:
// the same formulas as dropviz/core/photo_filters.py. Tests compare both.

import { decodeFloats } from "../shared/arithmetic.js";
import { convolved, padded } from "./arithmetic.js";

/** @import { ConvBlock, Numbers } from "./arithmetic.js" */

/**
 * Filters, and the decoder's weights: output, map, place.
 * @typedef {{filters: ConvBlock, decoder: Float32Array, decoderBias: Float32Array}} PhotoModel
 */

const COLOURS = 3;
const OUTPUTS = 12; // of the decoder at each place

// A photo has too many coins to send, so they are made here: a hash of seed and place, uniform in [0, 1).
/** @param {number} seed @param {number} n */
export function scatteredCoins(seed, n) {
  const coins = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    let bits = (Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b)) >>> 0;
    bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d) >>> 0;
    bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b) >>> 0;
    coins[i] = ((bits ^ (bits >>> 16)) >>> 8) / 2 ** 24;
  }
  return coins;
}

// The decoder's outputs are row, column and colour of 2x2 pixels.
/** @param {import("./payload.d.ts").PackedPhotoFilters} packed @returns {PhotoModel} */
export function decodePhotoFilters(packed) {
  const [maps, rows, columns] = packed.shape;
  return {
    filters: {
      shape: { maps, rows, columns },
      nIn: COLOURS,
      side: packed.side,
      repeat: true,
      kernels: decodeFloats(packed.kernels),
      biases: decodeFloats(packed.biases),
    },
    decoder: decodeFloats(packed.decoder),
    decoderBias: decodeFloats(packed.decoder_bias),
  };
}

// Maps of a photo, which has red, green and blue of each pixel.
/** @param {PhotoModel} model @param {Numbers} photo */
export function photoMaps({ filters }, photo) {
  const n = photo.length / COLOURS;
  return convolved(
    filters,
    Float64Array.from(
      { length: photo.length },
      (_, i) => photo[(i % n) * COLOURS + Math.floor(i / n)],
    ),
  );
}

// What the decoder makes of one pooled map, times `sign`, added to its outputs: a plane for each, of
// one number a place.
/** @param {Float64Array} outputs @param {PhotoModel} model @param {Numbers} pooled @param {number} map */
export function addDecoded(outputs, { filters, decoder }, pooled, map, sign = 1) {
  const { maps, rows, columns } = filters.shape;
  const [low, narrow] = [rows >> 1, columns >> 1];
  const wide = padded(pooled, { maps: 1, rows: low, columns: narrow }, 1, true);
  if (!wide.some(Boolean)) return;
  for (let out = 0; out < OUTPUTS; out++) {
    const from = 9 * (out * maps + map);
    const kernel = Float64Array.from(decoder.subarray(from, from + 9), (weight) => sign * weight);
    addCorrelated(outputs, out * low * narrow, wide, kernel, low, narrow);
  }
}

// Cross-correlation with a 3x3 kernel, written out: it is most of the work on a photo. wide: a map with
// a pixel more on each side.
/**
 * @param {Float64Array} sums
 * @param {number} start
 * @param {Float64Array} wide
 * @param {Float64Array} kernel
 * @param {number} rows
 * @param {number} columns
 */
function addCorrelated(sums, start, wide, [a, b, c, d, e, f, g, h, i], rows, columns) {
  const width = columns + 2;
  let to = start;
  for (let row = 0; row < rows; row++)
    for (let above = row * width; above < row * width + columns; above++, to++) {
      const middle = above + width;
      const below = middle + width;
      sums[to] +=
        a * wide[above] +
        b * wide[above + 1] +
        c * wide[above + 2] +
        d * wide[middle] +
        e * wide[middle + 1] +
        f * wide[middle + 2] +
        g * wide[below] +
        h * wide[below + 1] +
        i * wide[below + 2];
    }
}

// All pooled maps decoded.
/** @param {PhotoModel} model @param {Float64Array} pooled */
export function decodedOutputs(model, pooled) {
  const { maps, rows, columns } = model.filters.shape;
  const n = (rows * columns) / 4;
  const outputs = new Float64Array(n * OUTPUTS);
  for (let out = 0; out < OUTPUTS; out++)
    outputs.fill(model.decoderBias[out], out * n, (out + 1) * n);
  for (let map = 0; map < maps; map++)
    addDecoded(outputs, model, pooled.subarray(map * n, (map + 1) * n), map);
  return outputs;
}

// The photo that the outputs make, each place 2x2 pixels: red, green and blue of each pixel.
/** @param {Numbers} outputs @param {number} rows @param {number} columns */
export function unfolded(outputs, rows, columns) {
  const photo = new Float32Array(rows * columns * COLOURS);
  const n = (rows * columns) / 4;
  let to = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const place = (row >> 1) * (columns >> 1) + (column >> 1);
      const from = ((row & 1) * 2 + (column & 1)) * COLOURS * n + place;
      for (let colour = 0; colour < COLOURS; colour++) photo[to++] = outputs[from + colour * n];
    }
  return photo;
}

// R²: 1 if rebuilt exactly, 0 if no better than each colour's mean, below 0 if worse.
/** @param {Numbers} photo @param {Numbers} rebuilt */
export function explainedShare(photo, rebuilt) {
  const n = photo.length / COLOURS;
  const means = [0, 0, 0];
  for (let i = 0; i < photo.length; i++) means[i % COLOURS] += photo[i] / n;
  let left = 0;
  let all = 0;
  for (let i = 0; i < photo.length; i++) {
    left += (photo[i] - rebuilt[i]) ** 2;
    all += (photo[i] - means[i % COLOURS]) ** 2;
  }
  return 1 - left / all;
}
