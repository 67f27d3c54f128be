// Rows of coins in whole hundredths, as `coin_rows` in Python packs them, and masks from them.

const N_COIN_SEEDS = 10000;

class CoinRows {
  constructor() {
    this.known = new Map(); // seed -> its coins, all that were ever sent
  }

  learn({ first, rows, values }) {
    const all = decodeBytes(values);
    const n = all.length / rows;
    for (let row = 0; row < rows; row++)
      this.known.set((first + row) % N_COIN_SEEDS, all.subarray(row * n, (row + 1) * n));
  }

  of(seed) {
    return this.known.get(seed) ?? this.known.values().next().value;
  }

  // The next seed; without a server for long, the first one whose coins are here.
  after(seed) {
    const next = (seed + 1) % N_COIN_SEEDS;
    return this.known.has(next) ? next : this.known.keys().next().value;
  }
}

// 1 where a coin is at or above the rate, which has two decimals.
function keptAt(coins, rate) {
  const hundredths = Math.round(100 * rate);
  return Uint8Array.from(coins, (u) => (u >= hundredths ? 1 : 0));
}
