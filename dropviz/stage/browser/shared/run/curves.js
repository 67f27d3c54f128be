// @ts-nocheck
// Curves of all runs over the steps: a thin line for each, median and middle half of each arm.

import { setText } from "../elements.js";
import { formatCount } from "../format.js";
import { dragAlong } from "../player.js";
import { joinedPath, roundTicks, spreadLabels } from "../plot.js";
import { NAME_ROOM, armNames, markAt, shortName } from "./arms.js";
import { LiveFigure } from "./figure.js";
import { CURVE_OF, FEWEST_IN_BAND, chosenSteps, measuredPlace, middleOf, valueOf } from "./film.js";
import { chosenWords, formatAxis, formatLoss, linesWords } from "./words.js";

export const AXIS = { left: 42, top: 8, bottom: 22, gap: 12, narrow: 520, row: 17 };
export const LABEL = { sample: 18, value: 63, name: 70, letter: 6.2, tick: 7 };
const ROUND_TOPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

// The least round number that is not below.
function roundTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ROUND_TOPS.find((top) => top * power >= value * (1 - 1e-9));
}

export class CurveChart extends LiveFigure {
  // measure: "loss" | "error"; onStep(step) when a place on the chart is pressed or dragged to.
  constructor(measure, onStep) {
    const error = measure === "error";
    super({ name: `live-${measure}`, title: error ? "Error" : "Loss" });
    Object.assign(this, { measure, error, top: 0 });
    dragAlong(this.plot, (x) => onStep(((x - AXIS.left) / (this.right - AXIS.left)) * this.steps));
  }

  // Room for the names beside the lines, or above them on a phone.
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

  x(step) {
    return AXIS.left + ((this.right - AXIS.left) * step) / this.steps;
  }

  // Above the axis a line leaves the picture.
  y(value) {
    return Math.max(
      this.ceiling - 4,
      this.floor - ((this.floor - this.ceiling) * value) / this.top,
    );
  }

  // What changes with the data. run: null before the first.
  paintLines(run, view) {
    const names = run?.names ?? armNames(view.arms);
    this.steps = run?.settings.steps ?? view.steps;
    this.arrange(names);
    this.top = this.highest(run);
    if (this.hash !== (this.hash = run?.hash))
      this.clear("band", "thin", "median", "sample", "dot", "chosen");
    const times = run?.steps.length ?? 0;
    setText(
      this.note,
      this.error
        ? `share of wrong answers; ${linesWords(run?.pairs ?? view.pairs)}`
        : "nats, without masks; solid: validation, dashed: training (labels as given, 300 rows at most)",
    );
    this.paintAxes();
    if (times) this.paintRuns(run);
    this.paintNames(run, names, times ? this.paintChosen(run) : []);
  }

  highest(run) {
    const { train, validation } = CURVE_OF[this.measure];
    let medians = this.error ? 0.1 : 0.2;
    let all = 0;
    for (const curve of [train, validation]) {
      const [size, row] = run
        ? [run.steps.length * run.arms.length, curve * run.steps.length * run.arms.length]
        : [0, 0];
      for (let at = row; at < row + size; at++)
        if (run.middle[3 * at + 2] > medians) medians = run.middle[3 * at + 2];
      for (let at = row * (run?.pairs ?? 0); at < (row + size) * (run?.pairs ?? 0); at++)
        if (run.values[at] > all && run.values[at] < Infinity) all = run.values[at];
    }
    if (!run?.steps.length) return this.error ? 1 : 3;
    const top = roundTop(Math.min(1.04 * Math.max(all, medians), 1.25 * medians));
    return this.error ? Math.min(1, top) : top;
  }

  paintAxes() {
    const tick = (value) => (this.error ? `${formatAxis(100 * value)}%` : formatAxis(value));
    const values = this.valueTicks(tick);
    this.path(
      "grid",
      values.map((value) => `M${AXIS.left} ${this.y(value).toFixed(1)}H${this.right}`).join(""),
    );
    const [x, anchor] = this.narrow ? [this.width, "end"] : [this.right, "middle"];
    this.axisLabels = [
      ...values.map((value) => [AXIS.left - 6, this.y(value) + 4, "end", tick(value), "tick"]),
      ...this.stepTicks().map((step) => [
        this.x(step),
        this.floor + 15,
        step ? "middle" : "start",
        step ? formatCount(step) : "step 0",
        "tick",
      ]),
      [x, this.floor + 15, anchor, formatCount(this.steps), "tick"],
    ];
  }

  // Round numbers whose labels fit beside the axis; the top is one of them where it is round.
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

  // Bands below thin lines below medians, whatever the arm.
  paintRuns(run) {
    const { train, validation } = CURVE_OF[this.measure];
    const xs = run.steps.map((step) => Math.round(10 * this.x(step)) / 10);
    const arms = run.arms.map((_, arm) => ({ arm, colour: run.colours[arm] }));
    const kinds = [
      ["train", train],
      ["validation", validation],
    ];
    const crowd = run.pairs > 40 ? " crowded" : run.pairs > 12 ? " many" : "";
    for (const { arm, colour } of arms)
      this.path(`band ${arm}`, this.bandPath(run, validation, arm, xs), { kind: "band", colour });
    for (const [kind, curve] of kinds) {
      for (const { arm, colour } of arms) {
        let thin = "";
        for (let pair = 0; run.pairs > 1 && pair < run.pairs; pair++)
          thin += this.linePath(xs, (at) => valueOf(run, curve, at, arm, pair));
        this.path(`thin ${kind} ${arm}`, thin, { kind: `thin ${kind}${crowd}`, colour });
      }
    }
    for (const [kind, curve] of kinds)
      for (const { arm, colour } of arms)
        this.path(
          `median ${kind} ${arm}`,
          this.linePath(xs, (at) => middleOf(run, curve, at, arm)),
          { kind: `median ${kind}`, colour },
        );
  }

