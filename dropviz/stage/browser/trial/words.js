// What the panel of a trial says. No DOM.

import { formatCount } from "../shared/format.js";
import {
  endedWords,
  lossesByArm,
  majorityWords,
  progressWords,
  ratesSay,
} from "../shared/run/words.js";

/** @typedef {import("../shared/run/film.js").Run} Run */
/** @typedef {import("./payload.d.ts").TrialData} TrialData */

/**
 * Names without their rates, where that still tells them apart.
 * @param {string[]} names
 */
export function shortTitles(names) {
  const titles = names.map((name) => name.split(", p ")[0]);
  return new Set(titles).size < names.length ? names : titles;
}

/** @param {TrialData} data @param {Run | null} run @param {string | null} asked */
export function trialStatus(data, run, asked) {
  if (asked) return asked === "train" ? "Starting …" : "Stopping …";
  if (!run) return data.blocked || `Press Train. ${data.cost}`;
  if (run.state === "finished" && data.beforehand)
    return `Computed beforehand. ${data.blocked || `Train it here: ${data.cost.charAt(0).toLowerCase()}${data.cost.slice(1)}`}`;
  return run.over ? endedWords(run) : trialProgress(run);
}

/**
 * No time left before there is a speed worth the name: an estimate is far off on a busy machine,
 * and the first steps are slower than the rest.
 * @param {Run} run
 */
function trialProgress(run) {
  if (run.state === "running" && !run.step) return "Starting …";
  return progressWords(run.step < run.last_step / 20 ? { ...run, seconds_left: null } : run);
}

/**
 * Why Train is grey though nothing is wrong.
 * @param {TrialData} data
 * @param {Run | null} run
 */
export function trialAgain(data, run) {
  return run?.state === "finished" && !data.beforehand
    ? "The same settings give the same numbers."
    : "";
}

/** @param {TrialData} data @param {Run | null} run */
export function trialButton(data, run) {
  if (run && !run.over) return "Cancel";
  return data.beforehand ? "Train anew" : "Train";
}

/** @param {TrialData} data @param {Run | null} run @param {number} at */
export function trialCaption(data, run, at) {
  if (!run || at < 0)
    return `Not trained yet: ${data.arms.map(({ name }) => name).join(" against ")}.`;
  const measured = run.steps[at];
  const behind = measured === run.step ? "" : `; training is at step ${formatCount(run.step)}`;
  const of = run.pairs > 1 ? "median validation loss" : "validation loss";
  const rates = ratesSay(run, at);
  return `At step ${formatCount(measured)} of ${formatCount(run.last_step)} the ${of} is ${lossesByArm(run, at)}${behind}.${rates && ` ${rates}`}${trialVerdicts(run)}${majorityWords(run)}`;
}

/**
 * Both measures of each arm; arms of which the same is said together.
 * @param {Run} run
 */
function trialVerdicts(run) {
  const titles = shortTitles(run.names);
  /** @type {Map<string, string[]>} */
  const said = new Map();
  for (const { arm, loss, error } of run.verdicts) {
    const words =
      loss.word === error.word
        ? `log-loss and error ${loss.word}`
        : `log-loss ${loss.word}, error ${error.word}`;
    said.set(words, [...(said.get(words) ?? []), titles[arm]]);
  }
  const parts = [...said].map(([words, names]) => `${names.join("; ")}: ${words}`);
  return parts.length ? ` On the test part, against ${titles[0]}: ${parts.join(" · ")}.` : "";
}
