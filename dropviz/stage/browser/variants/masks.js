// What coins do in each variant of dropout: the rules of dropviz/layers, in the browser. Tests
// compare both on the same coins. Pure functions, no DOM.

import { decodeBytes, decodeFloats } from "../shared/arithmetic.js";

/** @import { PackedVariant } from "./payload.d.ts" */

/** @typedef {ArrayLike<number>} Numbers */

/**
 * A variant as Python packs it, with its numbers unpacked. Entries are numbered row by row over its
 * axes. coinOf: which coin each has; absent: 1 for those that are none; filled: its blocks fill a map.
 * @typedef {Omit<PackedVariant, "absent" | "x"> & {
 *   sizes: number[], entries: number, coinOf: Uint16Array, absent: Uint8Array, x: Float32Array,
 *   filled?: boolean,
 * }} DecodedVariant
 */

/**
 * dropped: 1 where dropped (in zoneout: held, in alpha dropout: replaced); factor: what each entry
 * is multiplied by; shade: of noise, 0 to 1.
 * @typedef {{dropped: Uint8Array, factor: Float64Array, shade: Float64Array | null}} VariantMask
 */

/** @typedef {{p: number, block: number, at: number}} MaskSettings */

/** @param {PackedVariant} packed @returns {DecodedVariant} */
export function decodeVariant(packed) {
  const sizes = packed.axes.map(([, size]) => size);
  return {
    ...packed,
    sizes,
    entries: sizes.reduce((product, size) => product * size, 1),
    coinOf: new Uint16Array(decodeBytes(packed.coins).buffer),
    absent: decodeBytes(packed.absent),
    x: decodeFloats(packed.x),
  };
}

// DropBlock whose block fills the map: one coin decides for all of it, and HW / sum(m) is 1.
/** @param {DecodedVariant} variant @returns {DecodedVariant} */
export function wholeMaps(variant) {
  const [height, width] = variant.sizes.slice(-2);
  const coinOf = variant.coinOf.map((_, entry) => Math.floor(entry / (height * width)));
  return {
    ...variant,
    kind: "coin",
    filled: true,
    scaled: false,
    shared: variant.axes.slice(-2).map(([name]) => name),
    coinOf,
  };
}

// The place of an entry along each axis.
/** @param {DecodedVariant} variant @param {number} entry */
export function placeOfEntry(variant, entry) {
  /** @type {Record<string, number>} */
  const place = {};
  for (let axis = variant.axes.length - 1; axis >= 0; axis--) {
    const [name, size] = variant.axes[axis];
    place[name] = entry % size;
    entry = Math.floor(entry / size);
  }
  return place;
}

// The rate nearest to p that the layer can have.
/** @param {DecodedVariant} variant @param {number} p */
export function usableRate(variant, p) {
  return Math.min(Math.max(p, variant.lowest), variant.highest);
}

// The rate of each entry along the first axis.
/** @param {DecodedVariant} variant @param {number} p @param {number} at */
export function ratesOf(variant, p, at) {
  const n = variant.sizes[0];
  return Float64Array.from({ length: n }, (_, i) => {
    if (variant.rule === "early") return i < at ? p : 0;
    if (variant.rule === "late") return i < at ? 0 : p;
    if (variant.rule === "linear") return (p * (i + 1)) / n;
    return usableRate(variant, p);
  });
}

// u: a row of coins, at least as long as the variant has.
/** @param {DecodedVariant} variant @param {Numbers} u @param {MaskSettings} settings @returns {VariantMask} */
export function maskOf(variant, u, settings) {
  if (variant.kind === "block") return blockMask(variant, u, settings.p, settings.block);
  const dropped = new Uint8Array(variant.entries);
  const factor = new Float64Array(variant.entries).fill(1);
  const rates = ratesOf(variant, settings.p, settings.at);
  const perRate = variant.entries / rates.length;
  const shade = isNoise(variant) ? new Float64Array(variant.entries) : null;
  for (let entry = 0; entry < variant.entries; entry++) {
    const rate = rates[Math.floor(entry / perRate)];
    const coin = u[variant.coinOf[entry]];
    if (shade && variant.kind === "gaussian") {
      factor[entry] = gaussianFactor(coin, rate);
      shade[entry] = Math.min(1, Math.abs(factor[entry]) / 2);
    } else if (shade) {
      shade[entry] = softKeep(coin, rate, variant.temperature);
      factor[entry] = shade[entry] / (1 - rate);
    } else {
      dropped[entry] = coin < rate ? 1 : 0;
      factor[entry] = dropped[entry] ? 0 : variant.scaled && rate < 1 ? 1 / (1 - rate) : 1;
    }
  }
  return { dropped, factor, shade };
}

