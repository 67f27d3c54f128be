// The sentences of the residual network, computed from what is on its stage.

import { formatValue } from "../shared/plot.js";
import { timesAt } from "./depth.js";

/** @import { ResidualState, Way } from "./depth.js" */
/** @import { PackedTimes as Times } from "./payload.d.ts" */

/**
 * A way differs from the whole network where the middle halves of their times lie apart.
 * @param {Times} times
 * @param {number} share
 */
export function timeWords(times, share) {
  const [first, whole, third] = times.ways.skip[times.ways.skip.length - 1];
  const saved = (/** @type {Way} */ way) => {
    const [low, median, high] = timesAt(times, way, share);
    if (low <= third && high >= first) return "makes no clear difference";
    const percent = Math.round(100 * (1 - median / whole));
    return percent >= 0 ? `saves ${percent} %` : `costs ${-percent} % more`;
  };
  return `Upright line: ${share.toFixed(2)}, the expected share. There, of the ${formatValue(whole)} ms of the whole network, skipping whole blocks ${saved("skip")}, gathering the rows that are kept ${saved("gather")}, computing all and multiplying ${saved("multiply")}. Bars: the middle half.`;
}

/** @param {ResidualState} state */
export function residualCaption({ variant, step, blocks, depths, expected, mean }) {
  const [low, high] = [Math.min(...depths), Math.max(...depths)];
  const kept = variant.own
    ? `the ${depths.length} examples go through ${low === high ? low : `${low} to ${high}`} of ${blocks} blocks, each its own`
    : `all ${depths.length} examples go through the same ${low} of ${blocks} blocks`;
  const scaled = variant.scaled ? "" : " Nothing is scaled: what is left is a network in itself.";
  return `Step ${step}: ${kept}. Mean depth so far ${mean.toFixed(2)}, expected ${expected.toFixed(2)}.${scaled}`;
}
