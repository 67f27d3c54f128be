// Beside the network: figures of one step and of the run so far, the last masks, shares of units.

import { element, part, setAttr, setText } from "../shared/elements.js";
import { formatCount, formatPercent } from "../shared/format.js";
import { MaskStrip, NONE } from "./masks.js";
import { countKept, expectedDistinct, hiddenSizes, maskAt } from "./recording.js";
import { paintShares } from "./shares.js";
import { chooserText, formatPowerOfTwo, sharesText } from "./words.js";

/** @import { Player } from "../shared/player.js" */
/** @import { Look } from "./look.js" */
/** @import { MaskEntry } from "./masks.js" */
/** @import { RecordedRun } from "./recording.js" */
/** @import { Scene } from "./scene.js" */

/** @typedef {Record<string, (scene: Scene) => string>} Figures by their names */

const HISTORY = 12; // sub-networks in the strip of the last steps
const IN_SIGHT = 1; // of the facts of a step; the others when they are asked for
const LAYERS = 3; // of weights
const ONE_DECIMAL = new Intl.NumberFormat("en-US", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** @type {Figures} */
const STEP_FIGURES = {
  "hidden units kept": ({ state, run }) => `${state.count} of ${run.units}`,
  "loss with its mask": ({ state }) => state.lossMasked.toFixed(2),
  "loss without mask": ({ state }) => state.lossPlain.toFixed(2),
  "weights it has a gradient for": ({ state }) => formatPercent(state.trained),
  "weights the batch has one for": ({ run, step, stale }) =>
    stale ? "…" : formatPercent(run.trained[step]),
  "gradient norm by layer, batch": ({ run, step, stale }) => {
    const norms = run.norms.subarray(step * LAYERS, (step + 1) * LAYERS);
    return stale ? "…" : Array.from(norms, (norm) => norm.toFixed(2)).join(" · ");
  },
};
/** @type {Figures} */
const RUN_FIGURES = {
  "distinct, of masks drawn": ({ distinct, draws }) =>
    `${formatCount(distinct)} of ${formatCount(draws)}`,
  "expected in theory": ({ run, view, draws }) =>
    ONE_DECIMAL.format(expectedDistinct(run.units, view.p, draws)),
  possible: ({ run }) => formatPowerOfTwo(run.units),
};

/** @param {Figures} figures @param {number} [inSight] those that are not folded */
function figureList(figures, inSight = Infinity) {
  const cells = Object.entries(figures).map(([name, text]) => ({
    name,
    text,
    node: element("dd"),
  }));
  const list = (/** @type {typeof cells} */ some) => {
    const rows = some.flatMap(({ name, node }) => [element("dt", { text: name }), node]);
    return element("dl", { class: "figures" }, ...rows);
  };
  const further = element(
    "details",
    { class: "further" },
    element("summary", { text: "More facts" }),
    list(cells.slice(inSight)),
  );
  return {
    nodes: [list(cells.slice(0, inSight)), ...(cells.length > inSight ? [further] : [])],
    paint: (/** @type {Scene} */ scene) =>
      cells.forEach(({ text, node }) => setText(node, text(scene))),
  };
}

/**
 * First step of the strip of the last ones, from 0.
 * @param {number} step
 */
function historyStart(step) {
  return Math.max(0, step - HISTORY + 1);
}

/** @param {Player} player */
function lastMasks(player) {
  const title = element("h2");
  const strip = new MaskStrip("The last sub-networks of this example", (at) =>
    player.goTo(historyStart(player.at() - 1) + at + 1),
  );
  return {
    nodes: [title, strip.node],
    paint(/** @type {Scene} */ { run, view, step, example }, /** @type {Look} */ { colours }) {
      const start = historyStart(step);
      const entries = Array.from({ length: step - start + 1 }, (_, i) =>
        maskEntry(run, view.p, start + i, example, `step ${start + i + 1}`, start + i === step),
      );
      const { ink, primary: accent } = colours;
      strip.paint(entries, hiddenSizes(run), { ink, accent, pointed: NONE });
      const last = entries.length > 1 ? `${entries.length} sub-networks` : "sub-network";
      setText(title, `Last ${last} of example ${example + 1}`);
    },
  };
}

/** @param {Player} player */
export function runPanel(player) {
  const ofStep = figureList(STEP_FIGURES, IN_SIGHT);
  const ofRun = figureList(RUN_FIGURES);
  const history = lastMasks(player);
  const shares = element("canvas", { role: "img", class: "shares" });
  const sharesNote = element("p", { class: "quiet note" });
  return {
    node: element(
      "div",
      { class: "panel" },
      ...part("facts", element("h2", { text: "This example, this step" }), ...ofStep.nodes),
      ...part("run", element("h2", { text: "Sub-networks so far" }), ...ofRun.nodes),
      ...part("history", ...history.nodes),
      ...part(
        "shares",
        element("h2", { text: "How often each unit was kept" }),
        element("div", {}, shares),
        sharesNote,
      ),
    ),
    shares,
    paintShares: (/** @type {Scene} */ scene, /** @type {Look} */ look) =>
      paintShares(shares, look, scene),
    paint(/** @type {Scene} */ scene, /** @type {Look} */ look) {
      ofStep.paint(scene);
      ofRun.paint(scene);
      history.paint(scene, look);
      const { note, label } = sharesText(scene);
      setText(sharesNote, note);
      setAttr(shares, "aria-label", label);
    },
  };
}

/**
 * One thumbnail: a mask, named after the digit it belongs to.
 * @param {RecordedRun} run
 * @param {number} pDrop
 * @param {number} step
 * @param {number} example
 * @param {string} what
 * @param {boolean} pressed
 * @returns {MaskEntry}
 */
function maskEntry(run, pDrop, step, example, what, pressed) {
  const mask = maskAt(run, step, example, pDrop);
  const digit = run.labels[run.examples[step * run.batch + example]];
  const title = `${what}, a ${digit}: ${countKept(mask)} of ${run.units} units kept`;
  return { mask, pressed, title };
}

/**
 * The examples of a step, to choose one.
 * @param {(at: number) => void} onPick gets its place in the batch
 */
export function exampleChooser(onPick) {
  const title = element("h2");
  const note = element("span", { class: "quiet" });
  const strip = new MaskStrip("Examples of this step", onPick);
  return {
    nodes: part(
      "examples",
      element(
        "div",
        { class: "chooser" },
        element("div", { class: "chooser-head" }, title, note),
        strip.node,
      ),
    ),
    /** @param {Scene} scene @param {Look} look @param {number} pointed the unit that is pointed at, or NONE */
    paint({ run, view, step, example }, { colours: { ink, primary: accent } }, pointed) {
      const entries = Array.from({ length: run.batch }, (_, at) =>
        maskEntry(run, view.p, step, at, `example ${at + 1}`, at === example),
      );
      strip.paint(entries, hiddenSizes(run), { ink, accent, pointed });
      const different = new Set(entries.map(({ mask }) => mask.join(""))).size;
      setText(title, `The ${run.batch} examples of step ${step + 1}`);
      setText(note, chooserText(run, view, different));
    },
  };
}
