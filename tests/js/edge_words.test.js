// Sentences where ordinary words would be untrue: nothing kept, nothing learnt, another network.

import assert from "node:assert/strict";
import { test } from "node:test";
import { scatteredCoins } from "../../dropviz/stage/browser/feature_maps/photo_arithmetic.js";
import { captionText } from "../../dropviz/stage/browser/thinned_networks/words.js";
import { recurrentCaption } from "../../dropviz/stage/browser/recurrent/words.js";
import { toggleCaption } from "../../dropviz/stage/browser/toggle_neurons/words.js";
import {
  decodeVariant,
  maskOf,
  outputsOf,
  usableRate,
} from "../../dropviz/stage/browser/variants/masks.js";
import { openedCaption } from "../../dropviz/stage/browser/variants/words.js";
import { vectors } from "./vectors.js";

const scene = (trained, state = {}) => ({
  run: {
    units: 8,
    settings: { p: 0.67 },
    trained: Float32Array.from(trained),
    masked: Float32Array.of(2, 2, 2),
    plain: Float32Array.of(2, 2, 2),
    validation: Float32Array.of(2, 2, 2),
  },
  view: { p: 0.67 },
  step: 1,
  example: 0,
  state: { label: 4, count: 3, trained: 0, ...state },
});

test("a network that has stopped learning is called so", () => {
  assert.match(captionText(scene([0.1, 0, 0])), /no weight has a gradient, here and in all later/);
  assert.match(captionText(scene([0.1, 0, 0])), /has stopped learning/);
  assert.match(captionText(scene([0.1, 0, 0.2])), /no weight has a gradient, in this step\. /);
  assert.match(captionText(scene([0, 0.2, 0])), /this 4 goes through .* No weight gets/);
  const learns = captionText(scene([0, 0.2, 0], { trained: 0.1 }));
  assert.match(
    learns,
    /this 4 goes through 3 of the 8 hidden units. Only they can learn from it\./,
  );
});

test("a network trained without dropout is not said to be trained with scaling", () => {
  const view = { mode: "inference", scaling: "classical", p: 0.5, drawn: "" };
  const state = { label: 3, whole: { probabilities: [0, 0, 0, 1] } };
  state.pass = state.whole;
  const kept = { keptHidden: 128, nHidden: 128, keptInput: 64, nInput: 64 };
  const counts = { before: 3, after: 3, ...kept };
  const says = (network) => toggleCaption({ ...view, network }, state, counts);
  assert.match(says("with"), /these weights were trained with inverted scaling/);
  assert.match(says("without"), /these weights were trained without dropout/);
});

test("nothing is called replaced where zeros come out", () => {
  const variant = { kind: "alpha", absent: [], entries: 48, shared: [], lowest: 0, highest: 1 };
  const mask = { dropped: Array(48).fill(true) };
  assert.equal(
    openedCaption(variant, { p: 1 }, mask),
    "p = 1: no entry is left to map, and the layer gives zeros.",
  );
});

test("there are no others where no cell holds anything", () => {
  const rule = { on: "g", holds: false, once: false, says: "A fresh mask" };
  const state = { cells: 4, onC: [0, 0], rule, rules: [{ rule, alive: 0, seen: 0 }] };
  const text = recurrentCaption({ p: 0.99, times: 2 }, state);
  assert.match(text, /none of 4 cells holds anything; all lost it when it was written/);
});

const { seed, n_coins, settings, variants } = vectors("variants");
const coins = scatteredCoins(seed, n_coins);
const RATES = [0, 0.05, 0.95, 0.99, 1];

for (const [slug, packed] of Object.entries(variants))
  test(`what is said of ${slug} is what its mask does, at any rate`, () => {
    const variant = decodeVariant(packed);
    for (const p of RATES) {
      const view = { ...settings, p };
      const mask = maskOf(variant, coins, view);
      const outputs = outputsOf(variant, mask, view);
      const caption = openedCaption(variant, view, mask);
      assert.doesNotMatch(caption, /NaN|Infinity|undefined|null/);
      assert.ok([...outputs].every(Number.isFinite), `p = ${p}`);
      const [, gone] = caption.match(/(\d+) of \d+ (?:entries|weights) are/) ?? [];
      if (gone === undefined) continue;
      const counted = mask.dropped.filter((out, i) => out && !variant.absent[i]).length;
      assert.equal(Number(gone), counted, `p = ${p}`);
      if (["coin", "block"].includes(variant.kind) && usableRate(variant, p) === 1)
        assert.ok([...outputs].every((value) => value === 0) || variant.rule !== "constant");
    }
  });
