// Curves of all runs over the steps: a thin line for each, median and middle half of each arm.

import { setText } from "../elements.js";
import { formatCount } from "../format.js";
import { dragAlong } from "../player.js";
import { joinedPath, labelsBeside, linesAcross, roundTicks, spreadLabels } from "../plot.js";
import { NAME_ROOM, markAt, shortName } from "./arms.js";
import { LiveFigure } from "./figure.js";
import { FEWEST_IN_BAND, chosenSteps, curveOf, measuredPlace, middleOf, valueOf } from "./film.js";
import { chosenWords, formatAxis, formatLoss, linesWords } from "./words.js";

/** @typedef {import("../plot.js").Label} Label */
/** @typedef {import("./film.js").Run} Run */
/** @typedef {import("./film.js").Plan} Plan */
/** @typedef {import("./film.js").Part} Part */
/** @typedef {{arm: number, part: Part}} Line */

export const AXIS = { left: 42, top: 8, bottom: 22, gap: 12, narrow: 520, row: 17 };
export const LABEL = { sample: 18, value: 66, name: 73, letter: 6.8, tick: 7 };
const ROUND_TOPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
/**
 * What is drawn of each measure, the main line last; the top of the axis before anything is
 * measured, and the least one.
 * @type {Record<import("./film.js").Curve, {title: string, parts: Part[], first: number, least: number}>}
 */
const CURVES = {
  loss: { title: "Loss", parts: ["train", "validation"], first: 3, least: 0.2 },
  error: { title: "Error", parts: ["train", "validation"], first: 1, least: 0.1 },
  rate: { title: "Learnt rate", parts: ["learnt"], first: 0.5, least: 0.1 },
};

/**
 * The least round number that is not below.
 * @param {number} value
 */
function roundTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (ROUND_TOPS.find((top) => top * power >= value * (1 - 1e-9)) ?? 10);
}

export class CurveChart extends LiveFigure {
  /**
   * @param {import("./film.js").Curve} measure
   * @param {(step: number) => void} onStep a place on the chart is pressed or dragged to
   */
  constructor(measure, onStep) {
    super({ name: `live-${measure}`, title: CURVES[measure].title });
    this.measure = measure;
    this.parts = CURVES[measure].parts;
    this.main = /** @type {Part} */ (this.parts.at(-1));
    this.error = measure === "error";
    this.narrow = false;
    this.steps = 1;
    this.top = this.letters = this.right = this.ceiling = this.floor = 0;
    this.hash = "";
    /** @type {(Line & {x: number, y: number})[]} */
    this.places = []; // of the names
    dragAlong(this.plot, (x) => onStep(((x - AXIS.left) / (this.right - AXIS.left)) * this.steps));
  }

  /**
   * Room for the names beside the lines, or above them on a phone.
   * @param {string[]} names
   */
  arrange(names) {
    this.narrow = this.width < AXIS.narrow;
    this.letters = this.narrow
      ? Math.floor(((this.width - AXIS.left - 10) / 2 - LABEL.name) / LABEL.letter)
      : NAME_ROOM;
    const longest = Math.max(8, ...names.map((name) => shortName(name).length));
    this.right = this.narrow
      ? this.width - 10
      : Math.round(this.width - AXIS.gap - LABEL.name - LABEL.letter * longest);
    this.ceiling = AXIS.top + (this.narrow ? AXIS.row * Math.ceil(names.length / 2) : 0);
    this.floor = this.height - AXIS.bottom;
  }

  /** @param {number} step */
  x(step) {
    return AXIS.left + ((this.right - AXIS.left) * step) / this.steps;
  }

  /**
   * Above the axis a line leaves the picture.
   * @param {number} value
   */
  y(value) {
    return Math.max(
      this.ceiling - 4,
      this.floor - ((this.floor - this.ceiling) * value) / this.top,
    );
  }

