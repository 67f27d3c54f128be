// "Live training": what keeps settings from being trained, what fields take, sentences, layouts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rangeComplaint, readNumbers } from "../../dropviz/stage/browser/live_training/fields.js";
import { dotLayers, strengthsOf } from "../../dropviz/stage/browser/live_training/network.js";
import {
  isExploratory,
  morePairs,
  presetOf,
  sameSettings,
  shownOf,
  simpleProblem,
} from "../../dropviz/stage/browser/live_training/state.js";
import { squaresIn } from "../../dropviz/stage/browser/live_training/surfaces.js";
import {
  liveCaption,
  networkNote,
  networkSay,
  pointsWords,
  settingsWords,
  statusWords,
} from "../../dropviz/stage/browser/live_training/words.js";
import { decodeRun } from "../../dropviz/stage/browser/shared/run/film.js";
import { swarm, verdictRange } from "../../dropviz/stage/browser/shared/run/verdict.js";
import { vectors } from "./vectors.js";

const { frames } = vectors("runs");
const { settings, shown_arm, terms } = frames.run;
const run = { ...decodeRun(frames.run), settings, shown_arm, terms };
const arm = settings.arms[0];
const digits = {
  name: "digits",
  title: "Digits",
  largest: 900,
  n_features: 64,
  classes: ["0", "1"],
  two_d: false,
  available: true,
  why: "",
};
const mnist = { ...digits, name: "mnist", title: "MNIST", available: false, why: "Not here." };
const names = Object.keys(settings);
const presets = [
  { name: "noisy", title: "noisy", sentence: "Noise.", settings: { ...settings, noise: 0.9 } },
  { name: "same", title: "same", sentence: "These.", settings },
];
const choices = { datasets: [digits, mnist], settings: names, presets };
const view = { ...settings, margin: 0.05, margin_error: 0.01, device: "auto", run: "", at: -1 };

test("what cannot be trained says why, without Python", () => {
  assert.equal(simpleProblem(view, choices), "");
  for (const [patch, says] of [
    [{ n: 20, batch: 50 }, /^The batch size is 50; it may be at most the number of examples, 20/],
    [{ n: 2000 }, /^Digits has 900 training examples at most; 2,000 are asked for/],
    [{ data: "mnist" }, /^Not here/],
    [
      { hidden: [9, 9], arms: [arm, { ...arm, p_hidden: [0.5] }] },
      /^Arm 2 has 1 hidden rates for 2/,
    ],
    [{ batch: 1, arms: [arm, { ...arm, batch_norm: true }] }, /^Batch norm needs/],
  ])
    assert.match(simpleProblem({ ...view, ...patch }, choices), says);
});

test("a preset is known by its settings, not by how they are looked at", () => {
  assert.equal(presetOf(choices, { ...view, at: 7, margin: 1 }).name, "same");
  assert.equal(presetOf(choices, { ...view, n: 21 }), undefined);
  assert.ok(sameSettings(view, settings, names));
  assert.ok(!sameSettings({ ...view, arms: [arm, arm] }, settings, names));
});

test("a repaint shows the run, or what is chosen before there is one", () => {
  const idle = shownOf(view, null, choices);
  assert.deepEqual([idle.at, idle.step, idle.stale, idle.running], [-1, 0, false, false]);
  assert.deepEqual(idle.plan.names, run.names);
  assert.equal(idle.plan.last_step, settings.steps);
  const changed = shownOf({ ...view, at: 37, steps: 900 }, run, choices);
  assert.deepEqual([changed.step, changed.stale, changed.plan.last_step], [37, true, 100]);
  assert.ok(!changed.flat);
  const moons = { ...choices, datasets: [{ ...digits, two_d: true }] };
  assert.ok(shownOf(view, null, moons).flat);
});

test("a number out of range is refused with what would be right", () => {
  assert.equal(rangeComplaint("pairs", "7", [1, 100, false], true), "");
  assert.equal(
    rangeComplaint("pairs", "500", [1, 100, false], true),
    "pairs is 500; it must be from 1 to 100.",
  );
  assert.equal(
    rangeComplaint("learning rate", "0", [0, 10, true], false),
    "learning rate is 0; it must be above 0, up to 10.",
  );
  assert.match(rangeComplaint("pairs", "1.5", [1, 100, false], true), /a whole number from 1/);
  assert.match(rangeComplaint("pairs", "ten", [1, 100, false], true), /“ten” is not a number/);
  assert.match(rangeComplaint("pairs", "x".repeat(99), [1, 100, false], true), /“x{19}…”/);
});

test("several numbers are read from one text", () => {
  const widths = { limits: [1, 1024, false], most: 5, whole: true };
  assert.deepEqual(readNumbers("hidden", "64 32, 16", widths), { values: [64, 32, 16], says: "" });
  assert.match(readNumbers("hidden", "1 2 3 4 5 6", widths).says, /is not 1 to 5 numbers/);
  assert.match(readNumbers("hidden", "", widths).says, /is not 1 to 5 numbers/);
  assert.match(readNumbers("hidden", "64 9999", widths).says, /9999; it must be from 1 to 1,024/);
  const rates = { limits: [0, 1, false], most: 5, whole: false };
  assert.deepEqual(readNumbers("rate", ".5;0.1", rates), { values: [0.5, 0.1], says: "" });
});

test("settings are one line", () => {
  assert.equal(
    settingsWords({ ...view, n: 1200, noise: 0.2, hidden: [16, 8], pairs: 1 }, digits),
    "Digits: 1,200 examples, 20\u00a0% of labels wrong; network 64-16-8-2; 100 steps; 1 pair; no dropout against p = 0.5",
  );
  assert.match(settingsWords(view, undefined), /^digits: .*network \?-128-128-\?/);
});

