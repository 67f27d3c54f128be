// @ts-nocheck
// Rates, masks and depth of a residual network: the same rules as dropviz/core/residual.py.
// Pure functions, no DOM.

// Rate of each block in whole thousandths, for ten blocks and p in hundredths.
export function blockRates(variant, p, blocks) {
  const last = Math.round(100 * p) * blocks;
  return Array.from({ length: blocks }, (_, block) =>
    variant.linear ? (last * (block + 1)) / blocks : last,
  );
}

// coins: of one step, [example][block] one after the other. Gives [example][block], 1 where kept.
export function keptBlocks(variant, coins, p, { blocks, examples }) {
  const rates = blockRates(variant, p, blocks);
  return Array.from({ length: examples }, (_, example) => {
    const row = variant.own ? example : 0;
    return rates.map((rate, block) => (coins[row * blocks + block] >= rate ? 1 : 0));
  });
}

export function expectedDepth(variant, p, blocks) {
  return variant.linear ? blocks - (p * (blocks + 1)) / 2 : blocks * (1 - p);
}

// First quartile, median and third of the time at a share between those that were measured.
export function timesAt({ shares, ways }, way, share) {
  const above = Math.max(
    1,
    shares.findIndex((measured) => measured >= share - 1e-9),
  );
  const [low, high] = [shares[above - 1], shares[above]];
  const part = (share - low) / (high - low);
  return ways[way][above].map((time, i) => ways[way][above - 1][i] * (1 - part) + time * part);
}
