// What stages say of a run. Pure functions: each sentence true of its numbers.

import { formatCount, listed, formatPower } from "../format.js";
import { FEWEST_IN_BAND, chosenSteps, curveOf, middleOf } from "./film.js";

/** @typedef {import("./film.js").Run} Run */
/** @typedef {import("./film.js").Plan} Plan */
/** @typedef {import("./film.js").Curve} Curve */

const LARGE = 1e4; // from here on a number is written with a power of ten

/** @param {number} value */
export function formatLoss(value) {
  if (!Number.isFinite(value)) return "not finite";
  if (value >= LARGE) return formatPower(value, 1);
  return value >= 100 ? formatCount(value) : value.toFixed(2);
}

/**
 * Beside an axis, where numbers are round.
 * @param {number} value
 */
export function formatAxis(value) {
  const round = Number(value.toPrecision(6));
  if (round && (Math.abs(round) >= LARGE || Math.abs(round) < 1e-4)) return formatPower(round);
  return round.toLocaleString("en-US", { maximumFractionDigits: 10 }).replace("-", "−");
}

/** @param {number} value */
export function formatErrorRate(value) {
  return Number.isFinite(value) ? `${(100 * value).toFixed(1)}\u00a0%` : "not finite";
}

/** @param {number} seconds */
function formatSeconds(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))}\u00a0s`;
  return seconds < 5400
    ? `${Math.round(seconds / 60)}\u00a0min`
    : `${(seconds / 3600).toFixed(1)}\u00a0h`;
}

/** @param {number} level */
export function formatLevel(level, digits = 2) {
  return `${Number((100 * level).toFixed(digits))}\u00a0%`;
}

/** @param {number | null} perSecond */
export function rateWords(perSecond) {
  if (!perSecond) return "";
  return `${formatCount(perSecond >= 100 ? Number(perSecond.toPrecision(2)) : perSecond)} steps/s`;
}

/**
 * How far a run is that still goes on.
 * @param {Run} run
 */
export function progressWords(run) {
  const left = run.seconds_left === null ? "" : ` · about ${formatSeconds(run.seconds_left)} left`;
  if (run.state === "queued")
    return (run.place ?? 0) > 1
      ? `Number ${run.place} in the queue${left}`
      : `Next in the queue${left}`;
  const rate = rateWords(run.steps_per_second);
  return `Step ${formatCount(run.step)} of ${formatCount(run.last_step)}${rate ? ` · ${rate} over ${run.n_runs} networks` : ""}${left}`;
}

/**
 * How a run ended.
 * @param {Run} run
 */
export function endedWords(run) {
  if (run.state === "cancelled")
    return (
      run.message || `Cancelled at step ${formatCount(run.step)}: part of a run gets no verdict.`
    );
  if (run.state !== "finished")
    return run.message || "The run was lost. Press Train to start it again.";
  const rate = rateWords(run.steps_per_second);
  return `Trained: ${formatCount(run.last_step)} steps of ${run.n_runs} networks${run.seconds ? ` in ${run.seconds.toFixed(1)}\u00a0s` : ""}${run.device ? ` on ${run.device}` : ""}${rate ? `, ${rate} in all` : ""}.`;
}

/**
 * What a chart of curves shows at a step, for those who do not see it.
 * @param {Run | null} run
 * @param {Curve} measure
 * @param {number} at
 * @param {Plan} plan
 */
export function curvesSay(run, measure, at, plan) {
  const format = measure === "loss" ? formatLoss : formatErrorRate;
  const what = { loss: "Loss", error: "Error", rate: "Learnt rate" }[measure];
  if (!run || at < 0)
    return `${what} over ${formatCount(plan.last_step)} steps: nothing measured yet.`;
  if (measure === "rate") return ratesSay(run, at);
  const [train, validation] = [curveOf(run, "train", measure), curveOf(run, "validation", measure)];
  const arms = run.names.map((name, arm) => {
    const [low, median, high] = [0, 1, 2].map((which) =>
      format(middleOf(run, validation, at, arm, /** @type {0 | 1 | 2} */ (which))),
    );
    const half = run.pairs < FEWEST_IN_BAND ? "" : ` (middle half ${low} to ${high})`;
    return `${name}: validation ${median}${half}, training ${format(middleOf(run, train, at, arm))}`;
  });
  const lines =
    run.pairs > 1
      ? `a line for each of ${run.pairs} runs of each arm and their medians`
      : "a line for the run of each arm";
  const chosen = (measure === "loss" ? chosenSteps(run) : []).map(
    ({ arm, step }) => ` ${chosenWords(run, step)} (${run.names[arm]}).`,
  );
  const { majority_error: majority } = run;
  const always =
    measure === "error" && majority !== null
      ? ` Always answering the most frequent class: ${formatErrorRate(majority)}.`
      : "";
  return `${what} by step, ${lines}. At step ${run.steps[at]}: ${arms.join("; ")}.${chosen.join("")}${always}`;
}

/**
 * Where learnt rates began and are now, as medians of the runs; "" where no arm learns one.
 * @param {Run} run
 * @param {number} at
 */
export function ratesSay(run, at) {
  const curve = curveOf(run, "learnt", "rate");
  const arms = run.names.flatMap((name, arm) => {
    const [first, now] = [0, at].map((place) => middleOf(run, curve, place, arm));
    return Number.isFinite(now) ? [`from ${first.toFixed(3)} to ${now.toFixed(3)} (${name})`] : [];
  });
  return curve < 0 || !arms.length ? "" : `The learnt rate went ${listed(arms)}.`;
}

/**
 * How the lines of the chart of errors are to be read.
 * @param {number} pairs
 */
export function linesWords(pairs) {
  if (pairs < 2) return "one run of each arm";
  return `thin: each run, thick: median${pairs < FEWEST_IN_BAND ? "" : ", band: middle half of the runs"}`;
}

/** @param {Run} run @param {number} step */
export function chosenWords(run, step) {
  return `early stopping: step ${formatCount(step)}${run.pairs > 1 ? " (median)" : ""}`;
}

/**
 * That no arm is clearly better than the most frequent class, where none is.
 * @param {Run} run
 */
export function majorityWords({ learnt, majority_error: error }) {
  if (learnt || error === null) return "";
  return ` No arm clearly beats always answering the most frequent class (${formatErrorRate(error)} wrong).`;
}

/** @param {Run | null} run */
export function verdictSay(run) {
  if (!run?.verdicts.length) return "Differences between the arms in each pair: none yet.";
  const parts = run.verdicts.map(
    ({ arm, loss, error }) =>
      `${run.names[arm]} minus ${run.names[0]}: log-loss ${loss.interval}, ${loss.word}; error ${error.interval}, ${error.word}`,
  );
  const kind = run.verdicts[0].loss.anytime ? "anytime interval" : "interval";
  return `Paired differences on the test part, mean and ${kind}. ${parts.join(". ")}.`;
}

const FEW = 2; // arms whose losses a sentence names one by one

/**
 * The validation losses of all arms at a measured step.
 * @param {Run} run
 * @param {number} at
 */
export function lossesByArm(run, at) {
  const curve = curveOf(run, "validation", "loss");
  return lossWords(
    run.names,
    run.names.map((_, arm) => middleOf(run, curve, at, arm)),
  );
}

/**
 * Losses by the names of arms; of many arms the least and the greatest.
 * @param {string[]} names
 * @param {number[]} losses
 */
export function lossWords(names, losses) {
  const said = names.map((name, arm) => `${formatLoss(losses[arm])} for ${name}`);
  if (names.length <= FEW) return listed(said);
  const size = (/** @type {number} */ arm) =>
    Number.isFinite(losses[arm]) ? losses[arm] : Number.MAX_VALUE;
  const order = [...names.keys()].sort((one, other) => size(one) - size(other));
  const [least, most] = [order[0], order[order.length - 1]];
  const [low, high] = [least, most].map((arm) => formatLoss(losses[arm]));
  return low === high ? `${low} for all` : `between ${said[least]} and ${said[most]}`;
}
