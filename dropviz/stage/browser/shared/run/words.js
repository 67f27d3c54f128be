// @ts-nocheck
// What the stage of "Live training" says. Pure functions: each sentence true of its numbers.

import { formatCount, formatPercent, formatPower, listed } from "../format.js";
import { layerName } from "../layout.js";
import { armNames } from "./arms.js";
import { CURVE_OF, FEWEST_IN_BAND, chosenSteps, middleOf, valueOf } from "./film.js";

const WORD_OF_STATE = {
  queued: "waiting",
  running: "training",
  finished: "trained",
  cancelled: "cancelled",
  failed: "stopped",
  lost: "lost",
};

const LARGE = 1e4; // from here on a number is written with a power of ten

export function formatLoss(value) {
  if (!Number.isFinite(value)) return "not finite";
  return value >= LARGE
    ? formatPower(value, 1)
    : value >= 100
      ? formatCount(value)
      : value.toFixed(2);
}

// Beside an axis, where numbers are round.
export function formatAxis(value) {
  const round = Number(value.toPrecision(6));
  if (round && (Math.abs(round) >= LARGE || Math.abs(round) < 1e-4)) return formatPower(round);
  return round.toLocaleString("en-US", { maximumFractionDigits: 10 }).replace("-", "−");
}

function formatErrorRate(value) {
  return Number.isFinite(value) ? `${(100 * value).toFixed(1)}\u00a0%` : "not finite";
}

function formatSeconds(seconds) {
  if (seconds < 1.5) return "1\u00a0s";
  if (seconds < 90) return `${Math.round(seconds)}\u00a0s`;
  return seconds < 5400
    ? `${Math.round(seconds / 60)}\u00a0min`
    : `${(seconds / 3600).toFixed(1)}\u00a0h`;
}

// A level as percent, at most two decimals.
export function formatLevel(level) {
  return `${Number((100 * level).toFixed(2))}\u00a0%`;
}

export function formatSigned(value, digits) {
  const size = Math.abs(value);
  return `${value < 0 ? "−" : "+"}${size < LARGE ? size.toFixed(digits) : formatPower(size, 1)}`;
}

function rateWords(perSecond) {
  if (!perSecond) return "";
  return `${formatCount(perSecond >= 100 ? Number(perSecond.toPrecision(2)) : perSecond)} steps/s`;
}

// The settings as a line: what is trained.
export function settingsWords(view, dataset, classes) {
  const sizes = [dataset?.n_features ?? "?", ...view.hidden, classes];
  const noise = view.noise > 0 ? `, ${formatPercent(view.noise)} of labels wrong` : "";
  return `${dataset?.title ?? view.data}: ${formatCount(view.n)} examples${noise}; network ${sizes.join("-")}; ${formatCount(view.steps)} steps; ${view.pairs === 1 ? "1 pair" : `${view.pairs} pairs`}; ${armNames(view.arms).join(" against ")}`;
}

// The line above the charts. now: {view, run, asked, stale, problem, cost}.
export function statusWords({ run, asked, stale, problem, cost }) {
  if (asked) return asked === "train" ? "Starting …" : "Stopping …";
  if (run && !run.over) return progressWords(run);
  if (problem) return problem;
  if (stale) return `Settings changed: press Train. ${cost}`;
  if (!run) return `Press Train. ${cost}`;
  if (run.state === "cancelled")
    return (
      run.message || `Cancelled at step ${formatCount(run.step)}: part of a run gets no verdict.`
    );
  if (run.state !== "finished")
    return run.message || "The run was lost. Press Train to start it again.";
  const rate = rateWords(run.steps_per_second);
  return `Trained: ${formatCount(run.settings.steps)} steps of ${run.n_runs} networks${run.seconds ? ` in ${run.seconds.toFixed(1)}\u00a0s` : ""}${run.device ? ` on ${run.device}` : ""}${rate ? `, ${rate} in all` : ""}.`;
}

export function progressWords(run) {
  const left = run.seconds_left === null ? "" : ` · about ${formatSeconds(run.seconds_left)} left`;
  if (run.state === "queued")
    return run.place > 1 ? `Number ${run.place} in the queue${left}` : `Next in the queue${left}`;
  const rate = rateWords(run.steps_per_second);
  return `Step ${formatCount(run.step)} of ${formatCount(run.settings.steps)}${rate ? ` · ${rate} over ${run.n_runs} networks` : ""}${left}`;
}

// The picture as one sentence.
// step: looked at; at: the place of the last measured step by then.
export function liveCaption({ run, step, at, stale, settings }) {
  if (!run || at < 0)
    return run ? `${settings}: ${WORD_OF_STATE[run.state]}.` : `Not trained yet. ${settings}.`;
  const lead = stale ? "The run before, at other settings: " : "";
  const few = run.arms.length === 2;
  const arms = run.names.map((name, arm) => {
    const [train, validation] = [0, 2].map((curve) => formatLoss(middleOf(run, curve, at, arm)));
    return few
      ? `${validation} for ${name} (training ${train}, error ${formatErrorRate(middleOf(run, 3, at, arm))})`
      : `${validation} for ${name}`;
  });
  const verdict = few
    ? run.verdicts.map(({ arm, loss }) => verdictWords(run, arm, loss)).join("")
    : verdictsByWord(run);
  const of = run.pairs > 1 ? "median validation loss" : "validation loss";
  const measured = run.steps[at] === step ? "" : ` (curves: step ${formatCount(run.steps[at])})`;
  return `${lead}${lead ? "after" : "After"} ${formatCount(step)} of ${formatCount(run.settings.steps)} steps${measured} the ${of} is ${listed(arms)}.${verdict ? ` Test log-loss at the end: ${verdict}.` : ""}`;
}

