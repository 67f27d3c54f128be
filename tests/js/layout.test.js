// Where the units of a drawn network stand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layerName, layoutNetwork } from "../../dropviz/stage/browser/shared/layout.js";

const NETWORKS = [
  [64, 32, 32, 10],
  [64, 8, 10],
  [64, 64, 16, 32, 10],
];
const SCREENS = [
  [1180, 470],
  [800, 420],
  [640, 420],
  [639, 420],
  [328, 600],
];

const extent = (units, axis) => [
  Math.min(...units.map((unit) => unit[axis])),
  Math.max(...units.map((unit) => unit[axis])),
];

for (const sizes of NETWORKS)
  for (const [width, height] of SCREENS) {
    const laid = layoutNetwork(sizes, width, height);
    const where = `${sizes} on ${width} x ${height}`;

    test(`every unit of ${where} stands inside`, () => {
      assert.deepEqual(
        laid.layers.map(({ units }) => units.length),
        sizes,
      );
      assert.equal(laid.width, width);
      for (const { units, diameter } of laid.layers) {
        assert.ok(diameter > 0);
        for (const { x, y } of units) {
          assert.ok(x - diameter / 2 >= -0.5 && x + diameter / 2 <= width + 0.5, `x = ${x}`);
          assert.ok(y - diameter / 2 >= 0 && y + diameter / 2 <= laid.height, `y = ${y}`);
        }
      }
    });

    test(`units of ${where} do not overlap`, () => {
      for (const { units, diameter } of laid.layers)
        units.forEach((one, i) =>
          units.slice(i + 1).forEach((other) => {
            const apart = Math.hypot(one.x - other.x, one.y - other.y);
            assert.ok(apart >= diameter - 1e-9, `${apart} apart, ${diameter} wide`);
          }),
        );
    });

    test(`layers of ${where} follow each other ${width < 640 ? "downwards" : "across"}`, () => {
      assert.equal(laid.narrow, width < 640);
      const axis = laid.narrow ? "y" : "x";
      laid.layers.slice(1).forEach(({ units, diameter }, i) => {
        const before = laid.layers[i];
        const end = extent(before.units, axis)[1] + before.diameter / 2;
        assert.ok(extent(units, axis)[0] - diameter / 2 > end, `layer ${i + 1}`);
      });
      if (!laid.narrow) assert.equal(laid.height, height);
    });
  }

test("layers have names", () => {
  assert.deepEqual(
    [0, 1, 2].map((layer) => layerName(layer, 3)),
    ["input", "hidden 1", "hidden 2"],
  );
  assert.deepEqual(
    [0, 1].map((layer) => layerName(layer, 2)),
    ["input", "hidden"],
  );
});
