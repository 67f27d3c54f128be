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
export function printedLosses({ run, step }) {
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
    return `At p = ${view.p.toFixed(2)} the same coins keep ${count} of ${all} hidden units. The weights are still those trained at p = ${run.settings.p.toFixed(2)}.`;
  const where = `Step ${step + 1}, example ${example + 1}`;
  if (view.p >= 1) return `${where}: p = 1 drops every hidden unit. Only output biases learn.`;
  if (view.p <= 0)
    return `${where}: p = 0 drops nothing. The whole network learns from each digit.`;
  if (run.trained[step] === 0) return `${where}: ${stoppedText(run.trained, step)}`;
  const network = `this ${label} goes through ${count} of the ${all} hidden units`;
  return scene.state.trained === 0
    ? `${where}: ${network}. No weight gets a gradient from it.`
    : `${where}: ${network}. Only they can learn from it.`;
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
  return `no weight has a gradient, ${since}. Only output biases learn.`;
}

/**
 * Of the losses as they are printed: what is said of them must be seen in them.
 * @param {Pick<Scene, "run" | "step" | "view">} scene
 */
export function lossesText({ run, step, view }) {
  const { masked, plain, validation } = printedLosses({ run, step });
  const here = view.p === run.settings.p ? "Loss of this batch" : "Loss when it was trained";
  if (view.plain === "hidden") return `${here}: ${masked}; validation: ${validation}.`;
  const cost = masksMakeIt({ masked, plain, validation }) ? " The masks make the difference." : "";
  return `${here}: ${masked} with masks, ${plain} without; validation: ${validation}.${cost}`;
}

/**
 * Whether validation lies between the batch without and with masks.
 * @param {ReturnType<typeof printedLosses>} printed
 */
export function masksMakeIt({ masked, plain, validation }) {
  return Number(plain) < Number(validation) && Number(validation) < Number(masked);
}

/** @param {string} edges */
export function edgesText(edges) {
  const what =
    edges === "gradient"
      ? "gradient of each weight from this digit (dL/dW) by width, solid green positive, dashed purple negative"
      : "activation × weight by width, solid green adds, dashed purple takes away";
  return `Edges: ${what}. None at a dropped unit, none under ${formatPercent(FAINTEST_EDGE)} of a layer’s strongest.`;
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
    return `One mask for the whole batch (filled = kept): ${previewed ? `here as it would be at ${rate}` : `all ${run.batch} examples go through the same sub-network`}.`;
  const outcome =
    different === 1
      ? previewed
        ? `at ${rate} they would all be the same`
        : "but they all came out the same"
      : previewed
        ? `at ${rate} they would be ${different} different sub-networks`
        : `${different} different sub-networks learn in this one step`;
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
  const note = `Line: 1 − p. Band: where chance puts a share at least 95 % of the time, ${percent(low)} to ${percent(high)}. Outside it: ${outside} of ${run.units}.`;
  const range = `${percent(Math.min(...kept) / draws)} to ${percent(Math.max(...kept) / draws)}`;
  return { note, label: `Share of ${draws} masks that kept each hidden unit: ${range}. ${note}` };
}

/** @param {Scene} scene */
export function curvesText(scene) {
  const { run, means, step, view } = scene;
  const { masked, plain, validation } = printedLosses(scene);
  const hidden = view.plain === "hidden";
  const ends = CURVES.filter(({ name }) => !(hidden && name === "plain"))
    .map(({ name, label }) => `${means[name][run.steps - 1].toFixed(2)} (${label})`)
    .join(", ");
  return `Loss by step, each line the mean of ${MEAN_STEPS} steps. At step ${step + 1}: batch with masks ${masked}, ${hidden ? "" : `same batch without masks ${plain}, `}validation without masks ${validation}. At the end the lines are at ${ends}.`;
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
