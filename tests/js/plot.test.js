// Scales, round ticks, marks and labels of plots.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  circleAt,
  crossAt,
  diamondAt,
  formatDecade,
  formatTick,
  formatValue,
  joinedPath,
  linesAcross,
  namesBeside,
  roundTicks,
  scale,
  spreadLabels,
  squareAt,
} from "../../dropviz/stage/browser/shared/plot.js";

// The corners of a path without curves, relative commands resolved.
function corners(path) {
  const found = [];
  let [x, y] = [0, 0];
  for (const [, command, numbers] of path.matchAll(/([MLlhvm])([^MLlhvmZ]*)/g)) {
    const values = numbers.match(/-?[\d.]+/g).map(Number);
    const pairs = { h: [values[0], 0], v: [0, values[0]] }[command] ?? values;
    for (let i = 0; i < pairs.length; i += 2) {
      const from = command === command.toUpperCase() ? [0, 0] : [x, y];
      [x, y] = [from[0] + pairs[i], from[1] + pairs[i + 1]];
      found.push([x, y]);
    }
  }
  return found;
}

test("a scale maps the ends of its range onto px, also upside down", () => {
  const y = scale([-2, 2], [100, 20]);
  assert.deepEqual([-2, 0, 2].map(y), [100, 60, 20]);
});

test("ticks are round, within their range, and about as many as asked", () => {
  for (const [low, high] of [
    [0, 1],
    [-3.2, 7.9],
    [0, 2.5],
    [120, 9800],
    [0, 0.003],
  ])
    for (const count of [1, 3, 4, 5]) {
      const ticks = roundTicks(low, high, count);
      const step = ticks[1] - ticks[0];
      assert.ok(ticks.every((tick) => tick >= low - 1e-12 && tick <= high + 1e-12));
      assert.ok(ticks.length <= count + 1, `${ticks}`);
      if (ticks.length > 1) assert.match(step.toExponential(6), /^[125]\.0/);
    }
});

test("labels keep their order, a gap, and within their room where there is enough", () => {
  for (const heights of [
    [10, 11, 12],
    [95, 5, 94, 50],
    [0, 0, 0, 0],
    [100, 100],
  ]) {
    const spread = spreadLabels(heights, 15, 4, 98);
    const order = spread.map((_, i) => i).sort((a, b) => spread[a] - spread[b]);
    order.slice(1).forEach((label, i) => {
      assert.ok(spread[label] - spread[order[i]] >= 15 - 1e-9);
      assert.ok(heights[label] >= heights[order[i]]);
    });
    assert.ok(Math.min(...spread) >= 4 - 1e-9 && Math.max(...spread) <= 98 + 1e-9);
  }
  assert.deepEqual(spreadLabels([20, 60], 15, 0, 98), [20, 60]);
});

test("names stand beside the ends of their lines, apart from each other", () => {
  const labels = namesBeside(
    [
      ["a", 50],
      ["b", 51],
    ],
    { x: 9, gap: 14, low: 10, high: 90 },
  );
  assert.deepEqual(
    labels.map(([x, , anchor, text, kind]) => [x, anchor, text, kind]),
    [
      [9, "start", "a", "label"],
      [9, "start", "b", "label"],
    ],
  );
  assert.equal(labels[1][1] - labels[0][1], 14);
});

test("marks are centred on their point and twice r wide", () => {
  for (const mark of [squareAt, diamondAt, crossAt]) {
    const found = corners(mark(30, 40, 4));
    for (const [axis, centre] of [
      [0, 30],
      [1, 40],
    ]) {
      const values = found.map((corner) => corner[axis]);
      assert.equal(Math.min(...values), centre - 4, mark.name);
      assert.equal(Math.max(...values), centre + 4, mark.name);
    }
  }
  assert.equal(circleAt(30, 40, 4), "M26.0 40.0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z");
});

test("lines across a plot stand at their ticks", () => {
  const frame = { left: 5, right: 95, y: scale([0, 10], [100, 0]) };
  assert.equal(linesAcross([0, 5], frame), "M5 100.0H95M5 50.0H95");
});

test("numbers are short, small ones powers of ten", () => {
  const shown = [0, -0.5, 0.004, 0.00003, 12.34, 1234.5].map(formatValue);
  assert.deepEqual(shown, ["0", "−0.50", "0.004", "3×10⁻⁵", "12.3", "1,235"]);
  assert.deepEqual([-2, 0, 3].map(formatDecade), ["10⁻²", "1", "10³"]);
});

test("ticks are written without the noise of their arithmetic", () => {
  assert.deepEqual(roundTicks(0, 1, 5).map(formatTick), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
  assert.deepEqual(roundTicks(-100, 20_000, 2).map(formatTick), ["0", "20,000"]);
  assert.equal(formatTick(-0.30000000000000004), "−0.3");
});

test("a path goes through its points", () => {
  assert.equal(joinedPath([]), "");
  assert.equal(joinedPath([[1, 2]]), "M1.0 2.0");
  const points = [
    [0.04, 1],
    [2.25, -3],
  ];
  assert.equal(joinedPath(points), "M0.0 1.0L2.3 -3.0");
});
