// Dropout before and after an activation, against PyTorch; and what is said of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { placeWords } from "../../dropviz/stage/browser/expected_activations/activation_plot.js";
import {
  erf,
  largestDifference,
  passedOn,
  varianceRatio,
  zeroMeanInputs,
} from "../../dropviz/stage/browser/expected_activations/activations.js";
import { assertClose, vectors } from "./vectors.js";

test("what is passed on equals PyTorch's, before and after each activation", () => {
  const cases = vectors("activations");
  assert.equal(cases.length, 60);
  for (const { activation, p, n, z, keep, before, after } of cases) {
    const where = `${activation} ${p} ${n}`;
    const inputs = zeroMeanInputs(n);
    assertClose(inputs, z, where, 1e-12);
    const passed = passedOn(activation, inputs, keep, p);
    assertClose(passed.before, before, `${where} before`, 1e-10);
    assertClose(passed.after, after, `${where} after`, 1e-10);
  }
});

test("the error function", () => {
  assertClose(
    [erf(0), erf(0.5), erf(-1), erf(2)],
    [0, 0.5204998778, -0.8427007929, 0.995322265],
    "erf",
    1e-9,
  );
  assert.equal(erf(-40), -1);
});

test("zero-mean values under coins have their variance over 1 - p", () => {
  const coins = Uint8Array.from({ length: 100 * 10 }, (_, i) => Math.floor(i / 10)); // each once
  assertClose([varianceRatio(zeroMeanInputs(10), coins, 10, 0.6)], [2.5], "ratio", 1e-12);
  assert.equal(varianceRatio(zeroMeanInputs(10), coins, 10, 1), 0);
});

test("what is said of the place of dropout is true of the marks", () => {
  const said = (activation, p, kept = [1, 0, 1, 0]) => {
    const passed = passedOn(activation, zeroMeanInputs(4), kept, p);
    return [placeWords(activation, passed, { p, ratio: 2 }), largestDifference(passed)];
  };
  assert.match(said("relu", 0.5)[0], /^ReLU: rings and crosses coincide/);
  assert.match(said("leaky", 0.5)[0], /^Leaky: .*coincide/);
  assert.match(said("sigmoid", 0.5)[0], /a dropped unit says 0.50 before it, 0 after/);
  assert.match(said("tanh", 0.5)[0], /says 0 in both places/);
  assert.match(said("sigmoid", 0, [1, 1, 1, 1])[0], /Here before and after are the same/);
  assert.match(said("identity", 0.5)[0], /2.00 times as large. In theory 1 \/ \(1 − p\) = 2.00/);
  assert.match(said("identity", 1, [0, 0, 0, 0])[0], /only zeros pass/);
});
