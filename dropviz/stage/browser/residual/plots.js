// Three small plots below the chain: depth against the rate, depth of the steps, time of a step.

import { setText } from "../shared/elements.js";
import {
  TitledPlot,
  circleAt,
  crossAt,
  formatTick,
  joinedPath,
  labelsBelow,
  labelsBeside,
  linesAcross,
  namesBeside,
  roundTicks,
  squareAt,
} from "../shared/plot.js";
import { expectedDepth } from "./depth.js";
import { timeWords } from "./words.js";

/** @import { Label } from "../shared/plot.js" */
/** @import { ResidualState, Way } from "./depth.js" */
/** @import { PackedTimes as Times } from "./payload.d.ts" */

const PLOT_ROOM = { left: 34, right: 14, top: 10, bottom: 22 };
const NAMES_ROOM = 138; // px beside the times, for the names of the ways
/** @type {[Way, string, (x: number, y: number) => string][]} */
const BATCH_WAYS = [
  ["skip", "skip whole blocks", (x, y) => squareAt(x, y, 3)],
  ["gather", "gather the rows", (x, y) => circleAt(x, y, 3)],
  ["multiply", "compute all, multiply", (x, y) => crossAt(x, y, 4)],
];

export class DepthAgainstRate extends TitledPlot {
  /** @param {number} height */
  constructor(height) {
    super({
      kind: "by-rate",
      title: "Expected depth against p",
      height,
      names: ["grid", "theory", "ring", "measured"],
    });
  }

  /**
   * @param {ResidualState} state
   * @param {number} p
   */
  paint({ variant, mean, step, blocks, expected }, p) {
    this.fit(this.node.clientWidth);
    const frame = this.frame([0, 1], [0, blocks], PLOT_ROOM);
    const { x, y } = frame;
    const below = this.height - 5;
    const least = expectedDepth(variant, 1, blocks);
    this.draw({
      grid: linesAcross([0, 5, 10], frame),
      theory: joinedPath([
        [x(0), y(blocks)],
        [x(1), y(least)],
      ]),
      ring: circleAt(x(p), y(expected), 6),
      measured: squareAt(x(p), y(mean), 3),
    });
    this.write([
      ...labelsBeside([0, 5, 10], frame),
      ...labelsBelow([0, 0.5], x, below),
      [x(1), below, "end", "p = 1", "tick"],
      ringLabel(p, expected, frame),
    ]);
    setText(
      this.note,
      `Line, ring: ${expected.toFixed(2)} blocks expected. Square: ${mean.toFixed(2)}, the mean of ${step === 1 ? "step 1" : `the ${step} steps so far`}.`,
    );
    this.say(
      `Expected depth falls in a line from ${blocks} at p = 0 to ${least} at p = 1; at p = ${p} it is ${expected.toFixed(2)}`,
    );
  }
}

/**
 * Beside the ring, on the side where the line is not, and not on the axis.
 * @param {number} p
 * @param {number} expected
 * @param {ReturnType<TitledPlot["frame"]>} frame
 * @returns {Label}
 */
function ringLabel(p, expected, { bottom, x, y }) {
  const up = y(expected) - (y(expected) > bottom - 24 ? 22 : 0);
  return p > 0.5
    ? [x(p) - 10, up + 18, "end", expected.toFixed(2), "label"]
    : [x(p) + 10, up - 8, "start", expected.toFixed(2), "label"];
}

export class DepthOfSteps extends TitledPlot {
  /** @param {number} height */
  constructor(height) {
    super({
      kind: "by-step",
      title: "Depth in each step",
      height,
      names: ["grid", "theory", "dots", "now"],
    });
    setText(this.note, "Line: expected. Squares: blocks that were kept, the mean of the batch.");
  }

