// Steps that are taken as time passes.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Player } from "../../dropviz/stage/browser/shared/player.js";

let now, told, calm, hidden, player, view, rate;
globalThis.window = globalThis;
globalThis.document = {
  get hidden() {
    return hidden;
  },
};
globalThis.matchMedia = () => ({ matches: calm });
mock.method(performance, "now", () => now);

// Time goes on; each timer is late by some ms.
function pass(ms, late = 0) {
  for (let gone = 0; gone < ms; gone++) {
    now += 1;
    if (now % (late + 1) === 0) mock.timers.tick(late + 1);
  }
}

const store = {
  change(patch, { tell = true } = {}) {
    Object.assign(view, patch);
    if (tell) told.push({ ...view });
  },
  schedule() {},
};

function playerOf(playing = {}) {
  return new Player(store, {
    at: () => view.step,
    show: (step) => ({ step }),
    rate: () => rate,
    last: () => 10,
    ...playing,
  });
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  [now, told, calm, hidden, rate] = [1000, [], false, false, 4];
  view = { step: 3 };
  player = playerOf();
});

test("steps are taken at their rate, and Python hears of the last one only", () => {
  player.play();
  pass(249);
  assert.equal(view.step, 3);
  pass(1);
  assert.equal(view.step, 4);
  pass(500);
  assert.equal(view.step, 6);
  assert.deepEqual(told, []);
  pass(1000);
  assert.equal(view.step, 10);
  assert.equal(player.playing, false);
  assert.deepEqual(told, [{ step: 10 }]);
});

test("a play that begins at the end starts over", () => {
  view.step = 10;
  player.play();
  assert.equal(view.step, 1);
  pass(250);
  assert.equal(view.step, 2);
});

test("late timers cost no steps, a page that stood still does not leap", () => {
  rate = 40;
  player = playerOf({ last: () => 1000 });
  player.play();
  pass(1000, 4);
  assert.ok(Math.abs(view.step - 43) <= 1, `${view.step}`);
  const before = view.step;
  now += 60_000;
  pass(5);
  assert.ok(view.step - before <= 12, `${view.step - before} steps at once`);
});

test("no more repaints than frames: several steps are taken in one", () => {
  let shown = 0;
  rate = 100;
  player = playerOf({ last: () => 1000, frame: 80, show: (step) => (shown++, { step }) });
  player.play();
  pass(800);
  assert.equal(shown, 10);
  assert.equal(view.step, 83);
});

test("another rate holds from the next step on", () => {
  rate = 2;
  player = playerOf({ last: () => 1000 });
  player.play();
  pass(400);
  rate = 100;
  pass(100);
  assert.equal(view.step, 4);
  pass(100);
  assert.equal(view.step, 14);
});

test("pausing tells where, going to a step stops and tells", () => {
  player.play();
  pass(260);
  player.toggle();
  assert.deepEqual(told, [{ step: 4 }]);
  pass(1000);
  assert.equal(view.step, 4);
  player.play();
  player.goTo(99);
  assert.equal(player.playing, false);
  assert.deepEqual(told.at(-1), { step: 10 });
  player.stepBy(-50);
  assert.deepEqual(told.at(-1), { step: 1 });
});

test("what leaves says nothing", () => {
  player.play();
  player.stop();
  pass(1000);
  assert.equal(view.step, 3);
  assert.deepEqual(told, []);
});

test("what is no gesture is never told and has no end", () => {
  player = playerOf({ last: undefined, tells: false });
  player.play();
  pass(5000);
  assert.equal(view.step, 23);
  player.pause();
  assert.deepEqual(told, []);
});

test("nothing plays by itself where motion is not wanted", () => {
  calm = true;
  player.playUnasked();
  assert.equal(player.playing, false);
  calm = false;
  player.playUnasked();
  assert.equal(player.playing, true);
});

test("on a page that nobody sees nothing is played", () => {
  player.play();
  hidden = true;
  pass(5000);
  assert.equal(view.step, 3);
  hidden = false;
  pass(250);
  assert.equal(view.step, 4);
});

test("what is painted may stop the play", () => {
  player = playerOf({ show: (step) => (player.stop(), { step }) });
  player.play();
  pass(2000);
  assert.equal(view.step, 4);
});
