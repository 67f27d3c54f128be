// What the stage of "Live training" says. Pure functions: each sentence true of its numbers.

import { formatCount, formatPercent, listed } from "../shared/format.js";
import { layerName } from "../shared/layout.js";
import { armNames } from "../shared/run/arms.js";
import { curveOf, middleOf, valueOf } from "../shared/run/film.js";
import {
  endedWords,
  formatErrorRate,
  formatLoss,
  lossesByArm,
  majorityWords,
  progressWords,
} from "../shared/run/words.js";

/** @typedef {import("./state.js").Settings} Settings */
/** @typedef {import("./state.js").LiveRun} LiveRun */
/** @typedef {import("./payload.d.ts").DatasetPayload} Dataset */

/** @type {Record<LiveRun["state"], string>} */
const WORD_OF_STATE = {
  queued: "waiting",
  running: "training",
  finished: "trained",
  cancelled: "cancelled",
  failed: "stopped",
  lost: "lost",
};

/**
 * The settings as a line: what is trained.
 * @param {Settings} view
 * @param {Dataset | undefined} dataset
 */
export function settingsWords(view, dataset) {
  const sizes = [dataset?.n_features ?? "?", ...view.hidden, dataset?.classes.length ?? "?"];
  const noise = view.noise > 0 ? `, ${formatPercent(view.noise)} of labels wrong` : "";
  return `${dataset?.title ?? view.data}: ${formatCount(view.n)} examples${noise}; network ${sizes.join("-")}; ${formatCount(view.steps)} steps; ${view.pairs === 1 ? "1 pair" : `${view.pairs} pairs`}; ${armNames(view.arms).join(" against ")}`;
}

/**
 * The line above the charts.
 * @param {{run: LiveRun | null, asked: string | null, stale: boolean, problem: string, cost: string,
 *   trained?: number | null}} now trained: seconds since 1970 when these settings were trained here
 */
export function statusWords({ run, asked, stale, problem, cost, trained }) {
  if (asked) return asked === "train" ? "Starting …" : "Stopping …";
  if (run && !run.over) return progressWords(run);
  const shown = run?.state === "finished" && !stale;
  if (problem) return shown ? `${endedWords(run)} ${problem}` : problem;
  const next = trained
    ? `These settings were trained here on ${dateWords(trained)}: Train shows that run.`
    : `${stale ? "Settings changed: press Train." : "Press Train."} ${cost}`;
  if (stale || !run) return next;
  return shown && trained
    ? `${endedWords(run)} That was on ${dateWords(trained)}.`
    : endedWords(run);
}

/** In the visitor's own time. @param {number} seconds since 1970 */
function dateWords(seconds) {
  return new Date(1000 * seconds).toLocaleString("en-GB", {
    dateStyle: "long",
    timeStyle: "short",
  });
}

/**
 * The picture as one sentence.
 * @param {{run: LiveRun | null, step: number, at: number, stale: boolean, settings: string}} now
 *   step: looked at; at: the place of the last measured step by then
 */
export function liveCaption({ run, step, at, stale, settings }) {
  if (!run) return `Not trained yet. ${settings}.`;
  if (at < 0) return `${settings}: ${WORD_OF_STATE[run.state]}.`;
  const few = run.arms.length === 2;
  const [validation, error] = [
    curveOf(run, "validation", "loss"),
    curveOf(run, "validation", "error"),
  ];
  const both = run.names.map(
    (name, arm) =>
      `${formatLoss(middleOf(run, validation, at, arm))} for ${name} (error ${formatErrorRate(middleOf(run, error, at, arm))})`,
  );
  const verdict = few ? verdictWords(run) : verdictsByWord(run);
  const of = run.pairs > 1 ? "median validation loss" : "validation loss";
  const measured = run.steps[at] === step ? "" : ` (curves: step ${formatCount(run.steps[at])})`;
  const found = verdict ? `At the end, by test log-loss: ${verdict}. ` : "";
  const before = stale ? "The run before, at other settings. " : "";
  return `${before}${found}After ${formatCount(step)} of ${formatCount(run.last_step)} steps${measured} the ${of} is ${few ? listed(both) : lossesByArm(run, at)}.${majorityWords(run)}`;
}

/**
 * Of several arms: each word once.
 * @param {LiveRun} run
 */
function verdictsByWord(run) {
  /** @type {Map<string, string[]>} */
  const words = new Map();
  for (const { arm, loss } of run.verdicts)
    words.set(loss.word, [...(words.get(loss.word) ?? []), run.names[arm]]);
  return [...words].map(([word, names]) => `${word}: ${names.join("; ")}`).join(". ");
}

/** @param {LiveRun} run */
function verdictWords(run) {
  return run.verdicts
    .map(
      ({ arm, loss }) =>
        `${run.names[arm]} ${loss.word}${loss.mean === null ? "" : ` (${loss.interval})`}`,
    )
    .join("");
}

/**
 * @param {LiveRun | null} run
 * @param {number} step
 * @param {number} at
 * @param {boolean} small
 */
export function networkNote(run, step, at, small) {
  if (small) return "";
  if (!run || at < 0) return "all units; masks come with training";
  return `step ${formatCount(Math.max(1, step))}: ${run.names[run.shown_arm]}, first pair, first example of the batch`;
}

/**
 * @param {LiveRun | null} run null without a frame
 * @param {number} step
 * @param {number[]} sizes units in each layer
 * @param {number[]} counts units kept in each
 * @param {boolean} small without the colours of signs
 */
export function networkSay(run, step, sizes, counts, small) {
  if (!run) return `The network: ${sizes.join(", ")} units in its layers.`;
  const layers = sizes
    .slice(0, -1)
    .map((n, layer) => `${layerName(layer, sizes.length - 1)} ${counts[layer]} of ${n}`);
  return `Units kept in step ${Math.max(1, step)} of the arm ${run.names[run.shown_arm]}: ${layers.join(", ")}. Lines: the strongest weights between kept units, ${small ? "solid positive, dashed negative" : "green positive, dashed purple negative"}.`;
}

/** @param {LiveRun | null} run @param {number} at */
export function surfacesNote(run, at) {
  if (!run || at < 0) return "drawn while the networks train";
  return `step ${formatCount(run.steps[at])}, first pair; strong colour = sure`;
}

/**
 * What the points over the surfaces are.
 * @param {LiveRun | null} run
 */
export function pointsWords(run) {
  if (!run?.scene) return "";
  const [drawn, all] = [run.points.length / 3, run.scene.n_points];
  const of = all > drawn ? `${drawn} of ${formatCount(all)}` : `all ${all}`;
  const { noise } = run.settings;
  const wrong = noise > 0 ? `, ${formatPercent(noise)} wrong` : "";
  return `${of} training examples; labels as trained on${wrong}`;
}

/** @param {LiveRun | null} run @param {number} at @param {number} classes */
export function surfacesSay(run, at, classes) {
  if (!run || at < 0)
    return "Decision surfaces of the first run of each arm: drawn while they train.";
  const error = curveOf(run, "train", "error");
  const arms = run.names.map(
    (name, arm) =>
      `${name}: training error of the first run ${formatErrorRate(valueOf(run, error, at, arm, 0))}`,
  );
  return `Which of ${classes} classes the first run of each arm says over the plane, at step ${run.steps[at]}. Points: ${pointsWords(run)}. ${arms.join("; ")}.`;
}
