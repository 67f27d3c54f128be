// Numbers and lists in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatCount,
  formatPercent,
  formatPower,
  formatProbability,
  formatShortPercent,
  listed,
  superscript,
} from "../../dropviz/stage/browser/shared/format.js";

const all = (format, told) =>
  told.forEach(([value, text]) => assert.equal(format(value), text.replaceAll(" ", "\u00a0")));

test("a share is said as a percentage that claims neither none nor all of it", () => {
  all(formatPercent, [
    [0, "0 %"],
    [0.0004, "< 0.1 %"],
    [0.0012, "0.1 %"],
    [0.05, "5 %"],
    [0.0555, "5.5 %"],
    [0.4267, "43 %"],
    [0.9925, "99.3 %"],
    [0.9996, "> 99.9 %"],
    [1, "100 %"],
  ]);
  all(formatShortPercent, [
    [0.004, ""],
    [0.005, "1%"],
    [0.426, "43%"],
    [1, "100%"],
  ]);
});

test("a chance is plain while it can be read, then a power of ten", () => {
  all(formatProbability, [
    [-Infinity, "0"],
    [0, "1"],
    [Math.log10(0.25), "0.25"],
    [-2.5, "0.00316"],
    [-3, "10⁻³·⁰"],
    [-38.53, "10⁻³⁸·⁵"],
  ]);
});

test("large and small numbers", () => {
  all(formatCount, [
    [0, "0"],
    [999.6, "1,000"],
    [1234567, "1,234,567"],
  ]);
  assert.equal(formatPower(-20000, 1), "−2.0·10⁴");
  assert.equal(formatPower(0.00002, 0), "2·10⁻⁵");
  assert.equal(superscript("-1.5x"), "⁻¹·⁵x");
});

test("a list in words", () => {
  assert.equal(listed([]), "");
  assert.equal(listed(["a"]), "a");
  assert.equal(listed(["a", "b"]), "a and b");
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
});