  /**
   * What changes with the data.
   * @param {Run | null} run null before the first
   * @param {Plan} plan
   */
  paintLines(run, plan) {
    const { names, last_step, pairs } = run ?? plan;
    this.steps = last_step;
    this.arrange(names);
    this.top = this.highest(run);
    if (this.hash !== (run?.hash ?? "")) {
      this.base.clear("band", "thin", "median", "sample", "chosen", "majority");
      this.over.clear("dot");
    }
    this.hash = run?.hash ?? "";
    setText(
      this.note,
      this.error
        ? `share of wrong answers; ${linesWords(pairs)}`
        : "nats, without masks; solid: validation, dashed: training (labels as given, 300 rows at most)",
    );
    const axes = this.paintAxes();
    const measured = run?.steps.length ? run : null;
    if (measured) this.paintRuns(measured);
    const chosen = measured ? this.paintChosen(measured) : [];
    const majority = measured ? this.paintMajority(measured) : [];
    this.base.write([...axes, ...majority, ...chosen, ...this.paintNames(measured, names)]);
  }

  /** @param {Run | null} run */
  highest(run) {
    if (!run?.steps.length) return CURVES[this.measure].first;
    let medians = CURVES[this.measure].least;
    let all = 0;
    const rows = run.steps.length * run.arms.length;
    for (const part of this.parts) {
      const row = curveOf(run, part, this.measure) * rows;
      for (let at = row; at < row + rows; at++)
        if (run.middle[3 * at + 2] > medians) medians = run.middle[3 * at + 2];
      for (let at = row * run.pairs; at < (row + rows) * run.pairs; at++)
        if (run.values[at] > all && run.values[at] < Infinity) all = run.values[at];
    }
    const top = roundTop(Math.min(1.04 * Math.max(all, medians), 1.25 * medians));
    return this.measure === "loss" ? top : Math.min(1, top);
  }

  /** @returns {Label[]} */
  paintAxes() {
    const tick = (/** @type {number} */ value) =>
      this.error ? `${formatAxis(100 * value)}%` : formatAxis(value);
    const values = this.valueTicks(tick);
    const frame = { left: AXIS.left, right: this.right, y: this.y.bind(this) };
    this.base.path("grid", linesAcross(values, frame));
    const foot = this.floor + 15;
    /** @type {[number, string]} */
    const [x, anchor] = this.narrow ? [this.width, "end"] : [this.right, "middle"];
    return [
      ...labelsBeside(values, frame, tick),
      ...this.stepTicks().map(
        (step) =>
          /** @type {Label} */ ([
            this.x(step),
            foot,
            step ? "middle" : "start",
            step ? formatCount(step) : "step 0",
            "tick",
          ]),
      ),
      [x, foot, anchor, formatCount(this.steps), "tick"],
    ];
  }

  /**
   * Round numbers whose labels fit beside the axis; the top is one of them where it is round.
   * @param {(value: number) => string} label
   */
  valueTicks(label) {
    for (let count = this.floor - this.ceiling > 90 ? 4 : 3; ; count--) {
      const ticks = roundTicks(0, this.top * (1 + 1e-9), count);
      if (count === 1 || ticks.every((value) => label(value).length <= LABEL.tick)) return ticks;
    }
  }

  // Round steps that leave room for the last one.
  stepTicks() {
    const room = LABEL.letter * formatCount(this.steps).length + 18;
    return roundTicks(0, this.steps, this.narrow ? 4 : 5).filter(
      (step) => Number.isInteger(step) && this.right - this.x(step) > room,
    );
  }

