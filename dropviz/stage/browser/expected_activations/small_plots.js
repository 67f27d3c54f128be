// Two small plots of "Expected activations": noise variance, and depth.

import { setText } from "../shared/elements.js";
import {
  TitledPlot,
  circleAt,
  formatDecade,
  formatValue,
  joinedPath,
  labelsBelow,
  labelsBeside,
  linesAcross,
  namesBeside,
  roundTicks,
  squareAt,
} from "../shared/plot.js";
import { noiseVariance } from "./moments.js";

/** @import { Label } from "../shared/plot.js" */

const NOISE = { margins: { left: 22, right: 22, top: 8, bottom: 18 }, top: 9 };
const DEPTH = { left: 36, right: 112, top: 6, bottom: 18 };

export class NoisePlot extends TitledPlot {
  /** @param {number} height */
  constructor(height) {
    super({
      kind: "small",
      title: "Noise: variance of an inverted mask, p\u00a0/\u00a0(1\u00a0−\u00a0p)",
      height,
      names: ["grid", "zero", "theory", "marker"],
    });
    this.say(
      "Curve of p / (1 - p) against p, rising without bound towards p = 1, with a marker at the present p.",
    );
  }

  /**
   * @param {number} p
   * @param {number} variance of the inverted sum
   */
  paint(p, variance) {
    this.fit(this.node.clientWidth);
    const frame = this.frame([0, 1], [0, NOISE.top], NOISE.margins);
    const { left, right, bottom, x, y } = frame;
    const value = noiseVariance(p);
    const inside = p < 1 && value <= NOISE.top + 1e-9;
    const rates = Array.from({ length: 91 }, (_, i) => i / 100);
    this.draw({
      grid: linesAcross([3, 6, 9], frame),
      zero: `M${left} ${bottom}H${right}`,
      theory: joinedPath(rates.map((rate) => [x(rate), y(noiseVariance(rate))])),
      marker: inside ? circleAt(x(p), y(value), 5) : "",
    });
    this.write([
      ...labelsBeside([0, 3, 6, 9], frame),
      ...labelsBelow([0, 0.5, 1], x, bottom + 14),
      [right + 12, bottom + 14, "start", "p", "tick"],
      this.valueLabel(p, value, inside, frame),
    ]);
    setText(
      this.note,
      `Variance of the inverted sum: this times Σ (w x)², ${formatValue(variance)}.`,
    );
  }

  /**
   * @param {number} p
   * @param {number} value
   * @param {boolean} inside
   * @param {ReturnType<TitledPlot["frame"]>} frame
   * @returns {Label}
   */
  valueLabel(p, value, inside, { top, bottom, x, y }) {
    if (p >= 1) return [x(1) - 9, bottom - 6, "end", "only zeros: 0", "label"];
    if (!inside) return [x(0.9) - 8, y(NOISE.top) + 14, "end", `${formatValue(value)} ↑`, "label"];
    const [at, anchor, up] = p < 0.35 ? [x(p), "middle", 10] : [x(p) - 9, "end", 4];
    return [at, Math.max(top + 4, y(value) - up), anchor, formatValue(value), "label"];
  }
}

export class DepthPlot extends TitledPlot {
  /** @param {number} height */
  constructor(height) {
    super({
      kind: "small",
      title: "Depth: training mean over inference mean, log axis",
      height,
      names: ["grid", "theory", "inverted", "unscaled"],
    });
    this.say(
      "Mean signal while training, divided by the one at inference, through 1 to 10 layers, with inverted scaling and without, for linear layers and for a ReLU stack.",
    );
    setText(this.note, "Lines: closed form. Squares and circles: random ReLU stack, simulated.");
  }

  /**
   * @param {number} p
   * @param {Float64Array} ratios training mean over inference mean of an inverted ReLU stack, one a layer
   */
  paint(p, ratios) {
    this.fit(this.node.clientWidth);
    const lines = signalsThroughLayers(p, ratios);
    const positive = lines.flatMap(({ values }) => values.filter((value) => value > 0));
    const low = Math.floor(Math.log10(Math.min(0.1, ...positive)) + 1e-9);
    const high = Math.ceil(Math.log10(Math.max(10, ...positive)) - 1e-9);
    const frame = this.frame([1, ratios.length], [low, high], DEPTH);
    const { left, right, bottom, x, y } = frame;
    const none = p >= 1;
    const points = lines.map(({ values }) =>
      none
        ? []
        : values.flatMap((value, i) => (value > 0 ? [[x(i + 1), y(Math.log10(value))]] : [])),
    );
    const [inverted, invertedLinear, unscaled, unscaledLinear] = points;
    const decades = roundTicks(low, high, 4).filter(Number.isInteger);
    this.draw({
      grid: linesAcross(decades, frame),
      theory: joinedPath(invertedLinear) + joinedPath(unscaledLinear),
      inverted: inverted.map(([at, up]) => squareAt(at, up, 3)).join(""),
      unscaled: unscaled.map(([at, up]) => circleAt(at, up, 3)).join(""),
    });
    /** @type {[string, number][]} */
    const ends = lines.flatMap(({ name, values }, i) =>
      !none && (values.at(-1) ?? 0) > 0 ? [[name, points[i].at(-1)?.[1] ?? 0]] : [],
    );
    this.write([
      ...labelsBeside(decades, frame, formatDecade),
      ...labelsBelow([1, 4, 7, 10], x, bottom + 14),
      [right + 13, bottom + 14, "start", "layers", "tick"],
      ...namesBeside(ends, { x: right + 12, gap: 14, low: 10, high: bottom }),
      ...(none ? [noSignal((left + right) / 2, bottom / 2)] : []),
    ]);
  }
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {Label}
 */
function noSignal(x, y) {
  return [x, y, "middle", "p = 1: no signal at any depth", "label"];
}

/**
 * Training mean over inference mean after each layer: without scaling, (1 − p) is lost in each.
 * @param {number} p
 * @param {Float64Array} ratios of an inverted ReLU stack
 */
function signalsThroughLayers(p, ratios) {
  const inverted = Array.from(ratios);
  const lost = inverted.map((_, i) => (1 - p) ** (i + 1));
  return [
    { name: "inverted, ReLU", values: inverted },
    { name: "inverted, linear", values: inverted.map(() => 1) },
    { name: "unscaled, ReLU", values: inverted.map((ratio, i) => ratio * lost[i]) },
    { name: "unscaled, linear", values: lost },
  ];
}
