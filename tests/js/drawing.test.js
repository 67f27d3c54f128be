// Where the parts of a drawn network stand, which edges are drawn, where arrow keys go; coins.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CoinRows, keptAt } from "../../dropviz/stage/browser/shared/coins.js";
import { FAINTEST_EDGE, edgeBuckets } from "../../dropviz/stage/browser/shared/edges.js";
import { layoutNetwork } from "../../dropviz/stage/browser/shared/layout.js";
import { nearestInDirection } from "../../dropviz/stage/browser/shared/units.js";

const SIZES = [64, 32, 32, 10];

for (const width of [320, 390, 800, 1366])
  test(`at ${width} px all units stand inside and none on another`, () => {
    const { layers, height, narrow } = layoutNetwork(SIZES, width, 480);
    assert.equal(narrow, width < 640);
    assert.deepEqual(
      layers.map(({ units }) => units.length),
      SIZES,
    );
    const units = layers.flatMap(({ units, diameter }) => units.map((at) => ({ ...at, diameter })));
    units.forEach(({ x, y, diameter }, i) => {
      assert.ok(x - diameter / 2 >= 0 && x + diameter / 2 <= width, `${i}: x = ${x}`);
      assert.ok(y - diameter / 2 >= 0 && y + diameter / 2 <= height, `${i}: y = ${y}`);
      for (const other of units.slice(i + 1))
        assert.ok(Math.hypot(x - other.x, y - other.y) >= (diameter + other.diameter) / 2 - 1e-9);
    });
  });

test("edges go by strength and sign; faint ones and those of dropped units are left out", () => {
  const layers = [
    {
      units: [
        { x: 0, y: 0 },
        { x: 0, y: 10 },
      ],
    },
    {
      units: [
        { x: 50, y: 5 },
        { x: 50, y: 15 },
      ],
    },
  ];
  const edges = [[1, -0.5, 0.9 * FAINTEST_EDGE, 0.3]];
  const drawn = (kept) =>
    edgeBuckets({ layers }, { edges, kept })
      .map((ends, bucket) => [bucket, ends])
      .filter(([, ends]) => ends.length);
  const strong = [30, [0, 0, 50, 5]];
  const negative = [17, [0, 10, 50, 5]];
  assert.deepEqual(
    drawn([
      [1, 1],
      [1, 1],
    ]),
    [[8, [0, 10, 50, 15]], negative, strong],
  );
  assert.deepEqual(
    drawn([
      [1, 0],
      [1, 1],
    ]),
    [strong],
  );
  assert.deepEqual(
    drawn([
      [1, 1],
      [0, 1],
    ]),
    [[8, [0, 10, 50, 15]]],
  );
});

test("an arrow key goes to the nearest that lies ahead", () => {
  const grid = Array.from({ length: 9 }, (_, i) => ({
    x: 20 * (i % 3),
    y: 20 * Math.floor(i / 3),
  }));
  const from = (key) => nearestInDirection(grid, grid[4], key);
  assert.deepEqual(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map(from), [3, 5, 1, 7]);
  assert.equal(nearestInDirection(grid, grid[0], "ArrowLeft"), -1);
});

test("rows of coins are known by their seed, and after the last comes seed 0", () => {
  const rows = new CoinRows();
  const values = btoa(String.fromCharCode(10, 60, 20, 70));
  rows.learn({ first: 99, rows: 2, seeds: 100, units: 2, bytes: 1, values });
  assert.deepEqual([...rows.of(99)], [10, 60]);
  assert.deepEqual([...rows.of(0)], [20, 70]);
  assert.equal(rows.after(99), 0);
  assert.equal(rows.after(0), 99); // the first of those that are here
  assert.deepEqual([...keptAt(rows.of(0), 0.2)], [1, 1]);
  assert.deepEqual([...keptAt(rows.of(0), 0.21)], [0, 1]);
});
