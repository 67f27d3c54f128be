// Photographs through learned filters, and the linear decoder that rebuilds them from pooled maps:
// the same formulas as dropviz/core/photo_filters.py. Tests compare both.

import { decodeFloats } from "../shared/arithmetic.js";
import { convolved, padded } from "./arithmetic.js";

/** @import { ConvBlock, Numbers } from "./arithmetic.js" */

/**
 * Filters, and the decoder as rebuilding reads it: map, place, output.
 * @typedef {{filters: ConvBlock, decoder: Float32Array, decoderBias: Float32Array}} PhotoModel
 */

const COLOURS = 3;
export const OUTPUTS = 12; // of the decoder at each place

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
  const decoder = decodeFloats(packed.decoder);
  const sorted = new Float32Array(decoder.length);
  for (let out = 0; out < OUTPUTS; out++)
    for (let at = 0; at < maps * 9; at++) sorted[at * OUTPUTS + out] = decoder[out * maps * 9 + at];
  return {
    filters: {
      shape: { maps, rows, columns },
      nIn: COLOURS,
      side: packed.side,
      repeat: true,
      kernels: decodeFloats(packed.kernels),
      biases: decodeFloats(packed.biases),
    },
    decoder: sorted,
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

// What the decoder makes of one pooled map, times `sign`, added to its squares of 2x2 pixels.
/** @param {Float64Array} squares @param {PhotoModel} model @param {Numbers} pooled @param {number} map */
export function addDecoded(squares, { filters, decoder }, pooled, map, sign = 1) {
  const [low, narrow] = [filters.shape.rows >> 1, filters.shape.columns >> 1];
  const wide = padded(pooled, { maps: 1, rows: low, columns: narrow }, 1, true);
  for (let row = 0; row < low + 2; row++)
    for (let column = 0; column < narrow + 2; column++) {
      const value = sign * wide[row * (narrow + 2) + column];
      if (value === 0) continue; // it is seen from up to 3x3 places
      for (let dy = Math.max(0, row - low + 1); dy < 3 && dy <= row; dy++)
        for (let dx = Math.max(0, column - narrow + 1); dx < 3 && dx <= column; dx++) {
          const to = ((row - dy) * narrow + column - dx) * OUTPUTS;
          const from = (map * 9 + 3 * dy + dx) * OUTPUTS;
          for (let out = 0; out < OUTPUTS; out++) squares[to + out] += value * decoder[from + out];
        }
    }
}

// All pooled maps decoded.
/** @param {PhotoModel} model @param {Float64Array} pooled */
export function decodedSquares(model, pooled) {
  const { maps, rows, columns } = model.filters.shape;
  const n = (rows * columns) / 4;
  const squares = new Float64Array(n * OUTPUTS);
  for (let place = 0; place < n; place++) squares.set(model.decoderBias, place * OUTPUTS);
  for (let map = 0; map < maps; map++)
    addDecoded(squares, model, pooled.subarray(map * n, (map + 1) * n), map);
  return squares;
}

// The photo that squares of 2x2 pixels make: red, green and blue of each pixel.
/** @param {Numbers} squares @param {number} rows @param {number} columns */
export function unfolded(squares, rows, columns) {
  const photo = new Float32Array(rows * columns * COLOURS);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const from =
        ((row >> 1) * (columns >> 1) + (column >> 1)) * OUTPUTS +
        ((row & 1) * 2 + (column & 1)) * COLOURS;
      for (let colour = 0; colour < COLOURS; colour++)
        photo[(row * columns + column) * COLOURS + colour] = squares[from + colour];
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
