// What Python hears of gestures, and what becomes of the views that it sends.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Request, ViewStore } from "../../dropviz/stage/browser/shared/protocol.js";

let frames = [];
globalThis.requestAnimationFrame = (callback) => frames.push(callback);
const nextFrame = () => frames.splice(0).forEach((callback) => callback());

let told, painted, store;
const answer = (view, imposed, revision) =>
  store.receive({
    data: { view, imposed, revision },
    setStateValue: (...what) => told.push(what),
    setTriggerValue: (...what) => told.push(what),
  });

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  [told, painted, frames] = [[], [], []];
  store = new ViewStore((view, frame) => painted.push([{ ...view }, frame]));
  answer({ p: 0.5, seed: 1 }, "a", 0);
  nextFrame();
});

test("a gesture is painted at once, told when gestures pause", () => {
  store.change({ p: 0.1 });
  store.change({ p: 0.2 });
  assert.deepEqual(painted.at(-1), [{ p: 0.1, seed: 1 }, 2]);
  nextFrame();
  assert.deepEqual(painted.at(-1), [{ p: 0.2, seed: 1 }, 3]);
  mock.timers.tick(119);
  assert.deepEqual(told, []);
  mock.timers.tick(1);
  assert.deepEqual(told, [["view", { p: 0.2, seed: 1, revision: 2 }]]);
});

test("of presses that follow one another Python hears when they rest", () => {
  const press = (p) => store.change({ p });
  press(0.1);
  mock.timers.tick(120);
  assert.equal(told.length, 1);
  for (const p of [0.2, 0.3, 0.4, 0.5, 0.6]) {
    mock.timers.tick(320);
    press(p);
  }
  assert.equal(told.length, 1);
  mock.timers.tick(399);
  assert.equal(told.length, 1);
  mock.timers.tick(1);
  assert.deepEqual(told.at(-1), ["view", { p: 0.6, seed: 1, revision: 6 }]);
  mock.timers.tick(400); // the next one is no longer one of them
  press(0.7);
  mock.timers.tick(120);
  assert.equal(told.length, 3);
});

test("what is still to be told is told before a landmark changes, not where it stays", () => {
  store.component.data.landmarks = ["seed"];
  store.change({ p: 0.1, seed: 1 });
  store.change({ p: 0.2, seed: 1 });
  assert.deepEqual(told, []);
  store.change({ seed: 2 });
  assert.deepEqual(told, [["view", { p: 0.2, seed: 1, revision: 2 }]]);
});

test("a drag is one gesture, however long, and is told soon after it", () => {
  for (let step = 1; step <= 60; step++) {
    store.change({ p: step / 100 });
    mock.timers.tick(16);
  }
  assert.deepEqual(told, []);
  mock.timers.tick(104);
  assert.deepEqual(told, [["view", { p: 0.6, seed: 1, revision: 60 }]]);
});

test("nothing is painted before the first view", () => {
  painted = [];
  const young = new ViewStore((view, frame) => painted.push([view, frame]));
  young.schedule();
  assert.deepEqual(painted, []);
  const component = { data: { view: { p: 0.4 }, imposed: "a", revision: 0 } };
  young.receive(component);
  assert.deepEqual(painted, [[{ p: 0.4 }, 1]]);
});

test("what moves by itself is not told", () => {
  store.change({ seed: 2 }, { tell: false });
  mock.timers.tick(1000);
  assert.deepEqual(told, []);
  assert.equal(store.view.seed, 2);
});

test("a view that answers the newest gesture is taken, an older one is not", () => {
  store.change({ p: 0.1 });
  mock.timers.tick(200);
  answer({ p: 0.7, seed: 1 }, "b", 1);
  assert.equal(store.view.p, 0.7);
  store.change({ p: 0.2 });
  mock.timers.tick(200);
  answer({ p: 0.9, seed: 1 }, "c", 1); // knows nothing of the gesture
  assert.equal(store.view.p, 0.2);
  mock.timers.tick(400);
  assert.deepEqual(told.at(-1), ["view", { p: 0.2, seed: 1, revision: 3 }]);
});

test("the same view again changes nothing", () => {
  store.change({ p: 0.1 });
  answer({ p: 0.5, seed: 1 }, "a", 0);
  assert.equal(store.view.p, 0.1);
});

test("a press is told after what was chosen before it", () => {
  store.change({ p: 0.3 });
  store.trigger("train", store.told);
  const view = { p: 0.3, seed: 1, revision: 1 };
  assert.deepEqual(told, [
    ["view", view],
    ["train", view],
  ]);
  mock.timers.tick(1000);
  assert.equal(told.length, 2);
});

test("a request stands until it is answered, or for four seconds", () => {
  const request = new Request(store);
  request.ask("cancel", "0123");
  assert.equal(request.asked, "cancel");
  assert.deepEqual(told, [["cancel", "0123"]]);
  request.settle();
  assert.equal(request.asked, null);
  request.ask("train", {});
  nextFrame(); // what the answer before it changed is painted
  nextFrame();
  const before = painted.length;
  mock.timers.tick(3999);
  assert.equal(request.asked, "train");
  mock.timers.tick(1);
  assert.equal(request.asked, null);
  assert.equal(painted.length, before + 1);
});
