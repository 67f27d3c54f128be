// What the stage says in words of a recorded run. Pure functions: every sentence must be true of
// the numbers it is given.

import { FAINTEST_EDGE } from "../shared/edges.js";
import { formatCount, formatPercent, superscript } from "../shared/format.js";
import { CURVES } from "./curves.js";
import { MEAN_STEPS } from "./scene.js";

/** @import { Scene } from "./scene.js" */

/**
 * The losses of a step as they are printed.
 * @param {Pick<Scene, "run" | "step">} scene
 */
function printedLosses({ run, step }) {
  const printed = (/** @type {Float32Array} */ losses) => losses[step].toFixed(2);
  return {
    masked: printed(run.masked),
    plain: printed(run.plain),
    validation: printed(run.validation),
  };
}

/** @param {Scene} scene */
export function captionText(scene) {
  const { run, view, step, example } = scene;
  const { label, count } = scene.state;
  const all = run.units;
  if (view.p !== run.settings.p)
    return `At p = ${view.p.toFixed(2)} the same coins keep ${count} of ${all} hidden units here. Weights and losses are still those trained at p = ${run.settings.p.toFixed(2)}.`;
  const where = `Step ${step + 1}, example ${example + 1}`;
  const { masked, plain, validation } = printedLosses(scene);
  const losses = lossesText(masked, plain, validation);
  if (view.p >= 1)
    return `${where}: p = 1 drops every hidden unit, only zeros pass, only output biases are trained. ${losses}`;
  if (view.p <= 0)
    return `${where}: p = 0 drops nothing; each example trains the whole network. ${losses}`;
  if (run.trained[step] === 0) return `${where}: ${stoppedText(run.trained, step)} ${losses}`;
  const network = `a sub-network of ${count} of ${all} hidden units`;
  if (scene.state.trained === 0)
    return `${where}: this ${label} has ${network}, but no weight gets a gradient from it. ${losses}`;
  return `${where}: this ${label} trains ${network}. ${losses}`;
}

/**
 * Of a step in which no weight has a gradient.
 * @param {Float32Array} trained share of the weights that had one, by step
 * @param {number} step
 */
function stoppedText(trained, step) {
  const forGood = trained.subarray(step).every((share) => share === 0);
  const since = forGood
    ? "here and in all later steps: the network has stopped learning"
    : "in this step";
  return `no weight has a gradient, ${since}. Only output biases are trained.`;
}

/**
 * Losses as they are printed: what is said of them must be seen in them.
 * @param {string} masked
 * @param {string} plain
 * @param {string} validation
 */
export function lossesText(masked, plain, validation) {
  if (Number(plain) < Number(validation) && Number(validation) < Number(masked))
    return `Batch loss ${masked} with masks, above validation ${validation}; the same batch without masks has ${plain}, below it: the masks are enough to explain it.`;
  return `Batch loss ${masked} with masks, ${masked === plain ? "also " : ""}${plain} without; validation ${validation}.`;
}

/** @param {string} edges */
export function edgesText(edges) {
  const what =
    edges === "gradient"
      ? "dL/dW of this example by width, solid green positive, dashed purple negative"
      : "activation × weight by width, solid green adds, dashed purple takes away";
  return `Edges: ${what}; none at a dropped unit, none under ${formatPercent(FAINTEST_EDGE)} of a layer’s strongest.`;
}

/**
 * @param {{settings: {p: number, masks: string}, batch: number}} run
 * @param {{p: number}} view
 * @param {number} different how many distinct masks the examples of this step have
 */
export function chooserText(run, view, different) {
  const previewed = view.p !== run.settings.p;
  const rate = `p = ${view.p.toFixed(2)}`;
  if (run.settings.masks === "batch")
    return `One mask for the whole batch (filled = kept): ${previewed ? `here as it would be at ${rate}` : `all ${run.batch} examples train the same sub-network`}.`;
  const outcome =
    different === 1
      ? previewed
        ? `at ${rate} they would all be the same`
        : "but they all came out the same"
      : previewed
        ? `at ${rate} they would be ${different} different sub-networks`
        : `${different} different sub-networks are trained in this one step`;
  return `A fresh mask for every example (filled = kept): ${outcome}.`;
}

/** @param {Pick<Scene, "run" | "kept" | "draws" | "band">} scene */
export function sharesText({ run, kept, draws, band }) {
  const percent = (/** @type {number} */ value) => `${(100 * value).toFixed(1)} %`;
  const [low, high] = band;
  const outside = kept.reduce(
    (sum, n) => sum + (n / draws < low - 1e-9 || n / draws > high + 1e-9 ? 1 : 0),
    0,
  );
  const note = `Line: 1 − p; band: ${percent(low)} to ${percent(high)}, where each share falls at least 95 % of the time. ${outside} of ${run.units} outside.`;
  const range = `${percent(Math.min(...kept) / draws)} to ${percent(Math.max(...kept) / draws)}`;
  return { note, label: `Share of ${draws} masks that kept each hidden unit: ${range}. ${note}` };
}

/** @param {Scene} scene */
export function curvesText(scene) {
  const { run, means, step } = scene;
  const { masked, plain, validation } = printedLosses(scene);
  const ends = CURVES.map(
    ({ name, label }) => `${means[name][run.steps - 1].toFixed(2)} (${label})`,
  ).join(", ");
  return `Loss by step, each line the mean of ${MEAN_STEPS} steps. At step ${step + 1}: batch with masks ${masked}, same batch without masks ${plain}, validation without masks ${validation}. At the end the lines are at ${ends}.`;
}

/**
 * 2^n, written out while that is short.
 * @param {number} n
 */
export function formatPowerOfTwo(n) {
  if (n <= 16) return `2${superscript(n)} = ${formatCount(2 ** n)}`;
  const exponent = Math.floor(n * Math.log10(2));
  return `2${superscript(n)} ≈ ${(2 ** n / 10 ** exponent).toFixed(1)} · 10${superscript(exponent)}`;
}
