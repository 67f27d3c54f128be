// Work that may wait: one piece in each frame.

import assert from "node:assert/strict";
import { test } from "node:test";
import { InTurns } from "../../dropviz/stage/browser/shared/turns.js";

test("pieces take turns, one in each frame, until all that were due are done", () => {
  let frames = [];
  globalThis.requestAnimationFrame = (callback) => frames.push(callback);
  const nextFrame = () => frames.splice(0).forEach((callback) => callback());
  const done = [];
  const work = new InTurns(["a", "b", "c"].map((name) => () => done.push(name)));
  work.ask();
  assert.deepEqual(done, ["a"]);
  nextFrame();
  work.ask(); // this frame has had its piece
  assert.deepEqual(done, ["a", "b"]);
  for (let frame = 0; frame < 9; frame++) nextFrame();
  assert.deepEqual(done, ["a", "b", "c", "a", "b"]);
  work.ask();
  assert.deepEqual(done.slice(5), ["c"]);
});