  /**
   * @param {{expected: number, depths: number[], lastStep: number}} now depths: mean over the examples, of the steps so far
   * @param {number} blocks
   */
  paint({ expected, depths, lastStep }, blocks) {
    this.fit(this.node.clientWidth);
    const frame = this.frame([1, lastStep], [0, blocks], PLOT_ROOM);
    const { right, x, y } = frame;
    const below = this.height - 5;
    const [now, before] = [depths[depths.length - 1], depths.slice(0, -1)];
    this.draw({
      grid: linesAcross([0, 5, 10], frame),
      theory: linesAcross([expected], frame),
      dots: before.map((depth, i) => squareAt(x(i + 1), y(depth), 2)).join(""),
      now: squareAt(x(depths.length), y(now), 4),
    });
    this.write([
      ...labelsBeside([0, 5, 10], frame),
      ...labelsBelow([1], x, below),
      [right, below, "end", `step ${lastStep}`, "tick"],
    ]);
    this.say(
      `Depth of step ${depths.length}: ${Number(now.toFixed(2))} of ${blocks} blocks, expected ${expected.toFixed(2)}`,
    );
  }
}

export class TimeOfStep extends TitledPlot {
  /** @param {number} height */
  constructor(height) {
    super({
      kind: "by-time",
      title: "Time of a training step, measured on this server",
      height,
      names: ["grid", "spread", "skip", "gather", "multiply", "share"],
    });
  }

  /**
   * @param {Times | null} times
   * @param {number} share of the blocks' work that is expected to be kept
   */
  paint(times, share) {
    this.svg.classList.toggle("none", !times);
    if (!times) {
      setText(this.note, "Not measured yet: the button below the stage does it.");
      return;
    }
    this.fit(this.node.clientWidth);
    const slowest = Math.max(...BATCH_WAYS.flatMap(([way]) => times.ways[way].map((q) => q[2])));
    const margins = { ...PLOT_ROOM, right: PLOT_ROOM.right + NAMES_ROOM };
    const frame = this.frame([0, 1], [0, 1.08 * slowest], margins);
    const ticks = roundTicks(0, 1.08 * slowest, 4);
    this.drawWays(times, frame);
    this.path("grid", linesAcross(ticks, frame));
    this.path("share", `M${frame.x(share).toFixed(1)} ${frame.top}V${frame.bottom}`);
    this.writeWays(times, ticks.slice(0, 6), frame);
    const words = timeWords(times, share);
    setText(this.note, words);
    this.say(`Median times against the share that is kept. ${words}`);
  }

  /**
   * @param {Times} times
   * @param {ReturnType<TitledPlot["frame"]>} frame
   */
  drawWays({ shares, ways }, { x, y }) {
    let spread = "";
    for (const [way, , markAt] of BATCH_WAYS) {
      const medians = ways[way].map(([, median], i) => [x(shares[i]), y(median)]);
      this.path(way, joinedPath(medians) + medians.map(([at, up]) => markAt(at, up)).join(""));
      ways[way].forEach(([low, , high], i) => {
        spread += `M${x(shares[i]).toFixed(1)} ${y(low).toFixed(1)}V${y(high).toFixed(1)}`;
      });
    }
    this.path("spread", spread);
  }

  /**
   * @param {Times} times
   * @param {number[]} ticks
   * @param {ReturnType<TitledPlot["frame"]>} frame
   */
  writeWays({ ways }, ticks, frame) {
    const { left, right, top, bottom, x, y } = frame;
    const below = this.height - 5;
    /** @type {[string, number][]} */
    const ends = BATCH_WAYS.map(([way, name]) => [name, y(ways[way][ways[way].length - 1][1])]);
    this.write([
      ...labelsBeside(ticks, frame, formatTick),
      [left - 6, top - 1, "end", "ms", "tick"],
      ...labelsBelow([0, 1], x, below),
      [x(0.5), below, "middle", "share of the blocks' work that is kept", "tick"],
      ...namesBeside(ends, { x: right + 12, gap: 15, low: top + 4, high: bottom }),
    ]);
  }
}
