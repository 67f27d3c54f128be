// A pass of the shipped character transformer against PyTorch on the same coins.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeTensors, transformerPass } from "../../dropviz/stage/browser/transformer/pass.js";
import { assertClose, vectors } from "./vectors.js";

const { tensors, size, cases } = vectors("transformer");

test("the browser's transformer is PyTorch's", () => {
  const decoded = decodeTensors(tensors);
  assert.equal(cases.length, 7);
  cases.forEach(({ codes, p, kept, ...expected }, i) => {
    const masks = Object.fromEntries(
      Object.entries(kept).map(([place, bits]) => [place, Array.from(bits, Number)]),
    );
    const { attention, probabilities } = transformerPass(decoded, size, codes, masks, p);
    assert.equal(attention.length, expected.attention.length);
    attention.forEach((rows, head) =>
      rows.forEach((row, query) =>
        assertClose(row, expected.attention[head][query], `case ${i}, head ${head}, row ${query}`),
      ),
    );
    assert.equal(probabilities.length, expected.probabilities.length);
    probabilities.forEach((row, t) =>
      assertClose(row, expected.probabilities[t], `case ${i}, after ${t}`),
    );
  });
});
