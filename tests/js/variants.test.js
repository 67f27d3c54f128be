// What the browser makes of each variant's example against the layers on the same coins.

import assert from "node:assert/strict";
import { test } from "node:test";
import { scatteredCoins } from "../../dropviz/stage/browser/feature_maps/photo_arithmetic.js";
import { decodeVariant, maskOf, outputsOf } from "../../dropviz/stage/browser/variants/masks.js";
import { assertClose, vectors } from "./vectors.js";

const { seed, n_coins, settings, variants, cases } = vectors("variants");
const coins = scatteredCoins(seed, n_coins);

// Of weights: what the layer adds up of its inputs, sample by sample.
function summed(weights, given) {
  const nIn = given[0].length;
  const nOut = weights.length / given.length / nIn;
  return given.flatMap((inputs, sample) =>
    Array.from({ length: nOut }, (_, out) =>
      inputs.reduce((sum, x, i) => sum + weights[(sample * nOut + out) * nIn + i] * x, 0),
    ),
  );
}

for (const [slug, packed] of Object.entries(variants))
  test(`${slug} is its layer's`, () => {
    const variant = decodeVariant(packed);
    const own = cases.filter((one) => one.slug === slug);
    assert.equal(own.length, 3);
    for (const { p, given, outputs } of own) {
      const mask = maskOf(variant, coins, { ...settings, p });
      const found = outputsOf(variant, mask, { ...settings, p });
      assertClose(given ? summed(found, given) : found, outputs, `p = ${p}`);
      if (!["coin", "block"].includes(variant.kind)) continue;
      variant.x.forEach((x, i) => {
        if (x) assert.equal(mask.dropped[i] === 1, found[i] === 0, `p = ${p}, entry ${i}`);
      });
    }
  });