  /**
   * Bands below thin lines below medians, whatever the arm.
   * @param {Run} run
   */
  paintRuns(run) {
    const xs = run.steps.map((step) => Math.round(10 * this.x(step)) / 10);
    const crowd = run.pairs > 40 ? " crowded" : run.pairs > 12 ? " many" : "";
    const main = curveOf(run, this.main, this.measure);
    run.colours.forEach((colour, arm) =>
      this.base.path(`band ${arm}`, this.bandPath(run, main, arm, xs), {
        kind: "band",
        colour,
      }),
    );
    for (const part of this.parts) {
      const curve = curveOf(run, part, this.measure);
      run.colours.forEach((colour, arm) => {
        let thin = "";
        for (let pair = 0; run.pairs > 1 && pair < run.pairs; pair++)
          thin += this.linePath(xs, (at) => valueOf(run, curve, at, arm, pair));
        this.base.path(`thin ${part} ${arm}`, thin, { kind: `thin ${part}${crowd}`, colour });
      });
    }
    for (const part of this.parts) {
      const curve = curveOf(run, part, this.measure);
      run.colours.forEach((colour, arm) =>
        this.base.path(
          `median ${part} ${arm}`,
          this.linePath(xs, (at) => middleOf(run, curve, at, arm)),
          { kind: `median ${part}`, colour },
        ),
      );
    }
  }

  /**
   * A line through finite values, with gaps where a run was stopped.
   * @param {number[]} xs
   * @param {(at: number) => number} value
   */
  linePath(xs, value) {
    let path = "";
    let drawn = false;
    for (let at = 0; at < xs.length; at++) {
      const height = value(at);
      const there = Number.isFinite(height);
      if (there) path += `${drawn ? "L" : "M"}${xs[at]} ${Math.round(10 * this.y(height)) / 10}`;
      drawn = there;
    }
    return path;
  }

  /** @param {Run} run @param {number} curve @param {number} arm @param {number[]} xs */
  bandPath(run, curve, arm, xs) {
    const places = [...xs.keys()].filter((at) => Number.isFinite(middleOf(run, curve, at, arm)));
    if (run.pairs < FEWEST_IN_BAND || places.length < 2) return "";
    const edge = (/** @type {0 | 2} */ which, /** @type {number[]} */ order) =>
      order.map((at) => [xs[at], this.y(middleOf(run, curve, at, arm, which))]);
    return `${joinedPath(edge(2, places).concat(edge(0, [...places].reverse())))}Z`;
  }

  /**
   * Where early stopping chose, which the validation loss decides: from the curve down to the axis.
   * @param {Run} run
   * @returns {Label[]} what stands beside
   */
  paintChosen(run) {
    if (this.measure !== "loss") return [];
    const validation = curveOf(run, "validation", "loss");
    return chosenSteps(run).map(({ arm, step }, row) => {
      const [x, foot] = [this.x(step), this.floor - 6 - 14 * row];
      const y = this.y(middleOf(run, validation, measuredPlace(run, step), arm));
      const colour = run.colours[arm];
      this.base.path(`chosen line ${arm}`, `M${x.toFixed(1)} ${y.toFixed(1)}V${this.floor}`, {
        kind: "chosen",
        colour,
      });
      this.base.path(`chosen mark ${arm}`, markAt(arm, x, y, 4.5), { kind: "mark", colour });
      const says = chosenWords(run, step);
      const room = LABEL.letter * says.length;
      if (x + 6 + room < this.right) return [x + 6, foot, "start", says, "label haloed"];
      const end = x - 6 - room > AXIS.left ? x - 6 : this.right - 4;
      return [end, foot, "end", says, "label haloed"];
    });
  }

  /**
   * A thin line at the error of always answering the most frequent class; as high as the chart
   * where it is beyond.
   * @param {Run} run
   * @returns {Label[]} what stands beside
   */
  paintMajority({ majority_error: error }) {
    if (!this.error || error === null) return [];
    const y = this.y(error);
    const within = y >= this.ceiling;
    const path = `M${AXIS.left} ${y.toFixed(1)}H${this.right}`;
    this.base.path("majority", within ? path : "", { kind: "majority" });
    const value = `most frequent class: ${(100 * error).toFixed(1)}%${within ? "" : " ↑"}`;
    const whole = `always the ${value}`;
    const says = LABEL.letter * whole.length < this.right - AXIS.left ? whole : value;
    const at = Math.max(y, this.ceiling) + (y > this.floor - 18 ? -5 : 12);
    return [[this.right - 4, at, "end", says, "label quiet haloed"]];
  }

