// Which entries share a coin, in plain words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeVariant, maskOf } from "../../dropviz/stage/browser/variants/masks.js";
import { openedCaption, sharingSentence } from "../../dropviz/stage/browser/variants/words.js";
import { vectors } from "./vectors.js";

const variants = vectors("variants").variants;

test("a coin says for what it decides", () => {
  const maps = { kind: "coin", shared: ["height", "width"] };
  maps.axes = ["example", "channel", "height", "width"].map((name) => [name, 2]);
  assert.equal(
    sharingSentence(maps),
    "There is a coin for each example and channel. It decides for every height and width.",
  );
  const units = { ...maps, shared: [] };
  assert.equal(sharingSentence(units), "There is a coin for each entry. None is shared.");
  const words = { ...maps, words: ["ab"] };
  assert.match(sharingSentence(words), /for all units of the word, wherever the word comes again/);
});

test("blocks overlap, so they drop less than p, but for p = 1", () => {
  const block = decodeVariant(variants.drop_block);
  const said = (p, coin) => {
    const view = { p, block: 3, at: 6 };
    return openedCaption(block, view, maskOf(block, new Float32Array(1000).fill(coin), view));
  };
  assert.match(said(0.5, 0), /on average it is less than p, for blocks overlap/);
  assert.doesNotMatch(said(1, 0.5), /less than p/);
});
