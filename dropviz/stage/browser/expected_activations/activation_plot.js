// Dropout before or after an activation, drawn: a ring and a cross for each unit, on the same coins.

import { segmented } from "../shared/controls.js";
import { element, part, setText } from "../shared/elements.js";
import {
  TitledPlot,
  circleAt,
  crossAt,
  formatTick,
  formatValue,
  joinedPath,
  labelsBelow,
  labelsBeside,
  linesAcross,
  roundTicks,
} from "../shared/plot.js";
import { FUNCTIONS, largestDifference, passedOn } from "./activations.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { Label } from "../shared/plot.js" */
/** @import { Activation } from "./activations.js" */
/** @import { ExpectedView } from "./payload.d.ts" */

const WIDE = 700; // px: with so much width it is drawn higher
const HIGHER = 100;
const ROOM = { left: 36, right: 150, top: 8, bottom: 18 };
const SAME = 1e-9;

/** @type {Record<Activation, string>} */
export const ACTIVATION_TEXTS = {
  identity: "none",
  relu: "ReLU",
  leaky: "leaky",
  sigmoid: "sigmoid",
  tanh: "tanh",
  gelu: "GELU",
};

/**
 * @param {Activation} activation
 * @param {ReturnType<typeof passedOn>} passed
 * @param {{p: number, ratio: number}} noise
 */
export function placeWords(activation, passed, { p, ratio }) {
  const most = largestDifference(passed);
  if (activation === "identity")
    return p < 1
      ? `No activation, values of mean 0: dropout makes their variance ${formatValue(ratio)} times as large. In theory 1 / (1 − p) = ${formatValue(1 / (1 - p))}.`
      : "p = 1: only zeros pass, and their variance is 0.";
  const text = ACTIVATION_TEXTS[activation];
  const name = text[0].toUpperCase() + text.slice(1);
  if (most < SAME)
    return `${name}: rings and crosses coincide. Here before and after are the same.`;
  const silent = FUNCTIONS[activation](0);
  const dropped =
    silent > SAME
      ? `a dropped unit says ${formatValue(silent)} before it, 0 after`
      : "a dropped unit says 0 in both places, a kept one not the same";
  return `${name}: ${dropped}. The two differ by up to ${formatValue(most)}.`;
}

export class ActivationPlot extends TitledPlot {
  /** @param {number} height @param {ViewStore<ExpectedView>} store @param {Activation[]} names */
  constructor(height, store, names) {
    super({
      kind: "small",
      title: "Dropout before (ring) or after (cross) the activation",
      height,
      names: ["grid", "zero", "theory", "ring", "cross"],
    });
    this.low = height;
    this.functions = segmented({
      label: "Activation",
      onPick: (/** @type {Activation} */ activation) => store.change({ activation }),
      options: names.map((name) => [
        name,
        ACTIVATION_TEXTS[name],
        name === "leaky" ? "Leaky ReLU" : "",
      ]),
    });
    this.chooser = element("div", {}, this.functions.node);
    part("functions", this.chooser);
  }

  /**
   * @param {ExpectedView} view
   * @param {{z: Float64Array, kept: ArrayLike<number>, ratio: number}} units
   */
  paint({ activation, p }, { z, kept, ratio }) {
    this.functions.set(activation);
    const width = this.node.clientWidth;
    this.fit(width, this.low + (width > WIDE ? HIGHER : 0));
    const passed = passedOn(activation, z, kept, p);
    const f = FUNCTIONS[activation];
    const ends = [z[0], z[z.length - 1]];
    const line = Array.from({ length: 61 }, (_, i) => ends[0] + ((ends[1] - ends[0]) * i) / 60);
    const values = [...passed.before, ...passed.after, ...line.map(f), 0];
    const [lowest, highest] = [Math.min(...values), Math.max(...values)];
    const margin = 0.08 * (highest - lowest); // of which marks need some
    const [low, high] = [lowest - margin, highest + margin];
    const frame = this.frame([ends[0] - 0.3, ends[1] + 0.3], [low, high], ROOM);
    const { x, y, right, bottom } = frame;
    const marks = (/** @type {Float64Array} */ ys, /** @type {typeof circleAt} */ mark, size = 0) =>
      Array.from(ys, (value, i) => mark(x(z[i]), y(value), size)).join("");
    const ticks = roundTicks(low, high, 3);
    this.draw({
      grid: linesAcross(ticks, frame),
      zero: linesAcross([0], frame),
      theory: joinedPath(line.map((at) => [x(at), y(f(at))])),
      ring: marks(passed.before, circleAt, 5.5),
      cross: marks(passed.after, crossAt, 3.5),
    });
    this.write([
      ...labelsBeside(ticks, frame, formatTick),
      ...labelsBelow([-3, 0, 3], x, bottom + 14, formatTick),
      ...legend(right + 10),
    ]);
    this.say(
      "What each unit passes on, against what reaches it, with dropout before and after the activation.",
    );
    setText(this.note, placeWords(activation, passed, { p, ratio }));
    return { most: largestDifference(passed), silent: f(0) };
  }
}

/** @param {number} x @returns {Label[]} */
function legend(x) {
  return [
    [x, 20, "start", "line: no dropout", "tick"],
    [x, 37, "start", "○ dropped before", "label"],
    [x, 54, "start", "× dropped after", "label"],
  ];
}
