// @ts-nocheck
// A panel of "Expected activations": one rule for training and inference, drawn and in numbers.

import { element, setAttr, setText } from "../shared/elements.js";
import { formatCount } from "../shared/format.js";
import {
  formatTick,
  formatValue,
  joinedPath,
  roundTicks,
  spreadLabels,
  svgPart,
} from "../shared/plot.js";
import { agreeWithin } from "./moments.js";

const FIRST_SAMPLE = 10; // the interval is drawn from here on
export const HISTOGRAM_BINS = 31;
const LABEL_MARGIN = 64; // beside the plot, for the names of its lines

export class ArmPanel {
  constructor({ arm, title, trains, infers }) {
    this.arm = arm;
    this.height = 176;
    this.shapes = Object.fromEntries(
      ["grid", "band", "bars", "zero", "theory", "run", "inference"].map((name) => [
        name,
        svgPart("path", { class: name }),
      ]),
    );
    this.marker = svgPart("path", { class: "marker" });
    this.texts = Array.from({ length: 12 }, () => svgPart("text"));
    this.svg = svgPart(
      "svg",
      { role: "img", height: this.height },
      ...Object.values(this.shapes),
      this.marker,
      ...this.texts,
    );
    this.svg.setAttribute(
      "aria-label",
      `${title}: running mean of the sum with its interval, and histogram of the sum. The numbers are in the table below.`,
    );
    this.cells = [0, 1, 2].map(() => [element("td"), element("td"), element("td")]);
    const names = ["mean", "variance", "mean after ReLU"];
    const head = element(
      "tr",
      {},
      element("td"),
      ...["measured", "theory", "inference"].map((text) => element("th", { scope: "col", text })),
    );
    const rows = this.cells.map((cells, row) =>
      element("tr", {}, element("th", { scope: "row", text: names[row] }), ...cells),
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
      this.svg,
      element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)),
      this.verdict,
      this.after,
    );
  }

  // now: {range, run: {mean, half}, factor, theory, inference, histogram, basis}
  paintPlot(now, width) {
    const left = 34;
    const right = width - LABEL_MARGIN;
    const split = Math.round(left + (right - left) * 0.55);
    const bottom = this.height - 32;
    const [low, high] = now.range;
    const y = (value) =>
      Math.max(-4, Math.min(this.height, bottom - ((value - low) / (high - low)) * (bottom - 4)));
    const decades = Math.log(now.run.mean.length / FIRST_SAMPLE);
    const x = (samples) =>
      left + (Math.log(samples / FIRST_SAMPLE) / decades) * (split - 10 - left);
    if (this.width !== width) setAttr(this.svg, "width", (this.width = width));
    this.paintRun(now, x, y);
    const ticks = roundTicks(low, high, 4);
    const across = (value) => `M${left} ${y(value).toFixed(1)}H${right}`;
    setAttr(this.shapes.grid, "d", ticks.map(across).join(""));
    setAttr(this.shapes.zero, "d", low <= 0 && high >= 0 ? across(0) : "");
    setAttr(this.shapes.theory, "d", across(now.theory));
    setAttr(this.shapes.bars, "d", this.barsPath(now, split, right, y));
    const shown = now.inference !== null && now.inference <= high && now.inference >= low;
    setAttr(this.shapes.inference, "d", shown ? across(now.inference) : "");
    setAttr(
      this.marker,
      "d",
      shown ? `M${split - 5} ${y(now.inference).toFixed(1)}l5 -5l5 5l-5 5z` : "",
    );
    this.paintTexts(now, { left, right, bottom, width, x, y, ticks, shown });
  }

  paintRun({ run, factor }, x, y) {
    const line = [];
    const upper = [];
    const lower = [];
    let last = -Infinity;
    for (let t = FIRST_SAMPLE - 1; t < run.mean.length; t++) {
      const at = x(t + 1);
      if (at - last < 1 && t < run.mean.length - 1) continue;
      last = at;
      line.push([at, y(factor * run.mean[t])]);
      upper.push([at, y(factor * (run.mean[t] + run.half[t]))]);
      lower.push([at, y(factor * (run.mean[t] - run.half[t]))]);
    }
    setAttr(this.shapes.run, "d", joinedPath(line));
    setAttr(this.shapes.band, "d", `${joinedPath(upper.concat(lower.reverse()))}Z`);
  }

  barsPath({ histogram, factor, range }, split, right, y) {
    const { shares, low } = histogram;
    const step = histogram.width * factor;
    const largest = Math.max(...shares);
    const room = right - split - 8;
    const thick = (range[1] - range[0]) / 40; // a point mass has no width of its own
    const half = Math.max(step / 2, thick / 4, step ? 0 : thick / 2);
    let path = "";
    shares.forEach((share, bin) => {
      if (!share) return;
      const centre = low * factor + bin * step;
      if (centre - half > range[1] || centre + half < range[0]) return;
      const top = y(centre + half);
      path += `M${split + 6} ${top.toFixed(1)}h${((share / largest) * room).toFixed(1)}V${Math.max(y(centre - half), top + 0.5).toFixed(1)}H${split + 6}Z`;
    });
    return path;
  }

  paintTexts(now, { left, right, bottom, width, x, y, ticks, shown }) {
    const names = this.lineNames(now, shown, y, bottom);
    const heights = spreadLabels(
      names.map(([, height]) => height),
      13,
      6,
      bottom - 4,
    );
    const last = now.run.mean.length;
    const labels = [
      ...ticks.slice(0, 5).map((tick) => [left - 5, y(tick) + 4, "end", formatTick(tick), "tick"]),
      ...[FIRST_SAMPLE, 100, last].map((t) => [
        x(t),
        bottom + 13,
        t === FIRST_SAMPLE ? "start" : "middle",
        formatCount(t),
        "tick",
      ]),
      [width, bottom + 13, "end", now.basis, "tick"],
      [left, bottom + 28, "start", "samples: running mean, 95\u00a0% interval", "tick"],
      ...names.map(([text], i) => [right + 5, heights[i] + 4, "start", text, "label"]),
    ];
    this.texts.forEach((node, i) => {
      const label = labels[i];
      setText(node, label ? label[3] : "");
      if (!label) return;
      setAttr(node, "x", label[0].toFixed(1));
      setAttr(node, "y", label[1].toFixed(1));
      setAttr(node, "text-anchor", label[2]);
      setAttr(node, "class", label[4]);
    });
  }

  // What stands beside the lines: [text, height].
  lineNames({ theory, inference }, shown, y, bottom) {
    if (inference !== null && shown && agreeWithin(inference, theory))
      return [
        ["theory =", y(theory) - 6.5],
        ["inference", y(theory) + 6.5],
      ];
    const name = ["theory", y(theory)];
    if (shown) return [name, ["inference", y(inference)]];
    if (inference === null) return [name, ["inference", 6], ["undefined", 7]];
    const up = inference > theory;
    const end = up ? 6 : bottom;
    return [name, ["inference", end], [`${formatValue(inference)} ${up ? "↑" : "↓"}`, end + 1]];
  }

  // rows: [[measured, theory, inference]] as numbers or texts
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
