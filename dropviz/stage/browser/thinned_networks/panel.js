// @ts-nocheck
// Beside the network: figures of one step and of the run so far, the last masks, shares of units.

import { element, setAttr, setText } from "../shared/elements.js";
import { formatCount, formatPercent } from "../shared/format.js";
import { formatPowerOfTwo, maskStrip, paintShares } from "./pictures.js";
import { countKept, expectedDistinct, hiddenSizes, maskAt } from "./recording.js";
import { chooserText, sharesText } from "./words.js";

const HISTORY = 12; // sub-networks in the strip of the last steps
const ONE_DECIMAL = new Intl.NumberFormat("en-US", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

const STEP_FIGURES = {
  "hidden units kept": ({ state, run }) => `${state.count} of ${run.units}`,
  "loss with its mask": ({ state }) => state.lossMasked.toFixed(2),
  "loss without mask": ({ state }) => state.lossPlain.toFixed(2),
  "weights it has a gradient for": ({ state }) => formatPercent(state.trained),
  "weights the batch has one for": ({ run, step, stale }) =>
    stale ? "…" : formatPercent(run.trained[step]),
  "gradient norm by layer, batch": ({ run, step, stale }) =>
    stale
      ? "…"
      : Array.from(run.norms.subarray(step * 3, step * 3 + 3), (norm) => norm.toFixed(2)).join(
          " · ",
        ),
};
const RUN_FIGURES = {
  "distinct, of masks drawn": ({ distinct, draws }) =>
    `${formatCount(distinct)} of ${formatCount(draws)}`,
  "expected in theory": ({ run, view, draws }) =>
    ONE_DECIMAL.format(expectedDistinct(run.units, view.p, draws)),
  possible: ({ run }) => formatPowerOfTwo(run.units),
};

function figureList(figures) {
  const cells = Object.entries(figures).map(([name, text]) => ({
    name,
    text,
    node: element("dd"),
  }));
  return {
    node: element(
      "dl",
      { class: "figures" },
      ...cells.flatMap(({ name, node }) => [element("dt", { text: name }), node]),
    ),
    paint: (scene) => cells.forEach(({ text, node }) => setText(node, text(scene))),
  };
}

// First step of the strip of the last ones, from 0.
function historyStart(step) {
  return Math.max(0, step - HISTORY + 1);
}

export function runPanel(playback) {
  const ofStep = figureList(STEP_FIGURES);
  const ofRun = figureList(RUN_FIGURES);
  const historyTitle = element("h2");
  const history = maskStrip("The last sub-networks of this example", (at) =>
    playback.goTo(historyStart(playback.store.view.step - 1) + at + 1),
  );
  const shares = element("canvas", { role: "img", class: "shares" });
  const sharesNote = element("p", { class: "quiet note" });
  return {
    node: element(
      "div",
      { class: "panel" },
      element("h2", { text: "This example, this step" }),
      ofStep.node,
      element("h2", { text: "Sub-networks so far" }),
      ofRun.node,
      historyTitle,
      history.node,
      element("h2", { text: "How often each unit was kept" }),
      element("div", {}, shares),
      sharesNote,
    ),
    shares,
    paintShares: ({ run, view, kept, draws, band }, look) =>
      paintShares(shares, look, kept, draws, hiddenSizes(run), view.p, band),
    paint(scene, look) {
      const { run, view, step, example } = scene;
      ofStep.paint(scene);
      ofRun.paint(scene);
      const start = historyStart(step);
      const entries = Array.from({ length: step - start + 1 }, (_, i) =>
        maskEntry(run, view.p, start + i, example, `step ${start + i + 1}`, start + i === step),
      );
      history.paint(entries, hiddenSizes(run), look.colours.ink);
      setText(
        historyTitle,
        `Last ${entries.length > 1 ? `${entries.length} sub-networks` : "sub-network"} of example ${example + 1}`,
      );
      const { note, label } = sharesText(scene);
      setText(sharesNote, note);
      setAttr(shares, "aria-label", label);
    },
  };
}

// One thumbnail: a mask, named after the digit it belongs to.
function maskEntry(run, pDrop, step, example, what, pressed) {
  const mask = maskAt(run, step, example, pDrop);
  const digit = run.labels[run.examples[step * run.batch + example]];
  return {
    mask,
    pressed,
    title: `${what}, a ${digit}: ${countKept(mask)} of ${run.units} units kept`,
  };
}

// The examples of a step, to choose one: onPick gets its place in the batch.
export function exampleChooser(onPick) {
  const title = element("h2");
  const note = element("span", { class: "quiet" });
  const strip = maskStrip("Examples of this step", onPick);
  return {
    node: element(
      "div",
      { class: "chooser" },
      element("div", { class: "chooser-head" }, title, note),
      strip.node,
    ),
    paint({ run, view, step, example }, look) {
      const entries = Array.from({ length: run.batch }, (_, at) =>
        maskEntry(run, view.p, step, at, `example ${at + 1}`, at === example),
      );
      strip.paint(entries, hiddenSizes(run), look.colours.ink);
      const different = new Set(entries.map(({ mask }) => mask.join(""))).size;
      setText(title, `The ${run.batch} examples of step ${step + 1}`);
      setText(note, chooserText(run, view, different));
    },
  };
}
