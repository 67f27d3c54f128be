// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Three small plots below the chain: depth against the rate, depth of the steps, time of a step.

import { element, setAttr, setText } from "../shared/elements.js";
import {
  formatTick,
  joinedPath,
  roundTicks,
  spreadLabels,
  svgPart,
  writeLabels,
} from "../shared/plot.js";
import { expectedDepth } from "./depth.js";
import { timeWords } from "./words.js";

const PLOT_ROOM = { left: 34, right: 14, top: 10, bottom: 22 };
const BATCH_WAYS = {
  skip: "skip whole blocks",
  gather: "gather the rows",
  multiply: "compute all, multiply",
};

class ResidualPlot {
  constructor(name, title, height, shapes, texts) {
    this.height = height;
    this.paths = Object.fromEntries(
      ["grid", ...shapes].map((shape) => [shape, svgPart("path", { class: shape })]),
    );
    this.texts = Array.from({ length: texts }, () => svgPart("text"));
    this.svg = svgPart("svg", { role: "img", height }, ...Object.values(this.paths), ...this.texts);
    this.says = element("p", { class: "quiet" });
    this.node = element(
      "section",
      { class: name },
      element("h2", { text: title }),
      this.svg,
      this.says,
    );
  }

  // x and y from data to px, for ranges [low, high]
  frame(xs, ys, room = 0) {
    const width = this.node.clientWidth;
    setAttr(this.svg, "width", width);
    const [left, right, top, bottom] = [
      PLOT_ROOM.left,
      width - PLOT_ROOM.right - room,
      PLOT_ROOM.top,
      this.height - PLOT_ROOM.bottom,
    ];
    const x = (value) => left + ((value - xs[0]) / (xs[1] - xs[0])) * (right - left);
    const y = (value) => bottom - ((value - ys[0]) / (ys[1] - ys[0])) * (bottom - top);
    return { left, right, top, bottom, x, y };
  }

  draw(paths, labels) {
    for (const [name, d] of Object.entries(paths)) setAttr(this.paths[name], "d", d);
    writeLabels(this.texts, labels);
  }
}