  // A line through finite values, with gaps where a run was stopped.
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

  bandPath(run, curve, arm, xs) {
    const places = xs
      .map((_, at) => at)
      .filter((at) => Number.isFinite(middleOf(run, curve, at, arm)));
    if (run.pairs < FEWEST_IN_BAND || places.length < 2) return "";
    const edge = (which, order) =>
      order.map((at) => [xs[at], this.y(middleOf(run, curve, at, arm, which))]);
    return `${joinedPath(edge(2, places).concat(edge(0, [...places].reverse())))}Z`;
  }

  // Where early stopping chose, which the validation loss decides: from the curve down to the axis.
  // What stands beside: a label for each arm.
  paintChosen(run) {
    if (this.error) return [];
    return chosenSteps(run).map(({ arm, step }, row) => {
      const [x, foot] = [this.x(step), this.floor - 6 - 14 * row];
      const y = this.y(middleOf(run, CURVE_OF.loss.validation, measuredPlace(run, step), arm));
      const says = chosenWords(run, step);
      const room = LABEL.letter * says.length;
      const [at, anchor] =
        x + 6 + room < this.right
          ? [x + 6, "start"]
          : [x - 6 - room > AXIS.left ? x - 6 : this.right - 4, "end"];
      this.path(`chosen line ${arm}`, `M${x.toFixed(1)} ${y.toFixed(1)}V${this.floor}`, {
        kind: "chosen",
        colour: run.colours[arm],
      });
      this.path(`chosen mark ${arm}`, markAt(arm, x, y, 4.5), {
        kind: "mark",
        colour: run.colours[arm],
      });
      return [at, foot, anchor, says, "label haloed"];
    });
  }

  // A name for each line at the height where it ends: [x, y, arm, curve]. further: other labels.
  paintNames(run, names, further) {
    const { train, validation } = CURVE_OF[this.measure];
    const times = run?.steps.length ?? 0;
    const curves = names.length > 2 || this.narrow ? [validation] : [validation, train];
    const lines = names.flatMap((_, arm) => curves.map((curve) => ({ arm, curve })));
    this.places = times ? this.namePlaces(run, lines) : [];
    const labels = this.places.map(({ x, y, arm, curve }) => [
      x + LABEL.name,
      y + 4,
      "start",
      curve === train ? "training" : shortName(names[arm], this.letters),
      curve === train ? "label quiet" : "label",
    ]);
    this.places.forEach(({ x, y, arm, curve }) => {
      const kind = curve === train ? "train" : "validation";
      this.path(`sample ${kind} ${arm}`, `M${x} ${y.toFixed(1)}h${LABEL.sample}`, {
        kind: `median ${kind}`,
        colour: run.colours[arm],
      });
      this.path(
        `sample mark ${kind} ${arm}`,
        curve === train ? "" : markAt(arm, x + LABEL.sample / 2, y, 3.2),
        { kind: "mark", colour: run.colours[arm] },
      );
    });
    this.write([...this.axisLabels, ...further, ...labels]);
  }

  namePlaces(run, lines) {
    if (this.narrow)
      return lines.map((line, i) => ({
        ...line,
        x: AXIS.left + (i % 2) * ((this.right - AXIS.left) / 2),
        y: AXIS.top - 2 + AXIS.row * Math.floor(i / 2),
      }));
    const last = run.steps.length - 1;
    const end = ({ arm, curve }) => {
      for (let at = last; at >= 0; at--)
        if (Number.isFinite(middleOf(run, curve, at, arm)))
          return this.y(middleOf(run, curve, at, arm));
      return this.ceiling;
    };
    const heights = spreadLabels(lines.map(end), 14, this.ceiling + 4, this.floor - 4);
    return lines.map((line, i) => ({ ...line, x: this.right + AXIS.gap, y: heights[i] }));
  }

  // What moves with the step: a line and dots on the medians; beside the names what was last
  // measured. place: among the measured steps, -1 before any.
  paintAt(run, step, place) {
    const { train, validation } = CURVE_OF[this.measure];
    const shown = run && place >= 0;
    const x = shown ? this.x(step) : 0;
    this.path("now", shown ? `M${x.toFixed(1)} ${this.ceiling - 4}V${this.floor}` : "", {
      layer: "over",
    });
    const end = shown ? this.x(run.steps[place]) : 0; // where the numbers beside the names are from
    const format = (value) =>
      !Number.isFinite(value)
        ? "–"
        : this.error
          ? `${(100 * value).toFixed(1)}%`
          : formatLoss(value);
    for (let arm = 0; arm < 6; arm++) {
      for (const [kind, curve] of [
        ["train", train],
        ["validation", validation],
      ]) {
        const value = shown && arm < run.arms.length ? middleOf(run, curve, place, arm) : NaN;
        this.path(
          `dot ${kind} ${arm}`,
          Number.isFinite(value)
            ? markAt(arm, end, this.y(value), kind === "train" ? 2.6 : 3.6)
            : "",
          { layer: "over", kind: `dot ${kind}`, colour: shown ? run.colours[arm] : undefined },
        );
      }
    }
    const values = shown
      ? this.places.map(({ x: left, y, arm, curve }) => [
          left + LABEL.value,
          y + 4,
          "end",
          format(middleOf(run, curve, place, arm)),
          "value",
        ])
      : [];
    this.write(values, "over");
  }
}
