// A panel of "Expected activations": one rule for training and inference, drawn and in numbers.

import { element, setAttr, setText } from "../shared/elements.js";
import { formatCount } from "../shared/format.js";
import {
  Plot,
  diamondAt,
  formatTick,
  formatValue,
  joinedPath,
  labelsBeside,
  linesAcross,
  namesBeside,
  roundTicks,
} from "../shared/plot.js";
import { agreeWithin } from "./moments.js";

/** @import { Label } from "../shared/plot.js" */
/** @import { Histogram } from "./moments.js" */

/**
 * What a panel draws.
 * @typedef {object} Drawn
 * @property {[number, number]} range of the sums, the same for all panels
 * @property {{mean: Float64Array, half: Float64Array}} run mean of the first t + 1 sums, and half of its interval
 * @property {number} factor by which this rule multiplies every sum
 * @property {number} theory mean while training
 * @property {number | null} inference
 * @property {Histogram} histogram
 * @property {string} basis of the histogram
 */

/**
 * The plot: running mean to the left of the split, histogram to the right.
 * @typedef {ReturnType<Plot["frame"]> & {split: number, across: (samples: number) => number}} Frame
 */

const FIRST_SAMPLE = 10; // the interval is drawn from here on
const ROOM = { left: 34, right: 64, top: 4, bottom: 18 }; // px; names of lines to the right
const HEIGHT = 158;
const HIGHER = 90; // px more where it stands alone
const SHAPES = ["grid", "band", "bars", "zero", "theory", "run", "inference", "marker"];
const COLUMNS = ["measured", "theory", "inference"];
const ROWS = ["mean", "variance", "mean after ReLU"];

export class ArmPanel {
  /** @param {{arm: string, title: string, trains: string, infers: string}} rule */
  constructor({ arm, title, trains, infers }) {
    this.plot = new Plot({ height: HEIGHT }, SHAPES);
    this.plot.say(
      `${title}: running mean of the sum with its interval, and histogram of the sum. The numbers are in the table below.`,
    );
    this.cells = ROWS.map(() => COLUMNS.map(() => element("td")));
    const heads = COLUMNS.map((text) => element("th", { scope: "col", text }));
    const rows = this.cells.map((cells, row) =>
      element("tr", {}, element("th", { scope: "row", text: ROWS[row] }), ...cells),
    );
    this.verdict = element("p", { class: "verdict" });
    this.after = element("p", { class: "quiet" });
    this.node = element(
      "section",
      { class: "arm", "data-arm": arm, "aria-label": title },
      element("h2", { text: title }),
      element(
        "p",
        { class: "rule" },
        element("span", { text: "train" }),
        trains,
        element("span", { text: "infer" }),
        infers,
      ),
      this.plot.svg,
      this.verdict,
      element(
        "details",
        { class: "further" },
        element("summary", { text: "Numbers" }),
        element(
          "table",
          {},
          element("thead", {}, element("tr", {}, element("td"), ...heads)),
          element("tbody", {}, ...rows),
        ),
        this.after,
      ),
    );
  }

  /**
   * @param {Drawn} now
   * @param {number} width px
   * @param {boolean} alone
   */
  paintPlot(now, width, alone) {
    this.plot.fit(width, HEIGHT + (alone ? HIGHER : 0));
    const [low, high] = now.range;
    const frame = this.frame(now);
    const { y, split } = frame;
    const ticks = roundTicks(low, high, 4);
    const inside = now.inference !== null && now.inference <= high && now.inference >= low;
    const inference = inside ? now.inference : null;
    this.paintRun(now, frame);
    this.plot.draw({
      grid: linesAcross(ticks, frame),
      zero: low <= 0 && high >= 0 ? linesAcross([0], frame) : "",
      theory: linesAcross([now.theory], frame),
      bars: barsPath(now, frame),
      inference: inference === null ? "" : linesAcross([inference], frame),
      marker: inference === null ? "" : diamondAt(split, y(inference), 5),
    });
    this.plot.write(plotLabels(now, frame, ticks, width));
  }

