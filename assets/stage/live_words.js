// What the stage of "Live training" says. Pure functions: each sentence true of its numbers.

const WORD_OF_STATE = { queued: "waiting", running: "training", finished: "trained", cancelled: "cancelled", failed: "stopped", lost: "lost" };

function formatLoss(value) {
  return Number.isFinite(value) ? (value >= 100 ? formatCount(value) : value.toFixed(2)) : "not finite";
}

function formatErrorRate(value) {
  return Number.isFinite(value) ? `${(100 * value).toFixed(1)}\u00a0%` : "not finite";
}

function formatSeconds(seconds) {
  if (seconds < 1.5) return "1\u00a0s";
  if (seconds < 90) return `${Math.round(seconds)}\u00a0s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)}\u00a0min` : `${(seconds / 3600).toFixed(1)}\u00a0h`;
}

// A level as percent, at most two decimals.
function formatLevel(level) {
  return `${Number((100 * level).toFixed(2))}\u00a0%`;
}

function formatSigned(value, digits) {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}

function rateWords(perSecond) {
  if (!perSecond) return "";
  return `${formatCount(perSecond >= 100 ? Number(perSecond.toPrecision(2)) : perSecond)} steps/s`;
}

// The settings as a line: what is trained.
function settingsWords(view, dataset, classes) {
  const sizes = [dataset?.n_features ?? "?", ...view.hidden, classes];
  const noise = view.noise > 0 ? `, ${formatPercent(view.noise)} of labels wrong` : "";
  return `${dataset?.title ?? view.data}: ${formatCount(view.n)} examples${noise}; network ${sizes.join("-")}; ${formatCount(view.steps)} steps; ${view.pairs === 1 ? "1 pair" : `${view.pairs} pairs`}; ${armNames(view.arms).join(" against ")}`;
}

// The line above the charts. now: {view, run, asked, stale, problem, cost}.
function statusWords({ run, asked, stale, problem, cost }) {
  if (asked) return asked === "train" ? "Starting …" : "Stopping …";
  if (run && !run.over) return progressWords(run);
  if (problem) return problem;
  if (stale) return `Settings changed: press Train. ${cost}`;
  if (!run) return `Press Train. ${cost}`;
  if (run.state === "cancelled") return `Cancelled at step ${formatCount(run.step)}: part of a run gets no verdict.`;
  if (run.state !== "finished") return run.message || "The run was lost. Press Train to start it again.";
  const rate = rateWords(run.steps_per_second);
  return `Trained: ${formatCount(run.settings.steps)} steps of ${run.n_runs} networks${run.seconds ? ` in ${run.seconds.toFixed(1)}\u00a0s` : ""}${run.device ? ` on ${run.device}` : ""}${rate ? `, ${rate} in all` : ""}.`;
}

function progressWords(run) {
  const left = run.seconds_left === null ? "" : ` · about ${formatSeconds(run.seconds_left)} left`;
  if (run.state === "queued") return run.place > 1 ? `Number ${run.place} in the queue${left}` : `Next in the queue${left}`;
  const rate = rateWords(run.steps_per_second);
  return `Step ${formatCount(run.step)} of ${formatCount(run.settings.steps)}${rate ? ` · ${rate} over ${run.n_runs} networks` : ""}${left}`;
}

// The picture as one sentence.
// step: looked at; at: the place of the last measured step by then.
function liveCaption({ run, step, at, stale, settings }) {
  if (!run || at < 0) return run ? `${settings}: ${WORD_OF_STATE[run.state]}.` : `Not trained yet. ${settings}.`;
  const lead = stale ? "The run before, at other settings: " : "";
  const few = run.arms.length === 2;
  const arms = run.names.map((name, arm) => {
    const [train, validation] = [0, 2].map((curve) => formatLoss(middleOf(run, curve, at, arm)));
    return few ? `${validation} for ${name} (training ${train}, error ${formatErrorRate(middleOf(run, 3, at, arm))})` : `${validation} for ${name}`;
  });
  const verdict = few ? run.verdicts.map(({ arm, loss }) => verdictWords(run, arm, loss)).join("") : verdictsByWord(run);
  const of = run.pairs > 1 ? "median validation loss" : "validation loss";
  const measured = run.steps[at] === step ? "" : ` (curves: step ${formatCount(run.steps[at])})`;
  return `${lead}${lead ? "after" : "After"} ${formatCount(step)} of ${formatCount(run.settings.steps)} steps${measured} the ${of} is ${listed(arms)}.${verdict ? ` Test log-loss at the end: ${verdict}.` : ""}`;
}

