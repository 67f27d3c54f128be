// @ts-nocheck
// The rows of coins that Python sent, by seed: all that ever came, so that a flip needs no server.

import { decodeBytes, decodeFloats } from "./arithmetic.js";

const N_COIN_SEEDS = 10000;

export class CoinRows {
  known = new Map();

  // bytes: of a coin; floats in [0, 1), or whole parts of 1 in one or two bytes.
  learn({ first, rows, bytes = 4, values }) {
    const all = COIN_READERS[bytes](values);
    const n = all.length / rows;
    for (let row = 0; row < rows; row++)
      this.known.set((first + row) % N_COIN_SEEDS, all.subarray(row * n, (row + 1) * n));
  }

  of(seed) {
    return this.known.get(seed) ?? this.known.values().next().value;
  }

  // The next seed; without a server for long, the first one of those whose coins are here.
  after(seed) {
    const next = (seed + 1) % N_COIN_SEEDS;
    return this.known.has(next) ? next : this.known.keys().next().value;
  }
}

const COIN_READERS = {
  1: decodeBytes,
  2: (values) => new Uint16Array(decodeBytes(values).buffer),
  4: decodeFloats,
};

// 1 where a coin in hundredths is at or above the rate, which has two decimals.
export function keptAt(coins, rate) {
  const hundredths = Math.round(100 * rate);
  return Uint8Array.from(coins, (u) => (u >= hundredths ? 1 : 0));
}