// Not a coin that decides, but a factor from a random number.
/** @param {DecodedVariant} variant */
export function isNoise({ kind }) {
  return kind === "gaussian" || kind === "concrete";
}

// 1 + sigma z, z the normal quantile of the coin: the same coin at another rate is the same z.
/** @param {number} coin @param {number} rate */
function gaussianFactor(coin, rate) {
  if (rate >= 1) return 0;
  return 1 + Math.sqrt(rate / (1 - rate)) * normalQuantile(coin);
}

// 1 - z of concrete dropout: near 0 where the coin is below the rate, near 1 above. (The layer's coin
// is 1 minus this one, which is alike, so that here too smaller coins go out first.)
/** @param {number} coin @param {number} rate @param {number} temperature */
function softKeep(coin, rate, temperature) {
  const u = Math.min(Math.max(coin, 1e-7), 1 - 1e-7);
  return 1 / (1 + Math.exp((Math.log(rate / (1 - rate)) - Math.log(u / (1 - u))) / temperature));
}

// Squares of block by block pixels start where a coin is below the seed rate; each map is then
// scaled by what is left of it.
/** @param {DecodedVariant} variant @param {Numbers} u @param {number} p @param {number} block @returns {VariantMask} */
function blockMask(variant, u, p, block) {
  const dropped = new Uint8Array(variant.entries);
  const factor = new Float64Array(variant.entries);
  const [height, width] = variant.sizes.slice(-2);
  const [down, across] = [height - block + 1, width - block + 1];
  const seedRate = ((p / block ** 2) * (height * width)) / (down * across);
  for (let map = 0; map < variant.entries / (height * width); map++) {
    const first = map * height * width;
    for (let y = 0; y < down; y++)
      for (let x = 0; x < across; x++) {
        if (p < 1 && u[(map * down + y) * across + x] >= seedRate) continue;
        for (let dy = 0; dy < block; dy++)
          dropped.fill(1, first + (y + dy) * width + x, first + (y + dy) * width + x + block);
      }
    const kept = dropped
      .subarray(first, first + height * width)
      .reduce((sum, out) => sum + 1 - out, 0);
    for (let entry = first; entry < first + height * width; entry++)
      factor[entry] = dropped[entry] ? 0 : (height * width) / kept;
  }
  return { dropped, factor, shade: null };
}

/** @param {number} rate @param {number} alphaPrime */
function alphaAffine(rate, alphaPrime) {
  if (rate >= 1) return [0, 0];
  const a = ((1 - rate) * (1 + alphaPrime ** 2 * rate)) ** -0.5;
  return [a, -a * rate * alphaPrime];
}

// What comes out of the layer.
/** @param {DecodedVariant} variant @param {VariantMask} mask @param {MaskSettings} settings */
export function outputsOf(variant, mask, settings) {
  const { x } = variant;
  if (variant.kind === "alpha") {
    const [a, b] = alphaAffine(settings.p, variant.alpha_prime);
    return Float64Array.from(
      x,
      (value, entry) => a * (mask.dropped[entry] ? variant.alpha_prime : value) + b,
    );
  }
  if (variant.kind === "zoneout") return heldValues(variant, mask);
  return Float64Array.from(x, (value, entry) =>
    mask.factor[entry] ? value * mask.factor[entry] : 0,
  );
}

// A unit that is hit keeps what it was a step before; before the first step it was 0.
/** @param {DecodedVariant} variant @param {VariantMask} mask */
function heldValues(variant, mask) {
  const [, steps, units] = variant.sizes;
  const y = Float64Array.from(variant.x);
  for (let entry = 0; entry < variant.entries; entry++) {
    if (!mask.dropped[entry]) continue;
    y[entry] = Math.floor(entry / units) % steps ? y[entry - units] : 0;
  }
  return y;
}

// The inverse of the normal distribution function: P. J. Acklam's rational approximation,
// within 1.2e-9 of the value, relatively.
/** @param {number} u */
function normalQuantile(u) {
  const p = Math.min(Math.max(u, 1e-9), 1 - 1e-9);
  const a = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ];
  const b = [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972,
    -13.28068155288572, 1,
  ];
  const c = [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
    4.374664141464968, 2.938163982698783,
  ];
  const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
  /** @param {number[]} terms @param {number} at */
  const polynomial = (terms, at) => terms.reduce((sum, term) => sum * at + term, 0);
  if (p < 0.02425 || p > 1 - 0.02425) {
    const q = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
    return (p < 0.5 ? 1 : -1) * (polynomial(c, q) / polynomial(d, q));
  }
  const q = p - 0.5;
  return (q * polynomial(a, q * q)) / polynomial(b, q * q);
}
