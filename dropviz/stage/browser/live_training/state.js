// What the stage of "Live training" shows: what is chosen, and a run of it or of before. No DOM.

import { armColours, armNames, drops, sameValue } from "../shared/run/arms.js";
import { measuredPlace, stepOf } from "../shared/run/film.js";
import { formatCount } from "../shared/format.js";

/** @typedef {import("../shared/run/film.js").Run} Run */
/** @typedef {import("../shared/run/film.js").Plan} Plan */
/** @typedef {import("./payload.d.ts").ChoicesPayload} Choices */
/** @typedef {import("./payload.d.ts").DatasetPayload} Dataset */
/** @typedef {import("./payload.d.ts").SettingsPayload} Settings */
/** @typedef {import("./payload.d.ts").LiveView} LiveView */
/** @typedef {Run & Pick<import("./payload.d.ts").LiveRunPayload, "settings" | "shown_arm" | "terms">} LiveRun */

/**
 * @param {Choices} choices
 * @param {string} data
 */
export function datasetOf({ datasets }, data) {
  return datasets.find(({ name }) => name === data);
}

/**
 * Whether two views train the same.
 * @param {Settings} one
 * @param {Settings} other
 * @param {(keyof Settings)[]} names those of an experiment's settings
 */
export function sameSettings(one, other, names) {
  return names.every((name) => sameValue(one[name], other[name]));
}

/**
 * How many pairs there are after *More pairs*: twice as many, as far as one run can have them.
 * @param {Settings} settings
 * @param {Choices} choices
 */
export function morePairs({ pairs }, { ranges }) {
  return Math.min(2 * pairs, ranges.pairs[1]);
}

/**
 * A first seed by chance: of the visitor's own, for nobody is likely to have trained with it.
 * @param {Settings} settings
 * @param {Choices} choices
 * @param {() => number} random in [0, 1)
 */
export function otherSeeds({ pairs, seed }, { ranges }, random = Math.random) {
  const [low, high] = ranges.seed;
  const found = low + Math.floor(random() * (high - low - pairs));
  return found === seed ? found + 1 : found;
}

const TOGETHER_MS = 4000; // in which a class presses Train
const APART = 7919; // a prime, so that neighbouring moments share no seeds

/**
 * A first seed of this moment: a class that presses together trains one run and sees it live, and
 * hardly anybody has trained with it before.
 * @param {Settings} settings
 * @param {Choices} choices
 * @param {number} now in ms
 */
export function seedsOfNow({ pairs, seed }, { ranges }, now = Date.now()) {
  const [low, high] = ranges.seed;
  const found = low + ((Math.floor(now / TOGETHER_MS) * APART) % (high - low - pairs));
  return found === seed ? found + 1 : found;
}

/**
 * Whether a margin was changed after the result was seen.
 * @param {LiveView} view
 * @param {LiveRun | null} run
 */
export function isExploratory(view, run) {
  if (run?.state !== "finished") return false;
  const { set_margin, set_margin_error } = run.terms;
  return view.margin !== set_margin || view.margin_error !== set_margin_error;
}

/**
 * @param {Choices} choices
 * @param {Settings} view
 */
export function presetOf({ presets, settings }, view) {
  return presets.find((preset) => sameSettings(preset.settings, view, settings));
}

/** @param {Settings} view @returns {Plan} */
function planOf({ arms, steps, pairs }) {
  return {
    names: armNames(arms),
    colours: armColours(arms.map(drops)),
    last_step: steps,
    pairs,
  };
}

/**
 * What a repaint shows.
 * @typedef {object} Shown
 * @property {LiveView} view
 * @property {LiveRun | null} run
 * @property {Plan} plan of the run, or of what is chosen
 * @property {Settings} settings the same
 * @property {Dataset | undefined} dataset the same
 * @property {number} step looked at
 * @property {number} at the place of the last measured step by then, -1 before any
 * @property {boolean} running
 * @property {boolean} stale whether the run is of other settings
 * @property {boolean} flat whether decision surfaces are drawn
 */

/**
 * @param {LiveView} view
 * @param {LiveRun | null} run
 * @param {Choices} choices
 * @returns {Shown}
 */
export function shownOf(view, run, choices) {
  const settings = run?.settings ?? view;
  const dataset = datasetOf(choices, settings.data);
  const step = run ? stepOf(run, view.at) : 0;
  return {
    view,
    run,
    plan: run ?? planOf(view),
    settings,
    dataset,
    step,
    at: run ? measuredPlace(run, step) : -1,
    running: Boolean(run && !run.over),
    stale: Boolean(run && !sameSettings(view, run.settings, choices.settings)),
    flat: run?.scene
      ? Boolean(run.film?.surfaces || run.points.length)
      : Boolean(run?.film?.surfaces || dataset?.two_d),
  };
}

/**
 * What keeps the present settings from being trained, as far as it is seen without Python.
 * @param {LiveView} view
 * @param {Choices} choices
 */
export function simpleProblem(view, choices) {
  const dataset = datasetOf(choices, view.data);
  if (dataset && !dataset.available) return dataset.why || `${dataset.title} is not available.`;
  if (dataset && view.n > dataset.largest)
    return `${dataset.title} has ${formatCount(dataset.largest)} training examples at most; ${formatCount(view.n)} are asked for.`;
  if (view.batch > view.n)
    return `The batch size is ${formatCount(view.batch)}; it may be at most the number of examples, ${formatCount(view.n)}.`;
  for (const [at, { p_hidden: rates }] of view.arms.entries())
    if (Array.isArray(rates) && rates.length !== view.hidden.length)
      return `Arm ${at + 1} has ${rates.length} hidden rates for ${view.hidden.length} hidden layers; give one rate, or one for each layer.`;
  if (view.batch < 2 && view.arms.some((arm) => arm.batch_norm))
    return "Batch norm needs a batch size of at least 2; it is 1.";
  return "";
}
