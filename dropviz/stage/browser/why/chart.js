// The two pictures of "Why dropout?": wrong answers over the steps, and the pairs at the end.

import { element } from "../shared/elements.js";
import { dragAlong } from "../shared/player.js";
import {
  Plot,
  circleAt,
  joinedPath,
  labelsBelow,
  labelsBeside,
  linesAcross,
  namesBeside,
} from "../shared/plot.js";
import { ARMS, LINES, NEW } from "./errors.js";

/** @import { Errors } from "./errors.js" */
/** @import { WhyView } from "./payload.d.ts" */

export const LEFT = 46;
const RIGHT = { wide: 206, narrow: 146 }; // room for the names of lines
const NARROW = 560;
const TOP = 0.6; // of the axis; the first steps lie above it
const TICKS = [0, 0.2, 0.4, 0.6];
const HEIGHT = 330;
const COLOURS = ["var(--dv-without-dropout)", "var(--dv-with-dropout)"];
const NAMES = {
  wide: [
    ["training labels", "new digits"],
    ["training labels, dropout", "new digits, dropout"],
  ],
  narrow: [
    ["training", "new"],
    ["training, dropout", "new, dropout"],
  ],
};
const percent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`;

export class ErrorChart extends Plot {
  /** @param {Errors} errors @param {(at: number) => void} onPlace */
  constructor(errors, onPlace) {
    super({ height: HEIGHT, class: "why-errors" }, ["grid", "marker"]);
    this.errors = errors;
    const note = "line: mean of ten networks; band: all ten";
    this.node = element(
      "section",
      { class: "why-chart" },
      element("h2", { text: "Wrong answers" }),
      this.svg,
      element("p", { class: "quiet", text: note }),
    );
    dragAlong(/** @type {any} */ (this.svg), (x) =>
      onPlace(Math.round(((x - LEFT) / (this.right - LEFT)) * errors.last)),
    );
  }

  /** @returns {"wide" | "narrow"} */
  get room() {
    return this.width < NARROW ? "narrow" : "wide";
  }

  get right() {
    return this.width - RIGHT[this.room];
  }

  /** @param {WhyView} view */
  paint({ lines, at, seen }) {
    const { errors } = this;
    const { x, y, ...room } = this.frame([0, errors.last], [0, TOP], {
      left: LEFT,
      right: RIGHT[this.room],
      top: 12,
      bottom: 24,
    });
    const height = (/** @type {number} */ share) => y(Math.min(share, 1.04 * TOP));
    this.path("grid", linesAcross(TICKS, { ...room, y }));
    this.path("marker", `M${x(at).toFixed(1)} ${room.top}V${room.bottom}`);
    this.clear("line", "band");
    /** @type {[string, number][]} */
    const ends = [];
    /** @type {[string, number][]} */
    const looked = []; // at a step before the end
    for (const [part, arm] of LINES[lines]) {
      const steps = Array.from({ length: seen + 1 }, (_, step) => step);
      const runs = steps.map((step) => errors.runs(part, step, arm));
      const points = steps.map((step) => [x(step), height(errors.mean(part, step, arm))]);
      const upper = runs.map((all, step) => [x(step), height(Math.max(...all))]);
      const lower = runs.map((all, step) => [x(step), height(Math.min(...all))]).reverse();
      const kind = part === NEW ? "new" : "train";
      const colour = COLOURS[arm];
      this.path(`band-${part}${arm}`, `${joinedPath([...upper, ...lower])}Z`, {
        kind: "band",
        colour,
      });
      this.path(`line-${part}${arm}`, joinedPath(points), { kind: `line ${kind}`, colour });
      const value = errors.mean(part, at, arm);
      this.path(`line-dot${part}${arm}`, circleAt(x(at), height(value), 4), {
        kind: "dot",
        colour,
      });
      const end = errors.mean(part, seen, arm);
      ends.push([`${percent(end)} ${NAMES[this.room][arm][part]}`, height(end)]);
      if (at < seen) looked.push([percent(value), height(value) - 11]);
    }
    this.write([
      ...labelsBeside(TICKS, { ...room, y }, percent),
      ...labelsBelow(
        (this.room === "wide" ? [0, 5, 10, 15, 20] : [0, 10, 20]).filter(
          (tick) => tick <= errors.last,
        ),
        x,
        this.height - 6,
        (tick) => (tick ? String(errors.steps[tick]) : "step 0"),
      ),
      ...namesBeside(looked, { x: x(at) + 7, gap: 16, low: room.top + 12, high: room.bottom }),
      ...namesBeside(ends, { x: this.right + 8, gap: 18, low: room.top + 12, high: room.bottom }),
    ]);
    this.say(`Wrong answers over ${errors.steps[errors.last]} training steps.`);
  }
}

const PAIR_MARGINS = { left: 46, right: 20, top: 12, bottom: 24 };

export class PairChart extends Plot {
  /** @param {Errors} errors */
  constructor(errors) {
    super({ height: HEIGHT, class: "why-pairs" }, ["grid"]);
    this.errors = errors;
    this.words = element("p", { class: "quiet" });
    this.node = element(
      "section",
      { class: "why-chart" },
      element("h2", { text: "At the end, pair by pair" }),
      this.svg,
      this.words,
    );
  }

  paint() {
    const { tests } = this.errors;
    const highest = Math.max(...tests.flat());
    const top = Math.ceil(highest * 10) / 10;
    const { x, y, ...room } = this.frame([-0.35, 1.35], [0, top], PAIR_MARGINS);
    const ticks = [0, 0.1, 0.2, 0.3, 0.4, 0.5].filter((tick) => tick <= top);
    this.path("grid", linesAcross(ticks, { ...room, y }));
    for (const [pair, plain] of tests[0].entries()) {
      const ends = [
        [x(0), y(plain)],
        [x(1), y(tests[1][pair])],
      ];
      this.path(`pair-${pair}`, joinedPath(ends), { kind: "pair" });
      for (const [arm, [px, py]] of ends.entries())
        this.path(`pair-${pair}-${arm}`, circleAt(px, py, 4), {
          kind: "dot",
          colour: COLOURS[arm],
        });
    }
    this.write([
      ...labelsBeside(ticks, { ...room, y }, percent),
      ...labelsBelow([0, 1], x, this.height - 6, (arm) => ARMS[arm]),
    ]);
  }
}
