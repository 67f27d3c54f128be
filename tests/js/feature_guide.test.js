// The guide of "Feature maps": what is said of every outcome.

import assert from "node:assert/strict";
import test from "node:test";

import { SCENES } from "../../dropviz/stage/browser/feature_maps/guide.js";
import { changeOf } from "../../dropviz/stage/browser/feature_maps/photo_scene.js";
import { Averages } from "../../dropviz/stage/browser/feature_maps/averages.js";

const off = (...maps) =>
  maps.length
    ? Array.from({ length: 16 }, (_, map) => (maps.includes(map) ? "0" : "-")).join("")
    : "";
const photo = (mask, r2 = 0.9, change = { colour: 1, grey: 1 }) => ({
  view: { photo_mask: mask, many: false },
  facts: { counts: { maps: mask.split("0").length - 1 }, photo: { r2, r2Whole: 0.9, change } },
});

test("one map goes off, and what changed is colour, light, or nothing", () => {
  const { done, came, says } = SCENES.one_map;
  const at = (now) => ({ before: photo(""), now });
  assert.ok(done(at(photo(off(2)))));
  assert.ok(!done(at(photo(off(2, 3)))));
  assert.ok(!done({ before: photo(off(2)), now: photo("") }));
  const outcomes = [
    [0.7, { colour: 0.75, grey: 0.25 }, 0, /75\s% of the colour is gone, and 25\s% of light/],
    [
      0.7,
      { colour: 0.1, grey: 0.3 },
      1,
      /10\s% of the colour is gone, and 30\s% of light and dark/,
    ],
    [0.895, { colour: 0.1, grey: 0.3 }, 2, /hardly anything changed/],
  ];
  for (const [r2, change, place, words] of outcomes) {
    const now = at(photo(off(2), r2, change));
    assert.equal(came(now), place);
    assert.match(says(now), words);
  }
});

test("what a picture has lost: its colour, its light and dark, or both", () => {
  const was = Float32Array.of(1, 0.5, 0, 0.25, 0.25, 0.25, 0.5, 0, 0.25);
  const grey = (photo) =>
    photo.map((_, i) => [0, 1, 2].reduce((sum, c) => sum + photo[i - (i % 3) + c], 0) / 3);
  const without = changeOf(was, grey(was));
  assert.equal(without.colour, 1);
  assert.ok(without.grey < 1e-12);
  const mean = was.reduce((sum, level) => sum + level, 0) / was.length;
  const flat = was.map((level, i) => level - grey(was)[i] + mean); // the colours alone
  const even = changeOf(was, flat);
  assert.ok(even.colour < 1e-12);
  assert.ok(Math.abs(even.grey - 1) < 1e-6);
  assert.deepEqual(changeOf(was, was), { colour: 0, grey: 0 });
  assert.deepEqual(changeOf(new Float32Array(3), new Float32Array(3)), { colour: 0, grey: 0 });
});

const means = (element, spatial, block, share = 0.3, n = 200) => ({
  n,
  of: 200,
  ways: {
    element: { share: 0.3, left: 1 - element / 200 },
    spatial: { share: 0.3, left: 1 - spatial / 200 },
    block: { share, left: 1 - block / 200 },
  },
});
const averaged = (averages) => ({
  memory: { asked: true },
  before: { view: { many: false } },
  now: { view: { many: true }, facts: { digit: 8, averages } },
});

test("the scene of the three ways is done when all coins are counted, if asked in it", () => {
  const { done, note } = SCENES.three_ways;
  assert.ok(done(averaged(means(1, 2, 3))));
  assert.ok(!done(averaged(means(1, 2, 3, 0.3, 199))));
  assert.ok(!done({ ...averaged(means(1, 2, 3)), memory: {} }));
  const at = { ...averaged(null), memory: {} };
  note(at);
  assert.ok(at.memory.asked);
});

test("the way that loses most is named, unless it is too close", () => {
  const { came, says } = SCENES.three_ways;
  const outcomes = [
    [means(16, 94, 148, 0.26), 1, /squares in 148, to whole maps in 94, to single pixels in 16\. Squares leave/],
    [means(16, 148, 94, 0.26), 2, /gone with it\. But it also drops more\.$/],
    [means(148, 16, 20), 0, /Single pixels cost it most/],
    [means(90, 94, 100), -1, /too close to be told apart/],
    [means(0, 0, 0), -1, /too close to be told apart/],
  ]; // prettier-ignore
  for (const [found, place, words] of outcomes) {
    assert.equal(came(averaged(found)), place);
    assert.match(says(averaged(found)), words);
  }
});

test("pixels or maps: what R² says, or that it makes no difference", () => {
  const { came, says } = SCENES.neighbours;
  assert.equal(came(averaged(means(28, 60, 0))), 0);
  assert.match(says(averaged(means(28, 60, 0))), /0\.86 with 30\s% .* 0\.70 .*leaves a gap/);
  assert.equal(came(averaged(means(60, 28, 0))), 1);
  assert.equal(came(averaged(means(28, 29, 0))), 2);
});

test("averages are counted once, to the end, and forgotten when something else is asked", async () => {
  let calls = 0;
  const one = (row) => {
    calls += 1;
    const sums = { share: row, left: 1 };
    return { element: sums, spatial: sums, block: sums };
  };
  const averages = new Averages(() => {});
  assert.equal(averages.of("a", 5, one).n, 0);
  assert.equal(averages.of("b", 5, one).n, 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(calls, 5); // those of b
  const { n, ways } = averages.of("b", 5, one);
  assert.deepEqual([n, ways.spatial.share, ways.block.left], [5, 2, 1]);
});
