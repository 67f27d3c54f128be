// Numbers on axes and beside values, and labels that keep apart.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatTick,
  formatValue,
  joinedPath,
  roundTicks,
  spreadLabels,
} from "../../dropviz/stage/browser/shared/plot.js";

test("ticks are round, inside the axis, and about as many as asked for", () => {
  assert.deepEqual(roundTicks(0, 1, 5).map(formatTick), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
  assert.deepEqual(roundTicks(-3, 7, 4).map(formatTick), ["0", "5"]);
  assert.deepEqual(roundTicks(-100, 20_000, 2).map(formatTick), ["0", "20,000"]);
  for (const [low, high] of [
    [0, 1e-7],
    [-0.31, 0.47],
    [3, 17],
    [1e9, 1e12],
  ])
    for (const count of [2, 3, 6, 10]) {
      const ticks = roundTicks(low, high, count);
      assert.ok(ticks.length <= count + 1, `${low} to ${high}: ${ticks}`);
      assert.ok(ticks.length >= (count - 1) / 2.5 - 1, `${low} to ${high}: ${ticks}`);
      assert.ok(ticks.every((tick) => low <= tick && tick <= high));
      const step = ticks[1] - ticks[0];
      ticks.slice(1).forEach((tick, i) => {
        assert.ok(Math.abs(tick - ticks[i] - step) < 1e-6 * step);
        assert.ok(/^−?[\d,.]+$/.test(formatTick(tick)));
      });
    }
});

test("a value has as many digits as it is read with", () => {
  const told = { 0: "0", 1e-12: "0", 0.00004: "4×10⁻⁵", 0.002: "0.002", 0.0123: "0.01" };
  for (const [value, text] of Object.entries(told)) assert.equal(formatValue(Number(value)), text);
  assert.equal(formatValue(-1.234), "−1.23");
  assert.equal(formatValue(12.34), "12.3");
  assert.equal(formatValue(-12345.6), "−12,346");
  assert.equal(formatTick(-0.30000000000000004), "−0.3");
});

test("a path goes through its points", () => {
  assert.equal(joinedPath([]), "");
  assert.equal(joinedPath([[1, 2]]), "M1.0 2.0");
  assert.equal(
    joinedPath([
      [0.04, 1],
      [2.25, -3],
    ]),
    "M0.0 1.0L2.3 -3.0",
  );
});

test("labels are spread no more than they must and keep their order", () => {
  assert.deepEqual(spreadLabels([10, 50, 90], 12, 0, 100), [10, 50, 90]);
  assert.deepEqual(spreadLabels([], 12, 0, 100), []);
  for (const heights of [
    [50, 50, 50],
    [3, 1, 2],
    [99, 98, 97, 10],
    [-20, 130, 40],
  ]) {
    const spread = spreadLabels(heights, 12, 0, 100);
    const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
    order.slice(1).forEach((label, i) => assert.ok(spread[label] - spread[order[i]] >= 12 - 1e-9));
    assert.ok(Math.min(...spread) >= 0 && Math.max(...spread) <= 100, `${spread}`);
  }
});