function listed(parts) {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

// Of several arms: each word once.
function verdictsByWord(run) {
  const words = new Map();
  for (const { arm, loss } of run.verdicts) words.set(loss.word, [...(words.get(loss.word) ?? []), run.names[arm]]);
  return [...words].map(([word, names]) => `${word}: ${names.join("; ")}`).join(". ");
}

function verdictWords(run, arm, verdict) {
  return `${run.names[arm]} ${verdict.word}${verdict.mean === null ? "" : ` (${intervalWords(verdict, "loss")})`}`;
}

const UNIT_OF = { loss: { least: 2, factor: 1, unit: "" }, error: { least: 1, factor: 100, unit: "\u00a0points" } };

// Mean and interval with as many decimals as the interval merits (amount in live_verdict.py).
function intervalWords({ mean, low, high }, measure) {
  const { least, factor, unit } = UNIT_OF[measure];
  const half = low === null || high === null ? 0 : (factor * (high - low)) / 2;
  const digits = Math.max(least, Math.min(6, half > 0 ? 1 - Math.floor(Math.log10(half)) : 3));
  const text = (value) => formatSigned(factor * value, digits);
  return `${text(mean)}${low === null || high === null ? "" : ` [${text(low)}, ${text(high)}]`}${unit}`;
}

// What a chart of curves shows at a step, for those who do not see it.
function curvesSay(run, measure, at, view) {
  const format = measure === "loss" ? formatLoss : formatErrorRate;
  const what = measure === "loss" ? "Loss" : "Error";
  if (!run || at < 0) return `${what} over ${formatCount(view.steps)} steps: nothing measured yet.`;
  const { train, validation } = CURVE_OF[measure];
  const arms = run.names.map((name, arm) => {
    const quartiles = [0, 2].map((which) => format(middleOf(run, validation, at, arm, which))).join(" to ");
    return `${name}: validation ${format(middleOf(run, validation, at, arm))} (middle half ${quartiles}), training ${format(middleOf(run, train, at, arm))}`;
  });
  return `${what} by step, a line for each of ${run.pairs} runs of each arm and their medians. At step ${run.steps[at]}: ${arms.join("; ")}.`;
}

function verdictSay(run) {
  if (!run?.verdicts.length) return "Differences between the arms in each pair: none yet.";
  const parts = run.verdicts.map(({ arm, loss, error }) =>
    `${run.names[arm]} minus ${run.names[0]}: log-loss ${intervalWords(loss, "loss")}, ${loss.word}; error ${intervalWords(error, "error")}, ${error.word}`);
  return `Paired differences on the test part, mean and interval. ${parts.join(". ")}.`;
}

function networkNote(run, step, at, small) {
  if (!run || at < 0) return small ? "" : "all units; masks come with training";
  if (small) return `step ${formatCount(step)}`;
  return `step ${formatCount(Math.max(1, step))}: ${run.names[run.shown_arm]}, first pair, first example of the batch`;
}

function networkSay(run, step, sizes, counts, shown) {
  if (!shown) return `The network: ${sizes.join(", ")} units in its layers.`;
  const layers = sizes.slice(0, -1).map((n, layer) => `${layerName(layer, sizes.length - 1)} ${counts[layer]} of ${n}`);
  return `Units kept in step ${Math.max(1, step)} of the arm ${run.names[run.shown_arm]}: ${layers.join(", ")}. Lines: the strongest weights between kept units, green positive, dashed purple negative.`;
}

function surfacesNote(run, at) {
  if (!run || at < 0) return "drawn while the networks train";
  const drawn = run.points.length / 3;
  const points = run.scene && run.scene.n_points > drawn ? `; ${drawn} of ${formatCount(run.scene.n_points)} points` : "";
  return `step ${formatCount(run.steps[at])}, first pair; strong colour = sure${points}`;
}

function surfacesSay(run, at, classes) {
  if (!run || at < 0) return "Decision surfaces of the first run of each arm: drawn while they train.";
  const arms = run.names.map((name, arm) => `${name}: training error of the first run ${formatErrorRate(valueOf(run, CURVE_OF.error.train, at, arm, 0))}`);
  return `Which of ${classes} classes the first run of each arm says over the plane, at step ${run.steps[at]}, with its training points. ${arms.join("; ")}.`;
}