// Of several arms: each word once.
function verdictsByWord(run) {
  const words = new Map();
  for (const { arm, loss } of run.verdicts)
    words.set(loss.word, [...(words.get(loss.word) ?? []), run.names[arm]]);
  return [...words].map(([word, names]) => `${word}: ${names.join("; ")}`).join(". ");
}

function verdictWords(run, arm, verdict) {
  return `${run.names[arm]} ${verdict.word}${verdict.mean === null ? "" : ` (${intervalWords(verdict, "loss")})`}`;
}

export const UNIT_OF = {
  loss: { least: 2, factor: 1, unit: "" },
  error: { least: 1, factor: 100, unit: "\u00a0points" },
};

// Mean and interval with as many decimals as the interval merits (amount in lessons/live_training/words.py).
export function intervalWords({ mean, low, high }, measure) {
  if (mean === null) return "no pair was finished";
  const { least, factor, unit } = UNIT_OF[measure];
  const half = low === null || high === null ? 0 : (factor * (high - low)) / 2;
  const digits = Math.max(least, Math.min(6, half > 0 ? 1 - Math.floor(Math.log10(half)) : 3));
  const text = (value) => formatSigned(factor * value, digits);
  return `${text(mean)}${low === null || high === null ? "" : ` [${text(low)}, ${text(high)}]`}${unit}`;
}

// What a chart of curves shows at a step, for those who do not see it.
export function curvesSay(run, measure, at, view) {
  const format = measure === "loss" ? formatLoss : formatErrorRate;
  const what = measure === "loss" ? "Loss" : "Error";
  if (!run || at < 0) return `${what} over ${formatCount(view.steps)} steps: nothing measured yet.`;
  const { train, validation } = CURVE_OF[measure];
  const arms = run.names.map((name, arm) => {
    const quartiles = [0, 2]
      .map((which) => format(middleOf(run, validation, at, arm, which)))
      .join(" to ");
    const half = run.pairs < FEWEST_IN_BAND ? "" : ` (middle half ${quartiles})`;
    return `${name}: validation ${format(middleOf(run, validation, at, arm))}${half}, training ${format(middleOf(run, train, at, arm))}`;
  });
  const lines =
    run.pairs > 1
      ? `a line for each of ${run.pairs} runs of each arm and their medians`
      : "a line for the run of each arm";
  const chosen =
    measure === "loss"
      ? chosenSteps(run)
          .map(({ arm, step }) => ` ${chosenWords(run, step)} (${run.names[arm]}).`)
          .join("")
      : "";
  return `${what} by step, ${lines}. At step ${run.steps[at]}: ${arms.join("; ")}.${chosen}`;
}

// How the lines of the chart of errors are to be read.
export function linesWords(pairs) {
  if (pairs < 2) return "one run of each arm";
  return `thin: each run, thick: median${pairs < FEWEST_IN_BAND ? "" : ", band: middle half of the runs"}`;
}

export function chosenWords(run, step) {
  return `early stopping: step ${formatCount(step)}${run.pairs > 1 ? " (median)" : ""}`;
}

export function verdictSay(run) {
  if (!run?.verdicts.length) return "Differences between the arms in each pair: none yet.";
  const parts = run.verdicts.map(
    ({ arm, loss, error }) =>
      `${run.names[arm]} minus ${run.names[0]}: log-loss ${intervalWords(loss, "loss")}, ${loss.word}; error ${intervalWords(error, "error")}, ${error.word}`,
  );
  return `Paired differences on the test part, mean and interval. ${parts.join(". ")}.`;
}

export function networkNote(run, step, at, small) {
  if (!run || at < 0) return small ? "" : "all units; masks come with training";
  if (small) return "";
  return `step ${formatCount(Math.max(1, step))}: ${run.names[run.shown_arm]}, first pair, first example of the batch`;
}

// small: without the colours of signs.
export function networkSay(run, step, sizes, counts, { shown, small }) {
  if (!shown) return `The network: ${sizes.join(", ")} units in its layers.`;
  const layers = sizes
    .slice(0, -1)
    .map((n, layer) => `${layerName(layer, sizes.length - 1)} ${counts[layer]} of ${n}`);
  return `Units kept in step ${Math.max(1, step)} of the arm ${run.names[run.shown_arm]}: ${layers.join(", ")}. Lines: the strongest weights between kept units, ${small ? "solid positive, dashed negative" : "green positive, dashed purple negative"}.`;
}

export function surfacesNote(run, at) {
  if (!run || at < 0) return "drawn while the networks train";
  return `step ${formatCount(run.steps[at])}, first pair; strong colour = sure`;
}

// What the points over the surfaces are.
export function pointsWords(run) {
  const [drawn, all] = [run.points.length / 3, run.scene.n_points];
  const of = all > drawn ? `${drawn} of ${formatCount(all)}` : `all ${all}`;
  const wrong = run.settings.noise > 0 ? `, ${formatPercent(run.settings.noise)} wrong` : "";
  return `${of} training examples; labels as trained on${wrong}`;
}

export function surfacesSay(run, at, classes) {
  if (!run || at < 0)
    return "Decision surfaces of the first run of each arm: drawn while they train.";
  const arms = run.names.map(
    (name, arm) =>
      `${name}: training error of the first run ${formatErrorRate(valueOf(run, CURVE_OF.error.train, at, arm, 0))}`,
  );
  return `Which of ${classes} classes the first run of each arm says over the plane, at step ${run.steps[at]}. Points: ${pointsWords(run)}. ${arms.join("; ")}.`;
}
