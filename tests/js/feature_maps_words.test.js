// What is kept by hand in a link, and what is said of maps.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bitsOf, hexOf } from "../../dropviz/stage/browser/feature_maps/digits.js";
import {
  countOff,
  featureCaption,
  filterLabel,
  photoCaption,
} from "../../dropviz/stage/browser/feature_maps/words.js";

const SHAPES = [
  { maps: 2, rows: 2, columns: 2 },
  { maps: 1, rows: 1, columns: 2 },
];
const masks = (...kept) => kept.map((each) => ({ kept: Uint8Array.from(each) }));

test("pixels that are off are written in hexadecimal digits, nothing if none is", () => {
  const bits = Uint8Array.of(1, 0, 1, 1, 0, 0, 0, 1);
  assert.equal(hexOf(bits), "b1");
  assert.deepEqual(bitsOf("b1", 8), bits);
  assert.equal(hexOf(new Uint8Array(8)), "");
  assert.deepEqual(bitsOf("", 8), new Uint8Array(8));
});

test("maps that are wholly off are counted, and pixels that are off in others", () => {
  assert.deepEqual(countOff(masks([1, 1, 0, 1, 0, 0, 0, 0], [1, 1]), SHAPES), {
    maps: 1,
    nMaps: 3,
    pixels: 1,
    kept: 5,
    droppable: 10,
  });
});

const state = (kept, view = {}, rest = {}) => ({
  view: { source: "digits", way: "hand", p: 0.3, mask: "", pixels: "", ...view },
  counts: countOff(masks(...kept), SHAPES),
  before: 1,
  after: 1,
  label: 1,
  whole: { probabilities: [0.1, 0.9] },
  pass: { probabilities: [0.4, 0.6] },
  ...rest,
});
const ALL = [
  [1, 1, 1, 1, 1, 1, 1, 1],
  [1, 1],
];
const SOME = [
  [1, 1, 1, 1, 0, 0, 0, 0],
  [1, 1],
];

test("a caption says what is off and what the network then says", () => {
  assert.match(featureCaption(state(ALL)), /^All 3 maps are on; the network still says 1, at 60/);
  assert.match(
    featureCaption(
      state(SOME, { way: "spatial" }, { after: 0, pass: { probabilities: [0.7, 0.3] } }),
    ),
    /^Whole maps at p = 0\.30: 1 of 3 maps is off; the network now says 0 .* instead of 1/,
  );
  assert.match(featureCaption(state(ALL, {}, { label: 0 })), /It is a 0: the network is wrong/);
});

test("R² below 0 is named worse than one flat colour", () => {
  const photo = { ...state(SOME), explainedByAll: 0.8, explained: -0.25 };
  assert.match(photoCaption(photo), /R² = −0\.25 instead of 0\.80: worse than one flat colour\.$/);
});

test("a map's label counts its pixels", () => {
  assert.equal(
    filterLabel(0, 1500, 2500, 0.5),
    "map 1: 1,000 of 2,500 pixels dropped, largest activation 0.50",
  );
  assert.match(filterLabel(2, 4, 4, 1), /^map 3: kept/);
  assert.match(filterLabel(2, 0, 4, 1), /^map 3: dropped/);
});
