// The rows of coins that Python sent, by seed: all that ever came, so that a flip needs no server.

import { decodeBytes, decodeFloats } from "./arithmetic.js";

/** @import { PackedCoins } from "./payload.d.ts" */
/** @typedef {Float32Array | Uint16Array | Uint8Array} Coins */

/** @type {Record<number, (values: string) => Coins>} */
const COIN_READERS = {
  1: decodeBytes,
  2: (values) => new Uint16Array(decodeBytes(values).buffer),
  4: decodeFloats,
};

/** @template {Coins} [Row=Float32Array] */
export class CoinRows {
  /** @type {Map<number, Row>} */
  known = new Map();
  seeds = 1;

  /** @param {PackedCoins} packed */
  learn({ first, rows, seeds, bytes, values }) {
    this.seeds = seeds;
    const all = /** @type {Row} */ (COIN_READERS[bytes](values));
    const n = all.length / rows;
    for (let row = 0; row < rows; row++)
      this.known.set(
        (first + row) % seeds,
        /** @type {Row} */ (all.subarray(row * n, (row + 1) * n)),
      );
  }

  /** @param {number} seed */
  of(seed) {
    return /** @type {Row} */ (this.known.get(seed) ?? this.known.values().next().value);
  }

  get rows() {
    return [...this.known.values()];
  }

  // The next seed; without a server for long, the first one of those whose coins are here.
  /** @param {number} seed */
  after(seed) {
    const next = (seed + 1) % this.seeds;
    return this.known.has(next) ? next : /** @type {number} */ (this.known.keys().next().value);
  }
}

// 1 where a coin in hundredths is at or above the rate, which has two decimals.
/** @param {Uint8Array} coins @param {number} rate */
export function keptAt(coins, rate) {
  const hundredths = Math.round(100 * rate);
  return Uint8Array.from(coins, (u) => (u >= hundredths ? 1 : 0));
}
