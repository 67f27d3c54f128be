// Memory of recurrent cells and the blocks of a residual network against NumPy.

import assert from "node:assert/strict";
import { test } from "node:test";
import { heldIfThere, memoryOf, survivalOf } from "../../dropviz/stage/browser/recurrent/memory.js";
import { expectedDepth, keptBlocks } from "../../dropviz/stage/browser/residual/depth.js";
import { assertClose, vectors } from "./vectors.js";

const { memory, chain } = vectors("variant_pictures");

test("the browser's memory is Python's", () => {
  assert.ok(memory.length >= 8);
  for (const { rule, p, times, taken, ...expected } of memory) {
    const where = `${rule.slug}, p = ${p}, ${times} steps`;
    const found = memoryOf(rule, ...taken, p);
    for (const name of ["c", "read"])
      assertClose(found[name].flat(), expected[name].flat(), `${where}, ${name}`, 1e-11);
    assertClose([survivalOf(rule, p, times)], [expected.chance], where, 1e-9);
    const held = heldIfThere(rule, p, times);
    if (expected.held === null) assert.ok(Number.isNaN(held), where);
    else assertClose([held / expected.held], [1], where, 1e-6);
  }
});

test("the browser's chain is Python's at each whole percent", () => {
  assert.ok(chain.variants.length);
  for (const { variant, kept, depth } of chain.variants) {
    assert.equal(kept.length, 101);
    kept.forEach((bits, percent) => {
      const where = `${variant.slug} at ${percent} %`;
      const found = keptBlocks(variant, chain.coins, percent / 100, chain.size);
      assert.equal(found.flat().join(""), bits, where);
      const blocks = expectedDepth(variant, percent / 100, chain.size.blocks);
      assertClose([blocks], [depth[percent]], where, 1e-9);
    });
  }
});