  /**
   * @param {Drawn} now
   * @returns {Frame}
   */
  frame({ range, run }) {
    const frame = this.plot.frame([0, 1], range, ROOM);
    const { left, right } = frame;
    const split = Math.round(left + (right - left) * 0.55);
    const decades = Math.log(run.mean.length / FIRST_SAMPLE);
    return {
      ...frame,
      split,
      y: (value) => Math.max(-4, Math.min(this.plot.height, frame.y(value))),
      across: (samples) =>
        left + (Math.log(samples / FIRST_SAMPLE) / decades) * (split - 10 - left),
    };
  }

  /**
   * @param {Drawn} now
   * @param {Frame} frame
   */
  paintRun({ run, factor }, { y, across }) {
    /** @type {[number[][], number[][], number[][]]} */
    const [line, upper, lower] = [[], [], []];
    let last = -Infinity;
    for (let t = FIRST_SAMPLE - 1; t < run.mean.length; t++) {
      const at = across(t + 1);
      if (at - last < 1 && t < run.mean.length - 1) continue;
      last = at;
      line.push([at, y(factor * run.mean[t])]);
      upper.push([at, y(factor * (run.mean[t] + run.half[t]))]);
      lower.push([at, y(factor * (run.mean[t] - run.half[t]))]);
    }
    this.plot.path("run", joinedPath(line));
    this.plot.path("band", `${joinedPath(upper.concat(lower.reverse()))}Z`);
  }

  /**
   * @param {(number | string)[][]} rows measured, theory, inference of mean, variance, mean after ReLU
   * @param {{agree: boolean, says: string, after: string}} verdict
   */
  paintNumbers(rows, { agree, says, after }) {
    rows.forEach((row, i) =>
      row.forEach((value, j) =>
        setText(this.cells[i][j], typeof value === "number" ? formatValue(value) : value),
      ),
    );
    setText(this.verdict, `${agree ? "✓" : "≠"} ${says}`);
    setText(this.after, after);
    setAttr(this.node, "data-agree", agree);
  }
}

/**
 * @param {Drawn} now
 * @param {Frame} frame
 */
function barsPath({ histogram, factor, range }, { split, right, y }) {
  const { shares, low } = histogram;
  const step = histogram.width * factor;
  const largest = Math.max(...shares);
  const room = right - split - 8;
  const thick = (range[1] - range[0]) / 40; // a point mass has no width of its own
  const half = Math.max(step / 2, thick / 4, step ? 0 : thick / 2);
  let path = "";
  shares.forEach((share, bin) => {
    const centre = low * factor + bin * step;
    if (!share || centre - half > range[1] || centre + half < range[0]) return;
    const top = y(centre + half);
    path += `M${split + 6} ${top.toFixed(1)}h${((share / largest) * room).toFixed(1)}V${Math.max(y(centre - half), top + 0.5).toFixed(1)}H${split + 6}Z`;
  });
  return path;
}

/**
 * @param {Drawn} now
 * @param {Frame} frame
 * @param {number[]} ticks
 * @param {number} width
 * @returns {Label[]}
 */
function plotLabels(now, frame, ticks, width) {
  const { left, right, bottom } = frame;
  const below = bottom + 13;
  const last = now.run.mean.length;
  const names = namesBeside(lineNames(now, frame), {
    x: right + 5,
    gap: 13,
    low: 10,
    high: bottom,
  });
  return [
    ...labelsBeside(ticks.slice(0, 5), frame, formatTick),
    [left, below, "start", `mean of up to ${formatCount(last)} masks`, "tick"],
    [width, below, "end", now.basis, "tick"],
    ...names,
  ];
}

/**
 * What stands beside the lines, and at which heights.
 * @param {Drawn} now
 * @param {Frame} frame
 * @returns {[string, number][]}
 */
function lineNames({ theory, inference, range: [low, high] }, { y, bottom }) {
  const inside = inference !== null && inference <= high && inference >= low;
  if (inside && agreeWithin(inference, theory))
    return [
      ["theory =", y(theory) - 6.5],
      ["inference", y(theory) + 6.5],
    ];
  /** @type {[string, number]} */
  const name = ["theory", y(theory)];
  if (inside) return [name, ["inference", y(inference)]];
  if (inference === null) return [name, ["inference", 6], ["undefined", 7]];
  const up = inference > theory;
  const end = up ? 6 : bottom;
  return [name, ["inference", end], [`${formatValue(inference)} ${up ? "↑" : "↓"}`, end + 1]];
}
