// Runs: names of arms, quartiles and frames as Python has them; words, marks and numbers.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  armColours,
  armNames,
  markAt,
  plainNumber,
  shortName,
} from "../../dropviz/stage/browser/shared/run/arms.js";
import {
  chosenSteps,
  decodeRun,
  frameOf,
  keptByLayer,
  measuredPlace,
  stepOf,
} from "../../dropviz/stage/browser/shared/run/film.js";
import {
  curvesSay,
  endedWords,
  formatAxis,
  formatErrorRate,
  formatLevel,
  formatLoss,
  linesWords,
  lossWords,
  majorityWords,
  progressWords,
  rateWords,
  ratesSay,
  verdictSay,
} from "../../dropviz/stage/browser/shared/run/words.js";
import { intervalWords } from "../../dropviz/stage/browser/shared/run/verdict.js";
import { assertClose, vectors } from "./vectors.js";

const { names, quartiles, frames } = vectors("runs");
const run = decodeRun(frames.run);

test("arms have the names that Python gives them", () => {
  assert.ok(names.length > 150);
  for (const { arms, names: wanted } of names) assert.deepEqual(armNames(arms), wanted);
});

test("long names are cut where there is no room", () => {
  assert.equal(shortName("p = 0.5"), "p = 0.5");
  assert.equal(shortName("weight decay 0.00001", 12), "weight deca…");
});

test("no two arms of an experiment look the same", () => {
  const dropping = [false, true, true, true, true, true];
  const colours = armColours(dropping);
  assert.equal(new Set(colours).size, 6);
  assert.equal(colours[0], "var(--dv-without-dropout)");
  assert.equal(colours[1], "var(--dv-with-dropout)");
  const marks = dropping.map((_, arm) => markAt(arm, 5, 5, 3));
  assert.equal(new Set(marks).size, 6);
});

test("medians and quartiles are NumPy's, over the pairs that still run", () => {
  const { middle } = decodeRun(quartiles.run);
  assert.equal(middle.length, quartiles.middle.length);
  const there = [...middle.keys()].filter((at) => quartiles.middle[at] !== null);
  middle.forEach((value, at) => assert.equal(Number.isNaN(value), !there.includes(at)));
  assertClose(
    there.map((at) => middle[at]),
    there.map((at) => quartiles.middle[at]),
    "quartiles",
  );
});

test("every step has its mask and the last measured edges", () => {
  for (const { step, place, kept, edges } of frames.frames) {
    const frame = frameOf(run, step);
    assert.deepEqual([...frame.kept], kept);
    assert.deepEqual([...frame.edges], edges);
    assert.equal(measuredPlace(run, step), place);
  }
  const { kept } = frameOf(run, 50);
  const counts = keptByLayer(kept, run.scene.sizes);
  assert.equal(
    counts.reduce((sum, n) => sum + n, 0),
    kept.reduce((sum, keep) => sum + keep, 0),
  );
});

test("what is known of a run is kept when it comes again", () => {
  const again = decodeRun(frames.run, run);
  assert.equal(again.values, run.values);
  assert.equal(again.film, run.film);
  const other = decodeRun({ ...frames.run, hash: "0" }, run);
  assert.notEqual(other.values, run.values);
});

test("while it trains the newest step is shown, then the one that is looked at", () => {
  assert.equal(stepOf(run, 30), 30);
  assert.equal(stepOf(run, -1), 100);
  assert.equal(stepOf(run, 900), 100);
  assert.equal(stepOf({ ...run, over: false }, 30), 100);
});

test("early stopping chose the median step of the pairs that ended", () => {
  const stops = {
    ...run,
    arms: [run.arms[0], { ...run.arms[1], early_stopping: true }],
    outcome: {
      test_loss: [
        [1, 1, 1],
        [1, null, 1],
      ],
      chosen_step: [
        [9, 9, 9],
        [40, 1, 60],
      ],
    },
  };
  assert.deepEqual(chosenSteps(stops), [{ arm: 1, step: 50 }]);
  assert.deepEqual(chosenSteps({ ...stops, outcome: null }), []);
});

test("no number is false or too long to read", () => {
  for (const value of [1e-99, 1.5e-7, 0.001, 0.1 + 0.2, 12345.678, 1e21, 0])
    assert.equal(Number(plainNumber(value)), value);
  assert.deepEqual([1.98e11, 9999, 0.123, NaN].map(formatLoss), [
    "2.0·10¹¹",
    "9,999",
    "0.12",
    "not finite",
  ]);
  assert.deepEqual([2e11, -150000, 0.00025, 1500, -0, 0.00002].map(formatAxis), [
    "2·10¹¹",
    "−1.5·10⁵",
    "0.00025",
    "1,500",
    "0",
    "2·10⁻⁵",
  ]);
  assert.equal(formatErrorRate(0.145), "14.5\u00a0%");
  assert.equal(formatLevel(1 - 0.05 / 3), "98.33\u00a0%");
  assert.equal(formatLevel(1 - 0.05 / 3, 1), "98.3\u00a0%");
  assert.equal(rateWords(4123), "4,100 steps/s");
  assert.equal(rateWords(null), "");
});

