// The rows of coins that Python sent, by seed: all that ever came, so that a flip needs no server.

const SEEDS = 10000;

class CoinRows {
  rows = new Map();

  learn({ first, rows, units, values }) {
    const all = decodeFloats(values);
    for (let row = 0; row < rows; row++)
      this.rows.set((first + row) % SEEDS, all.subarray(row * units, (row + 1) * units));
  }

  of(seed) {
    return this.rows.get(seed);
  }

  // The next seed; without a server for long, the first one of those whose coins are here.
  after(seed) {
    const next = (seed + 1) % SEEDS;
    return this.rows.has(next) ? next : this.rows.keys().next().value;
  }
}
