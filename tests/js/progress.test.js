// Progress in the visitor's browser that is broken, old or hostile.

import assert from "node:assert/strict";
import { test } from "node:test";
import { keepProgress, progressIn } from "../../dropviz/stage/browser/shared/progress.js";

const KEY = "dropviz-progress";
const NOTHING = { done: [], answers: {}, free: false, when: 0 };

/** A browser that has kept this text. */
function browserWith(text) {
  const kept = new Map(text === null ? [] : [[KEY, text]]);
  globalThis.localStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
  };
  return kept;
}

test("what cannot be read counts as nothing, and what is done then is kept", () => {
  for (const text of [
    null,
    "",
    "null",
    "[]",
    "3",
    '"x"',
    "{",
    '{"why": 3}',
    '{"why": {"done": "all"}}',
    '{"why": {"done": [-1, 1e9, "<b>", null], "answers": [], "free": "yes"}}',
    '{"__proto__": {"done": [1]}, "constructor": 1}',
    JSON.stringify({ why: "x".repeat(200_000) }),
  ]) {
    const kept = browserWith(text);
    assert.deepEqual(progressIn("why"), NOTHING, String(text).slice(0, 80));
    assert.deepEqual(progressIn("constructor"), NOTHING);
    keepProgress("why", { done: [1] });
    assert.deepEqual(progressIn("why").done, [1]);
    assert.deepEqual(JSON.parse(kept.get(KEY)).why.done, [1]);
  }
  assert.equal({}.done, undefined); // nothing was written to what all objects share
});

test("without room, or without leave, nothing is kept and nothing fails", () => {
  const refuse = () => {
    throw new Error("no");
  };
  globalThis.localStorage = { getItem: refuse, setItem: refuse };
  keepProgress("why", { done: [1] });
  assert.deepEqual(progressIn("why"), NOTHING);
});
