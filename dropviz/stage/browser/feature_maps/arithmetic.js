// Arithmetic of a small convolutional network and of three ways to drop its maps: the same formulas
// as dropviz/core/conv_network.py and map_masks.py. Tests compare both with PyTorch. Pure functions.

import { decodeFloats, softmax } from "../shared/arithmetic.js";

/** @typedef {ArrayLike<number>} Numbers */
/** @typedef {"hand" | "element" | "spatial" | "block"} Way what drops, as in FeatureMapsView */

/** Maps lie one after another, row by row. @typedef {{maps: number, rows: number, columns: number}} MapShape */

/**
 * repeat: what lies around the input, as in padded; kernels: maps x nIn x side x side.
 * @typedef {Object} ConvBlock
 * @property {MapShape} shape
 * @property {number} nIn
 * @property {number} side
 * @property {boolean} [repeat]
 * @property {Float32Array} kernels
 * @property {Float32Array} biases
 */

/**
 * weights: classes x inputs
 * @typedef {{blocks: ConvBlock[], head: {weights: Float32Array, biases: Float32Array}}} DecodedConvNetwork
 */

/**
 * values are the maps' own, signals what dropout lets through.
 * @typedef {{values: Float64Array, signals: Float64Array, pooled: Float64Array}} BlockPass
 */
/** @typedef {{blocks: BlockPass[], logits: Float64Array, probabilities: Float64Array}} ConvPass */

/**
 * How maps drop: at p, in squares of `block` pixels; and by hand, on top of the coins. forced: "0"
 * off, "1" on, "-" as the coins say; off: 1 = off in any case.
 * @typedef {{p: number, block: number, forced?: string, off?: Uint8Array | null}} Dropping
 */

/**
 * One block's kept pixels, and what its pixels are multiplied by.
 * @typedef {Object} MapMask
 * @property {Uint8Array} byCoins as the coins alone keep them
 * @property {Uint8Array} kept
 * @property {Float64Array} factors of each map
 * @property {Float64Array} multipliers of each pixel
 */

/** @param {{rows: number, columns: number}} shape */
export const pixelsOfMap = ({ rows, columns }) => rows * columns;

/** @param {import("./payload.d.ts").PackedConvNetwork} packed @returns {DecodedConvNetwork} */
export function decodeConvNetwork(packed) {
  const blocks = packed.shapes.map(([maps, rows, columns], depth) => ({
    shape: { maps, rows, columns },
    nIn: depth ? packed.shapes[depth - 1][0] : 1,
    side: 3,
    kernels: decodeFloats(packed.kernels[depth]),
    biases: decodeFloats(packed.kernel_biases[depth]),
  }));
  const head = { weights: decodeFloats(packed.weights), biases: decodeFloats(packed.biases) };
  return { blocks, head };
}

// Maps with `around` more pixels on each side: zeros, or the outermost pixels again.
/** @param {Numbers} input @param {MapShape} shape @param {number} around @param {boolean} repeat */
export function padded(input, { maps, rows, columns }, around, repeat) {
  const width = columns + 2 * around;
  const height = rows + 2 * around;
  const wide = new Float64Array(maps * height * width);
  /** @param {number} at @param {number} n */
  const inside = (at, n) => Math.min(n - 1, Math.max(0, at - around));
  for (let map = 0; map < maps; map++)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const [fromRow, fromColumn] = [inside(row, rows), inside(column, columns)];
        if (!repeat && (fromRow !== row - around || fromColumn !== column - around)) continue;
        wide[(map * height + row) * width + column] =
          input[(map * rows + fromRow) * columns + fromColumn];
      }
  return wide;
}

// Cross-correlation, then ReLU. repeat: what lies around the input, as in padded.
/** @param {ConvBlock} block @param {Numbers} input */
export function convolved({ shape, nIn, side, kernels, biases, repeat = false }, input) {
  const { maps, rows, columns } = shape;
  const wide = padded(input, { maps: nIn, rows, columns }, side >> 1, repeat);
  const width = columns + side - 1;
  const height = rows + side - 1;
  const values = new Float64Array(maps * rows * columns);
  for (let map = 0; map < maps; map++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        let sum = biases[map];
        let weight = map * nIn * side * side;
        for (let from = 0; from < nIn; from++)
          for (let dy = 0; dy < side; dy++) {
            const start = (from * height + row + dy) * width + column;
            for (let dx = 0; dx < side; dx++) sum += kernels[weight++] * wide[start + dx];
          }
        values[(map * rows + row) * columns + column] = sum > 0 ? sum : 0;
      }
  return values;
}

// The largest of each 2x2 square.
/** @param {MapShape} shape @param {Numbers} values */
export function pooledMaps({ maps, rows, columns }, values) {
  const [low, narrow] = [rows >> 1, columns >> 1];
  const pooled = new Float64Array(maps * low * narrow);
  for (let map = 0; map < maps; map++)
    for (let row = 0; row < low; row++)
      for (let column = 0; column < narrow; column++) {
        const at = map * rows * columns + 2 * row * columns + 2 * column;
        pooled[(map * low + row) * narrow + column] = Math.max(
          values[at],
          values[at + 1],
          values[at + columns],
          values[at + columns + 1],
        );
      }
  return pooled;
}