const ringAt = (x, y, r) =>
  `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
const boxAt = (x, y, r) =>
  `M${(x - r).toFixed(1)} ${(y - r).toFixed(1)}h${2 * r}v${2 * r}h${-2 * r}Z`;

export class DepthAgainstRate extends ResidualPlot {
  constructor(height) {
    super("by-rate", "Expected depth against p", height, ["theory", "ring", "measured"], 12);
  }

  paint({ variant, p, mean, steps }, blocks) {
    const { left, right, bottom, x, y } = this.frame([0, 1], [0, blocks]);
    const expected = expectedDepth(variant, p, blocks);
    const low = y(expected) > bottom - 24;
    this.draw(
      {
        grid: [0, 5, 10].map((tick) => `M${left} ${y(tick).toFixed(1)}H${right}`).join(""),
        theory: joinedPath([
          [x(0), y(blocks)],
          [x(1), y(expectedDepth(variant, 1, blocks))],
        ]),
        ring: ringAt(x(p), y(expected), 6),
        measured: boxAt(x(p), y(mean), 3),
      },
      [
        ...[0, 5, 10].map((tick) => [left - 6, y(tick) + 4, "end", String(tick), "tick"]),
        ...[0, 0.5].map((tick) => [x(tick), this.height - 5, "middle", String(tick), "tick"]),
        [x(1), this.height - 5, "end", "p = 1", "tick"],
        [
          x(p) + (p > 0.5 ? -10 : 10),
          y(expected) + (p > 0.5 ? 18 : -8) - (low ? 22 : 0),
          p > 0.5 ? "end" : "start",
          expected.toFixed(2),
          "label",
        ],
      ],
    );
    setText(
      this.says,
      `Line, ring: ${expected.toFixed(2)} blocks expected. Square: ${mean.toFixed(2)}, the mean of ${steps === 1 ? "step 1" : `the ${steps} steps so far`}.`,
    );
    setAttr(
      this.svg,
      "aria-label",
      `Expected depth falls in a line from ${blocks} at p = 0 to ${expectedDepth(variant, 1, blocks)} at p = 1; at p = ${p} it is ${expected.toFixed(2)}`,
    );
  }
}

export class DepthOfSteps extends ResidualPlot {
  constructor(height) {
    super("by-step", "Depth in each step", height, ["theory", "dots", "now"], 10);
  }

  // depths: mean over the examples, of the steps so far
  paint({ variant, p, depths, lastStep }, blocks) {
    const { left, right, x, y } = this.frame([1, lastStep], [0, blocks]);
    const expected = expectedDepth(variant, p, blocks);
    this.draw(
      {
        grid: [0, 5, 10].map((tick) => `M${left} ${y(tick).toFixed(1)}H${right}`).join(""),
        theory: `M${left} ${y(expected).toFixed(1)}H${right}`,
        dots: depths
          .slice(0, -1)
          .map((depth, i) => boxAt(x(i + 1), y(depth), 2))
          .join(""),
        now: boxAt(x(depths.length), y(depths.at(-1)), 4),
      },
      [
        ...[0, 5, 10].map((tick) => [left - 6, y(tick) + 4, "end", String(tick), "tick"]),
        [x(1), this.height - 5, "middle", "1", "tick"],
        [right, this.height - 5, "end", `step ${lastStep}`, "tick"],
      ],
    );
    setText(this.says, "Line: expected. Squares: blocks that were kept, the mean of the batch.");
    setAttr(
      this.svg,
      "aria-label",
      `Depth of step ${depths.length}: ${Number(depths.at(-1).toFixed(2))} of ${blocks} blocks, expected ${expected.toFixed(2)}`,
    );
  }
}

export class TimeOfStep extends ResidualPlot {
  constructor(height) {
    super(
      "by-time",
      "Time of a training step, measured on this server",
      height,
      ["spread", "skip", "gather", "multiply", "share"],
      16,
    );
  }

  // times: {shares, ways: {way: [[first quartile, median, third]]}} or null; share: expected
  paint(times, share) {
    this.svg.classList.toggle("none", !times);
    if (!times) {
      setText(this.says, "Not measured yet: the button below the stage does it.");
      return;
    }
    const ways = Object.keys(BATCH_WAYS);
    const most =
      1.08 * Math.max(...ways.flatMap((way) => times.ways[way].map((quartiles) => quartiles[2])));
    const { left, right, top, bottom, x, y } = this.frame([0, 1], [0, most], 138);
    const medians = (way) =>
      times.ways[way].map((quartiles, i) => [x(times.shares[i]), y(quartiles[1])]);
    const marks = {
      skip: boxAt,
      gather: ringAt,
      multiply: (at, up) => `M${at - 4} ${up - 4}l8 8m0 -8l-8 8`,
    };
    const ticks = roundTicks(0, most, 4);
    const heights = spreadLabels(
      ways.map((way) => medians(way).at(-1)[1] + 4),
      15,
      top + 4,
      bottom,
    );
    this.draw(
      {
        grid: ticks.map((tick) => `M${left} ${y(tick).toFixed(1)}H${right}`).join(""),
        spread: ways
          .flatMap((way) =>
            times.ways[way].map(
              ([low, , high], i) =>
                `M${x(times.shares[i]).toFixed(1)} ${y(low).toFixed(1)}V${y(high).toFixed(1)}`,
            ),
          )
          .join(""),
        share: `M${x(share).toFixed(1)} ${top}V${bottom}`,
        ...Object.fromEntries(
          ways.map((way) => [
            way,
            joinedPath(medians(way)) +
              medians(way)
                .map(([at, up]) => marks[way](at, up, 3))
                .join(""),
          ]),
        ),
      },
      [
        ...ticks
          .slice(0, 6)
          .map((tick) => [left - 6, y(tick) + 4, "end", formatTick(tick), "tick"]),
        [left - 6, top - 1, "end", "ms", "tick"],
        [x(0), this.height - 5, "middle", "0", "tick"],
        [x(0.5), this.height - 5, "middle", "share of the blocks' work that is kept", "tick"],
        [x(1), this.height - 5, "middle", "1", "tick"],
        ...ways.map((way, i) => [right + 12, heights[i], "start", BATCH_WAYS[way], "label"]),
      ],
    );
    setText(this.says, timeWords(times, share));
    setAttr(
      this.svg,
      "aria-label",
      `Median times against the share that is kept. ${timeWords(times, share)}`,
    );
  }
}