test("what goes on is said in words", () => {
  const going = { ...run, state: "running", step: 40, steps_per_second: 4123, seconds_left: 3 };
  assert.equal(
    progressWords(going),
    "Step 40 of 100 · 4,100 steps/s over 2 networks · about 3\u00a0s left",
  );
  const queued = { ...going, state: "queued", seconds_left: 100 };
  assert.equal(
    progressWords({ ...queued, place: 3 }),
    "Number 3 in the queue · about 2\u00a0min left",
  );
  assert.equal(progressWords({ ...queued, place: 1, seconds_left: null }), "Next in the queue");
  assert.match(
    endedWords({ ...run, state: "cancelled", step: 50, message: "" }),
    /at step 50: part/,
  );
  assert.match(endedWords({ ...run, state: "lost", message: "" }), /Press Train to start it again/);
  assert.match(endedWords({ ...run, seconds: 1.25 }), /^Trained: 100 steps of 2 networks in 1\.3/);
});

test("one pair has no median, two have no middle half", () => {
  assert.equal(linesWords(1), "one run of each arm");
  assert.doesNotMatch(linesWords(2), /band/);
  assert.match(linesWords(3), /band: middle half/);
  assert.doesNotMatch(curvesSay(run, "loss", 3, run), /median|middle half/);
  const plan = { names: ["a", "b"], colours: [], last_step: 500, pairs: 10 };
  assert.equal(curvesSay(null, "error", -1, plan), "Error over 500 steps: nothing measured yet.");
});

test("that no arm beats the most frequent class is said, where none does", () => {
  assert.equal(majorityWords({ learnt: true, majority_error: 0.37 }), "");
  assert.equal(majorityWords({ learnt: false, majority_error: null }), "");
  assert.match(majorityWords({ learnt: false, majority_error: 0.37 }), /\(37\.0\u00a0% wrong\)/);
  const always = /Always answering the most frequent class: 90\.0\u00a0%/;
  const known = { ...run, majority_error: 0.9 };
  assert.match(curvesSay(known, "error", 3, known), always);
  assert.doesNotMatch(curvesSay(known, "loss", 3, known), always);
});

test("an anytime interval is called one", () => {
  const [{ arm, loss, error }] = run.verdicts;
  const again = { ...run, verdicts: [{ arm, loss: { ...loss, anytime: true }, error }] };
  assert.match(verdictSay(again), /mean and anytime interval/);
  assert.equal(intervalWords(again), "95\u00a0% anytime interval");
  assert.equal(intervalWords(run), "95\u00a0% interval");
  assert.equal(intervalWords(null), "interval");
});

test("a verdict says its interval and its word", () => {
  const said = verdictSay(run);
  const [{ loss, error }] = run.verdicts;
  assert.ok(said.includes(`log-loss ${loss.interval}, ${loss.word}`));
  assert.ok(said.includes(`error ${error.interval}, ${error.word}`));
  assert.match(verdictSay(null), /none yet/);
});

test("learnt rates are told from start to now, of the arms that learn one", () => {
  const arms = ["none", "concrete"].map((name) => ({ name, drops: true, early_stopping: false }));
  const base = decodeRun({ ...frames.run, arms, pairs: 1, steps: [0, 5], curves: "" });
  const rates = { names: ["none", "concrete"], arms, pairs: 1, steps: [0, 5] };
  const middle = new Float64Array([NaN, 0.1, NaN, 0.04].flatMap((rate) => [rate, rate, rate]));
  const learning = { ...base, ...rates, curve_names: ["learnt_rate"], middle };
  assert.equal(ratesSay(learning, 1), "The learnt rate went from 0.100 to 0.040 (concrete).");
  assert.equal(curvesSay(learning, "rate", 1, learning), ratesSay(learning, 1));
  assert.equal(ratesSay({ ...learning, curve_names: ["train_loss"] }, 1), "");
  assert.equal(ratesSay({ ...learning, middle: middle.map(() => NaN) }, 1), "");
});

test("of more than two arms the least loss and the greatest are named", () => {
  const said = (losses) => lossWords(["a", "b", "c"].slice(0, losses.length), losses);
  assert.equal(said([0.5, 0.25]), "0.50 for a and 0.25 for b");
  assert.equal(said([0.5, 0.25, 2]), "between 0.25 for b and 2.00 for c");
  assert.equal(said([0.5, 0.501, 0.499]), "0.50 for all");
  assert.equal(said([0.5, NaN, 0.25]), "between 0.25 for c and not finite for b");
});