// pooledMaps of values times multipliers, in one go.
/** @param {MapShape} shape @param {Numbers} values @param {Numbers} multipliers */
export function pooledProduct({ maps, rows, columns }, values, multipliers) {
  const [low, narrow] = [rows >> 1, columns >> 1];
  const pooled = new Float64Array(maps * low * narrow);
  for (let map = 0; map < maps; map++)
    for (let row = 0; row < low; row++)
      for (let column = 0; column < narrow; column++) {
        const at = (map * rows + 2 * row) * columns + 2 * column;
        const above = Math.max(values[at] * multipliers[at], values[at + 1] * multipliers[at + 1]);
        const below = Math.max(
          values[at + columns] * multipliers[at + columns],
          values[at + columns + 1] * multipliers[at + columns + 1],
        );
        pooled[(map * low + row) * narrow + column] = Math.max(above, below);
      }
  return pooled;
}

// multipliers: one number a pixel for each block, 0 where dropped; null for the whole network.
/**
 * @param {DecodedConvNetwork} network
 * @param {Numbers} image
 * @param {Float64Array[] | null} multipliers
 * @returns {ConvPass}
 */
export function convForward({ blocks, head }, image, multipliers = null) {
  let input = image;
  const passed = blocks.map((block, depth) => {
    const values = convolved(block, input);
    const signals = multipliers ? values.map((value, i) => value * multipliers[depth][i]) : values;
    const pooled = pooledMaps(block.shape, signals);
    input = pooled;
    return { values, signals, pooled };
  });
  const logits = Float64Array.from(head.biases, (bias, out) => {
    let sum = bias;
    for (let i = 0; i < input.length; i++) sum += head.weights[out * input.length + i] * input[i];
    return sum;
  });
  return { blocks: passed, logits, probabilities: softmax(logits) };
}

// --- three ways to drop at the same p ---

// DropBlock: the chance that a square starts at a place where it fits.
/** @param {number} p @param {number} side @param {number} rows @param {number} columns */
function squareRate(p, side, rows, columns) {
  return ((p / side ** 2) * rows * columns) / ((rows - side + 1) * (columns - side + 1));
}

// Which pixels the coins u keep, 1 or 0 each.
/** @param {Way} way @param {Numbers} u @param {MapShape} shape @param {number} p @param {number} block */
export function keptByCoins(way, u, shape, p, block) {
  if (way === "block") return keptBySquares(u, shape, p, block);
  const n = pixelsOfMap(shape);
  const kept = new Uint8Array(shape.maps * n).fill(1);
  if (way === "element") for (let i = 0; i < kept.length; i++) if (u[i] < p) kept[i] = 0;
  if (way === "spatial")
    for (let i = 0; i < kept.length; i += n) if (u[i] < p) kept.fill(0, i, i + n);
  return kept;
}

/** @param {Numbers} u @param {MapShape} shape @param {number} p @param {number} block */
function keptBySquares(u, { maps, rows, columns }, p, block) {
  const kept = new Uint8Array(maps * rows * columns).fill(p < 1 ? 1 : 0);
  if (p >= 1) return kept;
  const side = Math.min(block, rows, columns);
  const rate = squareRate(p, side, rows, columns);
  for (let map = 0; map < maps; map++)
    for (let row = 0; row <= rows - side; row++)
      for (let column = 0; column <= columns - side; column++) {
        const at = (map * rows + row) * columns + column;
        if (u[at] >= rate) continue;
        for (let dy = 0; dy < side; dy++) kept.fill(0, at + dy * columns, at + dy * columns + side);
      }
  return kept;
}

// By hand, on top of the coins.
/** @param {Uint8Array} byCoins @param {MapShape} shape @param {string} forced @param {Uint8Array | null} off */
function keptByHand(byCoins, shape, forced, off) {
  const n = pixelsOfMap(shape);
  const kept = byCoins.slice();
  for (let map = 0; forced && map < shape.maps; map++)
    if (forced[map] !== "-") kept.fill(Number(forced[map]), map * n, (map + 1) * n);
  for (let i = 0; off && i < kept.length; i++) if (off[i]) kept[i] = 0;
  return kept;
}

/** @param {Uint8Array} kept @param {number} start @param {number} end */
export function countKeptBetween(kept, start, end) {
  let count = 0;
  for (let i = start; i < end; i++) count += kept[i];
  return count;
}

// What the kept pixels of each map are multiplied by. DropBlock divides by what its squares left.
/** @param {Way} way @param {Uint8Array} byCoins @param {MapShape} shape @param {number} p @param {string} forced */
function mapFactors(way, byCoins, shape, p, forced) {
  const n = pixelsOfMap(shape);
  return Float64Array.from({ length: shape.maps }, (_, map) => {
    if (way === "hand" || (way === "block" && forced[map] === "1")) return 1;
    if (way !== "block") return p < 1 ? 1 / (1 - p) : 0;
    return n / Math.max(1, countKeptBetween(byCoins, map * n, (map + 1) * n));
  });
}

/**
 * @param {Way} way
 * @param {Numbers} u coins, one for each pixel
 * @param {MapShape} shape
 * @param {Dropping} dropping
 * @returns {MapMask}
 */
export function mapMask(way, u, shape, { p, block, forced = "", off = null }) {
  const byCoins = keptByCoins(way, u, shape, p, block);
  const kept = forced || off ? keptByHand(byCoins, shape, forced, off) : byCoins;
  const factors = mapFactors(way, byCoins, shape, p, forced);
  const n = pixelsOfMap(shape);
  const multipliers = new Float64Array(kept.length);
  for (let map = 0; map < shape.maps; map++)
    for (let i = map * n; i < (map + 1) * n; i++) multipliers[i] = kept[i] * factors[map];
  return { byCoins, kept, factors, multipliers };
}

/** @param {MapMask[]} masks */
export function shareDropped(masks) {
  const sizes = masks.map(({ kept }) => kept.length);
  const left = masks.map(({ kept }) => countKeptBetween(kept, 0, kept.length));
  return 1 - left.reduce((a, b) => a + b) / sizes.reduce((a, b) => a + b);
}
