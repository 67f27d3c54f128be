// The guide of "Live training": what is said of every outcome of a run, and of looking early.

import assert from "node:assert/strict";
import test from "node:test";

import { SCENES } from "../../dropviz/stage/browser/live_training/guide.js";
import { looksAt, peekingWords } from "../../dropviz/stage/browser/live_training/peeking.js";
import { otherSeeds, seedsOfNow } from "../../dropviz/stage/browser/live_training/state.js";

const verdict = (word, mean, differences, pairs_needed = null) => ({
  word, mean, differences, pairs_needed, margin: 0.01,
}); // prettier-ignore
const run = (error, hash = "a") => ({ hash, verdicts: [{ error }] });
const moment = (judged, asked) => ({ view: { peek_all: false }, facts: { judged, asked } });
const happened = (judged, asked = "a", began = null) => ({
  began: moment(began, asked),
  now: moment(judged, asked),
});

const OUTCOMES = [
  [verdict("helped", -0.08, [-0.1, -0.06]), 0, /helped: 8\.0 points fewer .* fewer in 2 of 2 pairs/],
  [verdict("hurt", 0.05, [0.1, 0, 0.02]), 1, /hurt: 5\.0 points more .* more in 2 of 3 pairs/],
  [verdict("no practical difference", -0.001, [0, -0.002]), 2, /0\.1 points fewer .* less than 1\.0/],
  [verdict("not resolved", 0.02, [0.1, -0.06], 19), 3, /2\.0 points more wrong answers; more in 1 of 2 pairs\..*19 more pairs/],
  [verdict("not resolved", 0, [0, 0], null), 3, /as many wrong answers with it as without/],
  [verdict("not resolved", null, []), 3, /No pair was finished/],
]; // prettier-ignore

test("a run is said as it came, whatever came", () => {
  for (const scene of [SCENES.helps, SCENES.small, SCENES.few])
    for (const [found, place, says] of OUTCOMES) {
      const at = happened(run(found));
      assert.equal(scene.came(at), place);
      assert.match(scene.says(at), says);
      for (const sentence of scene.says(at).split(/[.:;] /))
        assert.ok(sentence.split(/\s+/).length <= 25, sentence);
    }
});

test("a scene is done by the run that was started in it, once it has its verdict", () => {
  const found = run(OUTCOMES[0][0]);
  const { done } = SCENES.helps;
  assert.ok(done(happened(found)));
  assert.ok(!done(happened(null))); // it goes on
  assert.ok(!done(happened(found, "a", found))); // it was there when the scene began
  assert.ok(!done(happened(found, ""))); // a link brought it
  assert.ok(!done(happened(found, "b"))); // another one was started since
});

test("looks are the t interval, and are said to the end", () => {
  const looks = looksAt([1, 2, 3, -4], 2, [12.706, 4.303, 3.182]);
  assert.equal(looks[0].mean, 1.5);
  assert.ok(Math.abs(looks[1].half - 4.303 / Math.sqrt(3)) < 1e-12);
  assert.deepEqual(
    looks.map(({ claims }) => claims),
    [false, false, false],
  );
  const counts = { comparisons: 1000, claimed: [50, 90, 120], at_the_end: 51, last: 4 };
  assert.match(peekingWords([], counts, false), /Nothing has been looked at yet/);
  assert.match(
    peekingWords(looks.slice(0, 1), counts, false),
    /After 2 pairs the interval holds 0/,
  );
  assert.match(peekingWords(looks, counts, false), /still holds 0: this time you claim nothing/);
  const claims = looksAt([1, 1.1], 2, [12.706]);
  assert.match(
    peekingWords(claims, counts, false),
    /After 2 pairs the interval leaves out 0: you stop/,
  );
  assert.match(peekingWords(looks, counts, true), /Of 1,000 .*, 120 claim .*, 51 at the last/);
});

test("other seeds are others, and within the range", () => {
  const choices = { ranges: { seed: [0, 9999, false] } };
  for (const random of [0, 0.5, 0.999999]) {
    const seed = otherSeeds({ pairs: 10, seed: 0 }, choices, () => random);
    assert.ok(seed > 0 && seed + 10 <= 9999);
    assert.notEqual(
      otherSeeds({ pairs: 10, seed }, choices, () => random),
      seed,
    );
  }
});

test("a class that presses within seconds trains one run; later ones share no seeds", () => {
  const choices = { ranges: { seed: [0, 9999, false] } };
  const at = (now, seed = 0) => seedsOfNow({ pairs: 10, seed }, choices, now);
  const began = 1_800_000_000_000; // a moment when the seconds begin anew
  assert.equal(at(began), at(began + 3_900));
  const moments = Array.from({ length: 100 }, (_, i) => at(began + 4_000 * i));
  for (const [i, one] of moments.entries())
    for (const other of moments.slice(i + 1)) assert.ok(Math.abs(one - other) > 10);
  assert.ok(moments.every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= 9999 - 10));
  const seed = at(began);
  assert.notEqual(at(began, seed), seed); // pressed once more: another run
});
