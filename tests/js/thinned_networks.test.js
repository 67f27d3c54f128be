// A recorded run as Python packs it, and what is said of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FAINTEST_EDGE } from "../../dropviz/stage/browser/shared/edges.js";
import {
  binomialBand,
  countMasks,
  decodeRecording,
  evaluateExample,
  expectedDistinct,
  runningMeans,
} from "../../dropviz/stage/browser/thinned_networks/recording.js";
import { Scenes, differ } from "../../dropviz/stage/browser/thinned_networks/scene.js";
import {
  chooserText,
  edgesText,
  lossesText,
} from "../../dropviz/stage/browser/thinned_networks/words.js";
import { assertClose, vectors } from "./vectors.js";

const { runs, others, counts } = vectors("recording");

test("a recording is rebuilt as Python unpacks it", () => {
  for (const { packed, weights, losses, distinct, kept } of runs) {
    const run = decodeRecording(packed);
    const counted = countMasks(run, packed.settings.p);
    assertClose(run.weights, weights, "weights", 2e-6);
    assertClose(run.masked, losses[0], "with masks");
    assertClose(run.plain, losses[1], "without");
    assertClose(run.validation, losses[2], "validation");
    assert.deepEqual([...counted.distinct], distinct);
    assert.deepEqual([...counted.kept], kept);
  }
});

test("an example's mask, pass and gradients are Python's; nothing is learned at dropped units", () => {
  for (const { packed, examples } of runs) {
    const run = decodeRecording(packed);
    const { hidden, p } = packed.settings;
    for (const { step, example, mask, label, probabilities, gradients } of examples) {
      const found = evaluateExample(run, { step, example, p, edges: "gradient" });
      assert.deepEqual([...found.mask], mask);
      assert.equal(found.label, label);
      assertClose(found.pass.probabilities, probabilities, "probabilities", 5e-3);
      found.gradients.forEach((values, layer) => {
        assertClose(values, gradients[layer], `gradients ${layer}`, 0.02);
        const nIn = run.sizes[layer];
        values.forEach((value, at) => {
          const [to, from] = [Math.floor(at / nIn), at % nIn];
          const dropped =
            (layer < 2 && !mask[layer * hidden + to]) ||
            (layer > 0 && !mask[(layer - 1) * hidden + from]);
          if (dropped) assert.ok(value === 0, `${layer}: ${from} to ${to}`);
        });
      });
    }
  }
});

test("masks at another rate are those that a run at that rate has", () => {
  const run = decodeRecording(runs[0].packed);
  for (const { p, kept } of others) assert.deepEqual([...countMasks(run, p).kept], kept, `p ${p}`);
});

test("how many masks to expect, and how often a unit is kept", () => {
  for (const { units, draws, p, distinct, band } of counts) {
    assertClose([expectedDistinct(units, p, draws) / distinct], [1], `${units} ${p}`, 1e-9);
    assertClose(binomialBand(draws, 1 - p), band, `band of ${draws} at ${p}`, 1e-12);
  }
});

test("running means are narrower at the ends", () => {
  assert.deepEqual([...runningMeans(Float32Array.of(1, 2, 6, 4), 3)], [1.5, 3, 4, 5]);
});

test("a scene counts what was kept up to its step, and sees when another run is wanted", () => {
  const scenes = new Scenes(decodeRecording(runs[0].packed));
  const view = { ...runs[0].packed.settings, edges: "signal", step: 5, example: 99, speed: 8 };
  const scene = scenes.of(view);
  assert.deepEqual([scene.step, scene.example, scene.draws, scene.stale], [4, 7, 40, false]);
  assert.deepEqual([...scene.kept], runs[0].kept.slice(4 * 8, 5 * 8));
  assert.equal(scenes.of({ ...view, p: 0.57 }).stale, true);
  assert.deepEqual([...scenes.of({ ...view, p: 1 }).kept], new Array(8).fill(0));
  assert.equal(differ({ ...view, speed: 2 }, runs[0].packed.settings), false);
});

test("the masks make the difference only where the numbers say so", () => {
  const explains = "The masks make the difference.";
  for (const [masked, plain, validation, so] of [
    [1.52, 1.18, 1.31, true],
    [1.52, 1.31, 1.31, false],
    [1.31, 1.18, 1.31, false],
    [1.52, 1.4, 1.31, false],
    [1.05, 1.05, 1.31, false],
    [1.316, 1.18, 1.312, true],
    [1.314, 1.18, 1.312, false],
  ]) {
    const run = {
      settings: { p: 0.3 },
      masked: [masked],
      plain: [plain],
      validation: [validation],
    };
    const said = (view) => lossesText({ run, step: 0, view: { p: 0.3, plain: "shown", ...view } });
    const numbers = `${masked.toFixed(2)} with masks, ${plain.toFixed(2)} without`;
    assert.ok(said({}).startsWith(`Loss of this batch: ${numbers}`), said({}));
    assert.equal(said({}).includes(explains), so, said({}));
    assert.doesNotMatch(said({ plain: "hidden" }), /without|masks/);
    assert.match(said({ p: 0.5 }), /^Loss when it was trained/);
  }
});

test("examples are trained only at the rate of the run", () => {
  const text = (masks, p, different) =>
    chooserText({ settings: { p: 0.3, masks }, batch: 32 }, { p }, different);
  assert.match(text("example", 0.3, 30), /30 different sub-networks learn in this one step/);
  assert.match(text("example", 0.5, 30), /at p = 0.50 they would be 30 different/);
  for (const previewed of [text("example", 0.5, 30), text("example", 1, 1), text("batch", 0.5, 1)])
    assert.doesNotMatch(previewed, /train|came out/);
});

test("the note on edges names those that are left out", () => {
  for (const edges of ["gradient", "signal"])
    assert.ok(edgesText(edges).includes(`none under ${100 * FAINTEST_EDGE}\u00a0%`));
});
