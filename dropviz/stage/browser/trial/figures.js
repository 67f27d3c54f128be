// The figures of a trial's panel: those of "Live training" on less room, and a legend above.

import { element, setAttr, setText } from "../shared/elements.js";
import { svgPart } from "../shared/plot.js";
import { markAt, sameValue } from "../shared/run/arms.js";
import { AXIS, CurveChart } from "../shared/run/curves.js";
import { curveOf, middleOf } from "../shared/run/film.js";
import { STRIP, VerdictPicture, intervalWords } from "../shared/run/verdict.js";

/** @typedef {import("../shared/run/film.js").Run} Run */
/** @typedef {import("../shared/run/film.js").Plan} Plan */

const VALUE_ROOM = 76; // px beside the curves

const NOTES = {
  loss: "nats, without dropout (eval); dashed: training part",
  error: "wrong answers",
  rate: "chance of being dropped, as the network sets it; mean over its layers",
};
const EVAL =
  "Both curves are measured without dropout (eval mode). Solid: validation part; dashed: training part.";

// The names stand once, above both charts: beside the lines are marks and values.
export class TrialCurve extends CurveChart {
  arrange() {
    this.narrow = false;
    this.right = this.width - VALUE_ROOM;
    this.ceiling = AXIS.top;
    this.floor = this.height - AXIS.bottom;
  }

  /** @override @param {Run | null} run @param {Plan} plan */
  paintLines(run, plan) {
    super.paintLines(run, plan);
    setText(this.note, NOTES[this.measure]);
    setAttr(this.node, "title", this.measure === "rate" ? "" : EVAL);
    this.base.clear("along");
    run?.colours.forEach((colour, arm) =>
      this.base.path(`along ${arm}`, this.marksAlong(run, arm), { kind: "mark", colour }),
    );
  }

  /**
   * The arm's mark on its median, each arm's at other steps: lines are not told apart by colour
   * alone.
   * @param {Run} run
   * @param {number} arm
   */
  marksAlong(run, arm) {
    const curve = curveOf(run, this.main, this.measure);
    return [...run.steps.keys()]
      .filter((at) => at % run.arms.length === arm)
      .map((at) => ({ x: this.x(run.steps[at]), value: middleOf(run, curve, at, arm) }))
      .filter(({ value }) => Number.isFinite(value))
      .map(({ x, value }) => markAt(arm, x, this.y(value), 3.4))
      .join("");
  }

  /** @override @param {Run | null} run @param {string[]} names */
  paintNames(run, names) {
    super.paintNames(run, names);
    return [];
  }

  /**
   * Steps are not looked at one by one here.
   * @override @param {Run | null} run @param {number} step @param {number} place
   */
  paintAt(run, step, place) {
    super.paintAt(run, step, place);
    this.over.clear("now");
  }
}

// Of the arms that learn a rate.
export class RateCurve extends TrialCurve {
  constructor() {
    super("rate", () => {});
  }

  /** @override @param {Run} run @param {import("../shared/run/curves.js").Line[]} lines */
  namePlaces(run, lines) {
    const curve = curveOf(run, this.main, this.measure);
    const learns = (/** @type {number} */ arm) => Number.isFinite(middleOf(run, curve, 0, arm));
    return super.namePlaces(
      run,
      lines.filter(({ arm }) => learns(arm)),
    );
  }
}

export class TrialVerdict extends VerdictPicture {
  /** @override @param {Run | null} run @param {Plan} plan */
  noteWords(run, { names, pairs }) {
    const minus = this.width < STRIP.narrow ? "" : `, minus ${names[0]}`;
    return `test part${minus}; ${pairs === 1 ? "the one pair" : `dots: pairs; bar: mean, ${intervalWords(run, 1)}`}`;
  }
}

export class Legend {
  constructor() {
    this.node = element("ul", { class: "legend", "aria-label": "Arms" });
    /** @type {unknown} */
    this.painted = null;
  }

  /** @param {Plan} plan */
  paint({ names, colours }) {
    if (sameValue([names, colours], this.painted)) return;
    this.painted = [names, colours];
    const entries = names.map((name, arm) => {
      const sample = svgPart(
        "svg",
        { width: 24, height: 12, "aria-hidden": "true" },
        svgPart("path", { d: "M1 6H23", class: "median" }),
        svgPart("path", { d: markAt(arm, 12, 6, 3.6), class: "mark" }),
      );
      sample.style.setProperty("--arm", colours[arm]);
      return element("li", {}, sample, element("span", { text: name }));
    });
    this.node.replaceChildren(...entries);
  }
}
