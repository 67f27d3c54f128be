import assert from "node:assert/strict";
import { test } from "node:test";

import { patternOf } from "../../dropviz/stage/browser/words/places.js";

/** @param {string} text */
function found(text) {
  const pattern = patternOf(["coin", "mask", "R²", "dropout rate", "loss", "log-loss", "batch"]);
  return Array.from(text.matchAll(pattern), (match) => match[0]);
}

test("words are found whole, in one or many, whatever their case", () => {
  assert.deepEqual(found("Coins and a mask; two batches."), ["Coins", "mask", "batches"]);
  assert.deepEqual(found("coincidence, unmask, masked, mask-like"), []);
  assert.deepEqual(found("R² is 0.5, R2 is not"), ["R²"]);
});

test("the longest word is found", () => {
  assert.deepEqual(found("log-loss at a dropout rate"), ["log-loss", "dropout rate"]);
});
