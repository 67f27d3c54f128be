// What the drawn transformer reads, drops and says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { shownGuesses } from "../../dropviz/stage/browser/transformer/guesses.js";
import { Transformer, readable } from "../../dropviz/stage/browser/transformer/reading.js";
import { rowSumRange, typedWords } from "../../dropviz/stage/browser/transformer/words.js";

const VOCABULARY = " '.abcdefghijklmnopqrstuvwxyz";
const PLACES = ["embedding", "attention", "mlp", "block"];
const transformer = new Transformer({
  tensors: {},
  size: { heads: 2, context: 4 },
  places: PLACES,
  own: { attention: ["attention"] },
  shapes: { embedding: [29], attention: [2, 4, 4], mlp: [4, 3], block: [1] },
  text: "the cat sat.",
  vocabulary: VOCABULARY,
});

test("typed text is read as far as it is known, at most a whole context", () => {
  assert.deepEqual(readable("Zürich 2", VOCABULARY, 16), {
    text: "zrich ",
    unknown: ["ü", "2"],
    cut: false,
  });
  assert.equal(readable("“Oh”\n", VOCABULARY, 16).text, "'oh' ");
  assert.deepEqual(readable("abcdef", VOCABULARY, 4), { text: "cdef", unknown: [], cut: true });
});

test("what was left out of typed text is said", () => {
  const says = (typed) => typedWords(typed, readable(typed, VOCABULARY, 4), 4);
  assert.equal(says(""), "");
  assert.equal(says("a2b"), "The network does not know “2”: left out.");
  assert.match(says("22"), /Nothing is left to read/);
  assert.match(says("abcdef"), /^It reads the last 4 characters: “cdef”/);
});

test("a view's places are those it names, or those its variant is about", () => {
  const on = (places, variant = "attention") => [...transformer.placesOn({ places, variant })];
  assert.deepEqual(on(""), ["attention"]);
  assert.deepEqual(on("", "dropout"), []);
  assert.deepEqual(on("mlp,embedding,nonsense"), ["embedding", "mlp"]);
  assert.deepEqual(on("none"), []);
  const view = { places: "mlp", variant: "attention" };
  assert.equal(transformer.toggled(view, "embedding"), "embedding,mlp");
  assert.equal(transformer.toggled(view, "mlp"), "none");
});

test("each place has coins of its own, and its entries are counted once", () => {
  const coins = Uint8Array.from({ length: 29 + 32 + 12 + 1 }, (_, i) => (i < 29 ? 0 : 99));
  const masks = transformer.masksOf(coins, new Set(PLACES), 0.5);
  const codes = [3, 4, 3];
  const pictures = transformer.picturesOf(masks, codes);
  const counts = transformer.countsOf(masks, pictures, codes);
  assert.deepEqual(counts, {
    embedding: { dropped: 2, of: 2 }, // two different characters
    attention: { dropped: 0, of: 12 }, // 6 weights in each head
    mlp: { dropped: 0, of: 9 },
    block: { dropped: 0, of: 1 },
  });
  assert.deepEqual(pictures.attention[0], [1, null, null, null, null, 1, null, null]);
});

test("the text goes on with what follows the window; typed text with nothing known", () => {
  const { characters, before, next, after } = transformer.stretchOf({ typed: "", window: 2 });
  assert.deepEqual([characters.join(""), before, next, after], ["e ca", "th", "t", " sat."]);
  assert.equal(transformer.stretchOf({ typed: "ab", window: 2 }).next, null);
});

test("the likeliest are shown, and in any case those that are wanted", () => {
  const without = Float64Array.of(0.1, 0.4, 0.05, 0.3, 0.15);
  assert.deepEqual(shownGuesses(without, [null], 3), [1, 3, 4]);
  assert.deepEqual(shownGuesses(without, [2, null], 3), [1, 3, 2]);
  assert.deepEqual(shownGuesses(without, [2, 0], 3), [1, 0, 2]);
  assert.deepEqual(shownGuesses(without, [1, 3], 3), [1, 3, 4]);
});

test("row sums are one number where they agree", () => {
  assert.equal(rowSumRange([[0.5, 0.5], [1]]), "1.00");
  assert.equal(rowSumRange([[0.5], [1.25, 0.25]]), "0.50 to 1.50");
});