test("the status says first what matters most", () => {
  const now = { run, asked: null, stale: false, problem: "", cost: "About 2 s." };
  assert.equal(statusWords({ ...now, asked: "train" }), "Starting …");
  assert.equal(statusWords({ ...now, asked: "cancel" }), "Stopping …");
  assert.match(
    statusWords({ ...now, run: { ...run, over: false, state: "running" } }),
    /^Step 100/,
  );
  assert.equal(statusWords({ ...now, run: null, problem: "Too much." }), "Too much.");
  assert.equal(statusWords({ ...now, stale: true, problem: "Too much." }), "Too much.");
  assert.match(statusWords({ ...now, problem: "No GPU." }), /^Trained: 100 steps.* No GPU\.$/);
  assert.equal(statusWords({ ...now, stale: true }), "Settings changed: press Train. About 2 s.");
  assert.match(statusWords(now), /^Trained: 100 steps/);
  assert.equal(statusWords({ ...now, run: null }), "Press Train. About 2 s.");
});

test("the caption is true of the run", () => {
  const now = { run, step: 37, at: 3, stale: false, settings: "These" };
  const said = liveCaption(now);
  assert.match(said, /After 37 of 100 steps \(curves: step 30\) the validation loss is /);
  assert.ok(said.includes(run.verdicts[0].loss.word));
  assert.match(
    liveCaption({ ...now, stale: true }),
    /^The run before, at other settings\. At the end, by test log-loss: .* After 37/,
  );
  assert.equal(liveCaption({ ...now, run: null }), "Not trained yet. These.");
  assert.equal(liveCaption({ ...now, at: -1 }), "These: trained.");
});

test("the network's note and words say which mask is shown", () => {
  assert.match(networkNote(run, 0, 0, false), /^step 1: p = 0\.5, first pair/);
  assert.equal(networkNote(null, 0, -1, false), "all units; masks come with training");
  assert.equal(networkNote(run, 5, 0, true), "");
  assert.match(networkSay(run, 5, [4, 3, 2], [4, 1, 2], false), /input 4 of 4, hidden 1 of 3/);
  assert.equal(
    networkSay(null, 0, [4, 3, 2], [], false),
    "The network: 4, 3, 2 units in its layers.",
  );
  assert.equal(pointsWords(null), "");
});

test("units stand apart, inside the picture, as many as there are", () => {
  for (const [sizes, width, height] of [
    [[64, 128, 128, 10], 560, 193],
    [[784, 1024, 1024, 10], 560, 193],
    [[2, 16, 2], 174, 193],
    [[64, 1], 358, 210],
  ]) {
    const { layers, pitch } = dotLayers(sizes, width, height);
    assert.deepEqual(
      layers.map(({ units }) => units.length),
      sizes,
    );
    const all = layers.flatMap(({ units }) => units);
    assert.ok(all.every(({ x, y }) => x > 0 && x < width && y > 0 && y < height));
    const places = new Set(all.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`));
    assert.equal(places.size, all.length);
    assert.ok(pitch >= 2 && pitch <= 13);
  }
});

test("edges are as strong as among those of their layer", () => {
  const edges = Int16Array.from([0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 2, 0]);
  const weights = Float32Array.from([-3, 1, 5, 2]);
  assert.deepEqual(strengthsOf({ edges, weights }), [1, 0, 1, 0.5]);
});

test("squares are as large as they fit", () => {
  assert.deepEqual(squaresIn(2, 414, 193), { columns: 2, side: 169 });
  assert.deepEqual(squaresIn(2, 100, 400), { columns: 1, side: 100 });
  const { columns, side } = squaresIn(6, 560, 160);
  assert.ok(columns * side + 14 * (columns - 1) <= 560);
  assert.ok(Math.ceil(6 / columns) * (side + 24) <= 160);
});

test("no dot covers another while there is room", () => {
  const xs = [10, 10, 10, 12, 40];
  const shifts = swarm(xs, 40);
  assert.equal(Math.abs(shifts[4]), 0);
  for (let one = 0; one < xs.length; one++)
    for (let other = 0; other < one; other++)
      assert.ok(Math.hypot(xs[one] - xs[other], shifts[one] - shifts[other]) >= 5.5);
  assert.deepEqual(swarm([1, 1, 1], 0).map(Math.abs), [0, 0, 0]);
});

test("both sides of zero are always there", () => {
  const [low, high] = verdictRange([], 0.05);
  assert.ok(low < -0.1 && high > 0.1);
  const shown = [{ differences: [-3, -2], low: null, high: -1 }];
  const [least, most] = verdictRange(shown, 0.05);
  assert.ok(least < -3 && most > 0.3);
});

test("more pairs are twice as many, as far as one run can have them", () => {
  const choices = { ranges: { pairs: [1, 100, false] } };
  assert.equal(morePairs({ pairs: 10 }, choices), 20);
  assert.equal(morePairs({ pairs: 80 }, choices), 100);
  assert.equal(morePairs({ pairs: 100 }, choices), 100);
});

test("a margin that differs from that of Train is exploratory once there is a verdict", () => {
  const terms = { look: 1, set_margin: 0.05, set_margin_error: 0.01 };
  const view = { margin: 0.05, margin_error: 0.01 };
  const finished = { state: "finished", terms };
  assert.equal(isExploratory(view, finished), false);
  assert.equal(isExploratory({ ...view, margin: 0.2 }, finished), true);
  assert.equal(isExploratory({ ...view, margin_error: 0 }, finished), true);
  assert.equal(isExploratory({ ...view, margin: 0.2 }, { ...finished, state: "running" }), false);
  assert.equal(isExploratory(view, null), false);
});
