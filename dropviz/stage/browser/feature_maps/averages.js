// What the three ways cost over many rows of coins: counted bit by bit, so that no frame waits.

/** @import { CoinWay } from "./words.js" */

/**
 * Of one way over the coins so far: sums of shares dropped and of what is left (R² of a photo, or 1
 * where the digit is still said).
 * @typedef {{share: number, left: number}} Sums
 */
/** @typedef {Record<CoinWay, Sums>} ByWay */
/** @typedef {{n: number, of: number, ways: ByWay}} Counted means over n coins, of how many */

const BUDGET_MS = 8; // of a turn
const REMEMBERED = 8;

/** @returns {ByWay} */
const none = () => ({
  element: { share: 0, left: 0 },
  spatial: { share: 0, left: 0 },
  block: { share: 0, left: 0 },
});

export class Averages {
  /** @type {Map<string, {n: number, sums: ByWay}>} */
  known = new Map();
  running = "";

  /** @param {() => void} changed when there is more to show */
  constructor(changed) {
    this.changed = changed;
  }

  /**
   * The means so far; what is still to be counted goes on by itself.
   * @param {string} key of what is averaged
   * @param {number} of rows of coins
   * @param {(row: number) => ByWay} one what a row of coins gives
   * @returns {Counted}
   */
  of(key, of, one) {
    const found = this.known.get(key) ?? { n: 0, sums: none() };
    this.known.set(key, found);
    for (const oldest of this.known.keys())
      if (this.known.size > REMEMBERED) this.known.delete(oldest);
    if (found.n < of && this.running !== key) {
      this.running = key;
      setTimeout(() => this.goOn(key, of, one));
    }
    const mean = (/** @type {Sums} */ { share, left }) => ({
      share: share / found.n,
      left: left / found.n,
    });
    const { element, spatial, block } = found.sums;
    const ways = { element: mean(element), spatial: mean(spatial), block: mean(block) };
    return { n: found.n, of, ways };
  }

  /** @param {string} key @param {number} of @param {(row: number) => ByWay} one */
  goOn(key, of, one) {
    const found = this.known.get(key);
    if (this.running !== key || !found) return; // something else is asked for by now
    const until = performance.now() + BUDGET_MS;
    while (found.n < of && performance.now() < until) {
      for (const [way, { share, left }] of Object.entries(one(found.n))) {
        const sums = found.sums[/** @type {CoinWay} */ (way)];
        sums.share += share;
        sums.left += left;
      }
      found.n += 1;
    }
    if (found.n < of) setTimeout(() => this.goOn(key, of, one));
    else this.running = "";
    this.changed();
  }

  stop() {
    this.running = "";
  }
}