  /**
   * A name for each line at the height where it ends.
   * @param {Run | null} run null before anything was measured
   * @param {string[]} names
   * @returns {Label[]}
   */
  paintNames(run, names) {
    /** @type {Part[]} */
    const parts = names.length > 2 || this.narrow ? ["validation"] : ["validation", "train"];
    const lines = names.flatMap((_, arm) => parts.map((part) => ({ arm, part })));
    this.places = run ? this.namePlaces(run, lines) : [];
    if (run) this.places.forEach((place) => this.paintSample(run, place));
    return this.places.map(({ x, y, arm, part }) => [
      x + LABEL.name,
      y + 4,
      "start",
      part === "train" ? "training" : shortName(names[arm], this.letters),
      part === "train" ? "label quiet" : "label",
    ]);
  }

  /** @param {Run} run @param {Line & {x: number, y: number}} place */
  paintSample(run, { x, y, arm, part }) {
    const colour = run.colours[arm];
    this.base.path(`sample ${part} ${arm}`, `M${x} ${y.toFixed(1)}h${LABEL.sample}`, {
      kind: `median ${part}`,
      colour,
    });
    this.base.path(
      `sample mark ${part} ${arm}`,
      part === "train" ? "" : markAt(arm, x + LABEL.sample / 2, y, 3.2),
      { kind: "mark", colour },
    );
  }

  /** @param {Run} run @param {Line[]} lines */
  namePlaces(run, lines) {
    if (this.narrow)
      return lines.map((line, i) => ({
        ...line,
        x: AXIS.left + (i % 2) * ((this.right - AXIS.left) / 2),
        y: AXIS.top - 2 + AXIS.row * Math.floor(i / 2),
      }));
    const end = (/** @type {Line} */ { arm, part }) => {
      const curve = curveOf(run, part, this.measure);
      const heights = run.steps.map((_, at) => middleOf(run, curve, at, arm));
      const last = heights.filter(Number.isFinite).at(-1);
      return last === undefined ? this.ceiling : this.y(last);
    };
    const heights = spreadLabels(lines.map(end), 14, this.ceiling + 4, this.floor - 4);
    return lines.map((line, i) => ({ ...line, x: this.right + AXIS.gap, y: heights[i] }));
  }

  /**
   * What moves with the step: a line and dots on the medians; beside the names what was last
   * measured.
   * @param {Run | null} run
   * @param {number} step
   * @param {number} place among the measured steps, -1 before any
   */
  paintAt(run, step, place) {
    if (!run || place < 0) {
      this.over.clear("now", "dot");
      return this.over.write([]);
    }
    this.over.path("now", `M${this.x(step).toFixed(1)} ${this.ceiling - 4}V${this.floor}`);
    const end = this.x(run.steps[place]); // where the numbers beside the names are from
    const valueAt = (/** @type {Part} */ part, /** @type {number} */ arm) =>
      middleOf(run, curveOf(run, part, this.measure), place, arm);
    run.colours.forEach((colour, arm) => {
      for (const part of this.parts) {
        const value = valueAt(part, arm);
        const r = part === "train" ? 2.6 : 3.6;
        this.over.path(
          `dot ${part} ${arm}`,
          Number.isFinite(value) ? markAt(arm, end, this.y(value), r) : "",
          { kind: `dot ${part}`, colour },
        );
      }
    });
    this.over.write(
      this.places.map(({ x, y, arm, part }) => [
        x + LABEL.value,
        y + 4,
        "end",
        this.valueWords(valueAt(part, arm)),
        "value",
      ]),
    );
  }

  /** @param {number} value */
  valueWords(value) {
    if (!Number.isFinite(value)) return "–";
    return this.error ? `${(100 * value).toFixed(1)}%` : formatLoss(value);
  }
}
