// The loss curves of a recorded run: how far it has come is drawn strong, and marked.

import { roundTicks, scale, spreadLabels } from "../shared/plot.js";
import { MEAN_STEPS } from "./scene.js";
import { figureOn, strokeThrough, widthOf, writeTexts } from "./look.js";

/** @import { Figure, Look } from "./look.js" */
/** @import { LossName, Scene } from "./scene.js" */
/** @typedef {ReturnType<typeof framed>} Frame */

export const PLOT = {
  left: 34,
  right: 178,
  top: 10,
  bottom: 20,
  height: 124,
  narrow: 520,
  labels: 44,
  row: 15,
};
/** @type {{name: LossName, label: string, dash: number[], width: number}[]} */
export const CURVES = [
  { name: "masked", label: "batch, with masks", dash: [], width: 2.2 },
  { name: "validation", label: "validation, no masks", dash: [1.5, 3.5], width: 2 },
  { name: "plain", label: "same batch, no masks", dash: [6, 4], width: 1.6 },
];

/** The curves that the view asks for. @param {Scene} scene */
function asked({ view }) {
  return CURVES.filter(({ name }) => name !== "plain" || view.plain === "shown");
}

/**
 * Where the loss axis ends, in px: labels stand beside the lines, or above them on a phone.
 * @param {number} width
 */
export function plotRight(width) {
  return width < PLOT.narrow ? width - 10 : width - PLOT.right;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Look} look
 * @param {Scene} scene
 */
export function paintCurves(canvas, look, scene) {
  const narrow = widthOf(canvas, look) < PLOT.narrow;
  const figure = figureOn(canvas, PLOT.height + (narrow ? PLOT.labels : 0), look);
  const frame = framed(scene, figure.width, narrow);
  paintAxes(figure, frame, scene.run.steps);
  paintLines(figure, frame, scene);
  paintNow(figure, frame, scene);
}

/**
 * @param {Scene} scene
 * @param {number} width
 * @param {boolean} narrow
 */
function framed(scene, width, narrow) {
  const { run, means } = scene;
  const shown = asked(scene);
  const room = narrow ? PLOT.labels : 0;
  const [left, right] = [PLOT.left, plotRight(width)];
  const [ceiling, bottom] = [PLOT.top + room, PLOT.height + room - PLOT.bottom];
  const top = 1.08 * Math.max(...CURVES.map(({ name }) => Math.max(...means[name])), 0.1);
  const y = scale([0, top], [bottom, ceiling]);
  const at = (/** @type {LossName} */ name) => y(means[name][run.steps - 1]);
  return {
    left,
    right,
    ceiling,
    bottom,
    top,
    x: scale([0, run.steps - 1], [left, right]),
    y: (/** @type {number} */ loss) => y(Math.min(loss, top)),
    labelX: narrow ? left - 6 : right,
    labels: narrow
      ? shown.map((_, i) => PLOT.top + PLOT.row * i)
      : spreadLabels(
          shown.map(({ name }) => at(name)),
          PLOT.row,
          PLOT.top,
          bottom - 2,
        ),
  };
}

/**
 * @param {Figure} figure
 * @param {Frame} frame
 * @param {number} steps
 */
function paintAxes({ pen, colours }, { left, right, ceiling, bottom, top, x, y }, steps) {
  const ticks = roundTicks(0, top, 4);
  pen.strokeStyle = colours.quiet;
  pen.lineWidth = 1;
  pen.globalAlpha = 0.25;
  for (const loss of ticks)
    strokeThrough(pen, [
      [left, y(loss)],
      [right, y(loss)],
    ]);
  pen.globalAlpha = 1;
  const named = [1, 50, 100, 150, 200].filter((step) => step <= steps);
  writeTexts(
    pen,
    colours.quiet,
    "right",
    ticks.map((loss) => [String(loss), left - 6, y(loss)]),
  );
  writeTexts(pen, colours.quiet, "left", [
    ["loss", 0, ceiling - 2],
    [`steps; thick: mean of ${MEAN_STEPS}`, right + 20, bottom + 11],
  ]);
  writeTexts(
    pen,
    colours.quiet,
    "center",
    named.map((step) => [String(step), x(step - 1), bottom + 11]),
  );
}

/**
 * @param {Figure} figure
 * @param {Frame} frame
 * @param {Scene} scene
 */
function paintLines({ pen, colours }, { x, y, labelX, labels }, scene) {
  const { run, means, step, stale } = scene;
  const line = (/** @type {ArrayLike<number>} */ values, length = values.length) =>
    strokeThrough(
      pen,
      Array.from({ length }, (_, at) => [x(at), y(values[at])]),
    );
  pen.strokeStyle = colours.on;
  pen.globalAlpha = stale ? 0.2 : 0.5;
  line(run.masked);
  asked(scene).forEach(({ name, label, dash, width }, i) => {
    pen.lineWidth = width;
    pen.setLineDash(dash);
    pen.globalAlpha = stale ? 0.3 : 0.45;
    line(means[name]);
    pen.globalAlpha = stale ? 0.4 : 1;
    line(means[name], step + 1);
    strokeThrough(pen, [
      [labelX + 6, labels[i]],
      [labelX + 24, labels[i]],
    ]);
    pen.setLineDash([]);
    pen.globalAlpha = stale ? 0.6 : 1;
    writeTexts(pen, colours.ink, "left", [[label, labelX + 29, labels[i]]]);
  });
  pen.globalAlpha = 1;
}

/**
 * A line at the step; rings on the thick lines, and a dot on the thin one: the loss of this batch.
 * @param {Figure} figure
 * @param {Frame} frame
 * @param {Scene} scene
 */
function paintNow({ pen, colours }, { ceiling, bottom, x, y }, scene) {
  const { run, means, step } = scene;
  pen.lineWidth = 1.25;
  pen.strokeStyle = colours.ink;
  strokeThrough(pen, [
    [x(step), ceiling - 6],
    [x(step), bottom],
  ]);
  const dot = (
    /** @type {number} */ loss,
    /** @type {number} */ radius,
    /** @type {string} */ fill,
  ) => {
    pen.beginPath();
    pen.arc(x(step), y(loss), radius, 0, 7);
    pen.fillStyle = fill;
    pen.fill();
    pen.stroke();
  };
  pen.strokeStyle = colours.on;
  pen.lineWidth = 2;
  for (const { name } of asked(scene).reverse()) dot(means[name][step], 3.5, colours.background);
  pen.lineWidth = 1;
  dot(run.masked[step], 2.5, colours.on);
}
