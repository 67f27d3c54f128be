// The edges of a drawn network: thousands, so they share one canvas.

import { fittedContext } from "./canvas.js";
import { element } from "./elements.js";
import { stageColours } from "./theme.js";

/** @import { NetworkLayout } from "./layout.js" */

const EDGE_LEVELS = 16;
const EDGES_IN_MOTION = 500;
const REST_MS = 180;
const SHARPEST = 2;
const DASHED_FROM = 0.3; // strength from which negative edges are dashed; fainter dashes look like dots
export const FAINTEST_EDGE = 0.05; // share of a layer's strongest edge below which none is drawn

/**
 * values: of the edges between two layers, row-major (nOut x nIn); kept: 1 or 0 for each unit of a
 * layer, of the outputs not.
 * @typedef {{edges: ArrayLike<number>[], kept: ArrayLike<number>[]}} EdgeState
 */

export class Edges {
  constructor() {
    this.node = element("canvas", { class: "edges", "aria-hidden": "true" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.refining = undefined;
  }

  // While something moves only the strongest edges are drawn, so that every frame is in time; the
  // faint rest follows once the picture is at rest.
  /** @param {NetworkLayout} layout @param {EdgeState} state */
  paint(layout, state) {
    clearTimeout(this.refining);
    const buckets = edgeBuckets(layout, state);
    const total = buckets.reduce((sum, bucket) => sum + bucket.length / 4, 0);
    this.stroke(layout, buckets, EDGES_IN_MOTION);
    if (total > EDGES_IN_MOTION)
      this.refining = setTimeout(() => this.stroke(layout, buckets, Infinity), REST_MS);
  }

  // Faint edges first, strong ones above them. A stroke for each line: one path of a thousand
  // crossing lines takes a browser several times as long.
  /** @param {NetworkLayout} layout @param {number[][]} buckets @param {number} budget */
  stroke({ width, height }, buckets, budget) {
    const context = fittedContext(this.node, width, height, SHARPEST);
    const { positive, negative } = stageColours(this.node);
    let first = buckets.length;
    for (let left = budget; first > 0 && left > 0; first--) left -= buckets[first - 1].length / 4;
    for (let bucket = first; bucket < buckets.length; bucket++) {
      const share = (Math.floor(bucket / 2) + 1) / EDGE_LEVELS;
      const below = bucket % 2 === 1;
      context.strokeStyle = below ? negative : positive;
      context.globalAlpha = 0.1 + 0.78 * share;
      context.lineWidth = 0.5 + 2.4 * share * share;
      context.setLineDash(below && share > DASHED_FROM ? [5, 3] : []);
      const ends = buckets[bucket];
      for (let i = 0; i < ends.length; i += 4) {
        context.beginPath();
        context.moveTo(ends[i], ends[i + 1]);
        context.lineTo(ends[i + 2], ends[i + 3]);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }
}

// Line ends [x1, y1, x2, y2, ...] of the edges between kept units, by strength and sign.
/** @param {NetworkLayout} layout @param {EdgeState} state */
export function edgeBuckets({ layers }, { edges, kept }) {
  /** @type {number[][]} */
  const buckets = Array.from({ length: 2 * EDGE_LEVELS }, () => []);
  edges.forEach((values, layer) => {
    const from = layers[layer].units;
    const to = layers[layer + 1].units;
    let largest = 0;
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
    if (largest === 0) return;
    for (let out = 0; out < to.length; out++) {
      if (kept[layer + 1] && !kept[layer + 1][out]) continue;
      for (let i = 0; i < from.length; i++) {
        const value = values[out * from.length + i];
        const share = Math.abs(value) / largest;
        if (share < FAINTEST_EDGE || !kept[layer][i]) continue;
        const level = Math.min(EDGE_LEVELS - 1, Math.floor(share * EDGE_LEVELS));
        buckets[2 * level + (value < 0 ? 1 : 0)].push(from[i].x, from[i].y, to[out].x, to[out].y);
      }
    }
  });
  return buckets;
}
