// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Two small plots of "Expected activations": noise variance, and depth.

import { element, setAttr, setText } from "../shared/elements.js";
import { superscript } from "../shared/format.js";
import { formatValue, joinedPath, roundTicks, spreadLabels, svgPart } from "../shared/plot.js";
import { noiseVariance } from "./moments.js";

// A small plot with a title; subclasses draw into this.svg.
class SmallPlot {
  constructor(title, says, height) {
    this.height = height;
    this.svg = svgPart("svg", { role: "img", height, "aria-label": says });
    this.caption = element("p", { class: "quiet" });
    this.node = element(
      "section",
      { class: "small" },
      element("h2", { text: title }),
      this.svg,
      this.caption,
    );
    this.texts = [];
    this.paths = {};
  }

  path(name, d) {
    if (!this.paths[name]) this.svg.append((this.paths[name] = svgPart("path", { class: name })));
    setAttr(this.paths[name], "d", d);
  }

  // labels: [[x, y, anchor, text, class]]
  write(labels) {
    while (this.texts.length < labels.length)
      this.svg.append((this.texts.push(svgPart("text")), this.texts.at(-1)));
    this.texts.forEach((node, i) => {
      const [x = 0, y = 0, anchor = "start", text = "", kind = ""] = labels[i] ?? [];
      setText(node, text);
      Object.entries({
        x: x.toFixed(1),
        y: y.toFixed(1),
        "text-anchor": anchor,
        class: kind,
      }).forEach(([name, value]) => setAttr(node, name, value));
    });
  }
}

const circleAt = (x, y, r) =>
  `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
const squareAt = (x, y, r) =>
  `M${(x - r).toFixed(1)} ${(y - r).toFixed(1)}h${2 * r}v${2 * r}h${-2 * r}Z`;

export class NoisePlot extends SmallPlot {
  constructor(height) {
    super(
      "Noise: variance of an inverted mask, p / (1 − p)",
      "Curve of p / (1 - p) against p, rising without bound towards p = 1, with a marker at the present p.",
      height,
    );
  }

  paint(p, width) {
    const top = 9;
    const [left, right, base] = [22, width - 22, this.height - 18];
    const x = (rate) => left + rate * (right - left);
    const y = (value) => base - (value / top) * (base - 8);
    setAttr(this.svg, "width", width);
    const value = noiseVariance(p);
    const rates = Array.from({ length: 91 }, (_, i) => i / 100);
    this.path("grid", [3, 6, 9].map((tick) => `M${left} ${y(tick).toFixed(1)}H${right}`).join(""));
    this.path("zero", `M${left} ${base}H${right}`);
    this.path("theory", joinedPath(rates.map((rate) => [x(rate), y(noiseVariance(rate))])));
    const inside = value <= top + 1e-9;
    const at = [x(p), inside ? y(value) : y(top)];
    this.path("marker", p < 1 && inside ? circleAt(...at, 5) : "");
    const note = p >= 1 ? "only zeros: 0" : `${formatValue(value)}${inside ? "" : " ↑"}`;
    const early = p < 0.35;
    this.write([
      ...[0, 3, 6, 9].map((tick) => [left - 5, y(tick) + 4, "end", String(tick), "tick"]),
      ...[0, 0.5, 1].map((tick) => [x(tick), base + 14, "middle", String(tick), "tick"]),
      [right + 12, base + 14, "start", "p", "tick"],
      [
        inside || p >= 1 ? at[0] + (early ? 0 : -9) : x(0.9) - 8,
        p >= 1 ? base - 6 : Math.max(12, at[1] - (early ? 10 : inside ? 4 : -14)),
        early ? "middle" : "end",
        note,
        "label",
      ],
    ]);
  }
}

export class DepthPlot extends SmallPlot {
  constructor(height) {
    super(
      "Depth: training mean over inference mean, log axis",
      "Mean signal while training, divided by the one at inference, through 1 to 10 layers, with inverted scaling and without, for linear layers and for a ReLU stack.",
      height,
    );
  }

  // ratios: inverted ReLU stack, one a layer
  paint(p, ratios, width) {
    const [left, right, base] = [36, width - 112, this.height - 18];
    setAttr(this.svg, "width", width);
    const layers = Array.from(ratios, (_, i) => i + 1);
    const linear = layers.map((layer) => (1 - p) ** layer);
    const series = [
      Array.from(ratios),
      layers.map(() => 1),
      Array.from(ratios, (ratio, i) => ratio * linear[i]),
      linear,
    ];
    const positive = series.flat().filter((value) => value > 0);
    const low = Math.floor(Math.log10(Math.min(0.1, ...positive)) + 1e-9);
    const high = Math.ceil(Math.log10(Math.max(10, ...positive)) - 1e-9);
    const x = (layer) => left + ((layer - 1) / (layers.length - 1)) * (right - left);
    const y = (value) => base - ((Math.log10(value) - low) / (high - low)) * (base - 6);
    const points = (values) =>
      values
        .map((value, i) => [x(i + 1), value])
        .filter(([, value]) => value > 0)
        .map(([at, value]) => [at, y(value)]);
    const none = p >= 1;
    const decades = roundTicks(low, high, 4).filter(Number.isInteger);
    this.path(
      "grid",
      decades.map((power) => `M${left} ${y(10 ** power).toFixed(1)}H${right}`).join(""),
    );
    this.path("theory", none ? "" : joinedPath(points(series[1])) + joinedPath(points(series[3])));
    this.path(
      "inverted",
      points(series[0])
        .map(([at, up]) => squareAt(at, up, 3))
        .join(""),
    );
    this.path(
      "unscaled",
      points(series[2])
        .map(([at, up]) => circleAt(at, up, 3))
        .join(""),
    );
    const names = ["inverted, ReLU", "inverted, linear", "unscaled, ReLU", "unscaled, linear"];
    const ends = series.map((values) => (values.at(-1) > 0 ? y(values.at(-1)) : null));
    const there = none ? [] : ends.map((end, i) => i).filter((i) => ends[i] !== null);
    const heights = spreadLabels(
      there.map((i) => ends[i] + 4),
      14,
      10,
      base,
    );
    this.write([
      ...decades.map((power) => [
        left - 5,
        y(10 ** power) + 4,
        "end",
        power === 0 ? "1" : `10${superscript(power)}`,
        "tick",
      ]),
      ...[1, 4, 7, 10].map((layer) => [x(layer), base + 14, "middle", String(layer), "tick"]),
      [right + 13, base + 14, "start", "layers", "tick"],
      ...there.map((i, k) => [right + 12, heights[k], "start", names[i], "label"]),
      ...(none
        ? [[(left + right) / 2, base / 2, "middle", "p = 1: no signal at any depth", "label"]]
        : []),
    ]);
  }
}
