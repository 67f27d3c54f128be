// When cards of "Check yourself" come again, and what is read of what the browser has kept.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { eraseCards, keepCard, knownCards } from "../../dropviz/stage/browser/check/kept.js";
import {
  asked,
  DAY,
  DAYS,
  dueNow,
  SOON,
  soonest,
  wait,
} from "../../dropviz/stage/browser/check/leitner.js";
import { caption, counts } from "../../dropviz/stage/browser/check/shelf.js";

const NOW = Date.UTC(2026, 10, 30);
const MINUTE = 60_000;

/** @type {Map<string, string>} */
let kept;

beforeEach(() => {
  kept = new Map();
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    value: {
      getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ text) => kept.set(key, text),
      removeItem: (/** @type {string} */ key) => kept.delete(key),
    },
  });
});

test("a card that is known each time waits longer each time, at most five weeks", () => {
  let now = NOW;
  let known;
  const waits = [];
  for (let time = 0; time < 7; time++) {
    known = asked(known, true, now);
    waits.push((known.due - now) / DAY);
    now = known.due;
  }
  assert.deepEqual(waits, [1, 3, 7, 16, 35, 35, 35]);
  assert.deepEqual(DAYS, [1, 3, 7, 16, 35]);
});

test("a card that is not known comes again soon, and begins anew", () => {
  const lost = asked({ box: 4, due: NOW }, false, NOW);
  assert.deepEqual(lost, { box: 0, due: NOW + SOON * MINUTE });
  assert.deepEqual(asked(lost, true, NOW + DAY), { box: 1, due: NOW + 2 * DAY });
});

test("what is known before its time stays in its box; what was missed may be mended at once", () => {
  const known = { box: 3, due: NOW + 5 * DAY };
  assert.equal(asked(known, true, NOW), known);
  assert.deepEqual(asked(known, false, NOW), { box: 0, due: NOW + SOON * MINUTE });
  assert.equal(asked({ box: 0, due: NOW + MINUTE }, true, NOW).box, 1);
});

test("due are overdue cards, the longest first, then new ones in their order", () => {
  const known = {
    late: { box: 1, due: NOW - 1 },
    later: { box: 5, due: NOW },
    latest: { box: 2, due: NOW - DAY },
    waits: { box: 1, due: NOW + 1 },
  };
  const names = ["new_b", "later", "waits", "late", "latest", "new_a"];
  assert.deepEqual(dueNow(names, known, NOW), ["latest", "late", "later", "new_b", "new_a"]);
  assert.deepEqual(dueNow(["waits"], known, NOW), []);
  assert.deepEqual(soonest(["waits", "later"], known), ["later", "waits"]);
  assert.deepEqual(soonest([], known), []);
});

test("how long a card waits, in words", () => {
  assert.equal(wait(NOW, NOW), "in 1 minute");
  assert.equal(wait(NOW + 10 * MINUTE, NOW), "in 10 minutes");
  assert.equal(wait(NOW + 60 * MINUTE, NOW), "in 1 hour");
  assert.equal(wait(NOW + DAY, NOW), "in 1 day");
  assert.equal(wait(NOW + 16 * DAY, NOW), "in 16 days");
});

test("what is kept is read again, card by card, until it is erased", () => {
  keepCard("one", { box: 2, due: NOW + DAY }, NOW);
  keepCard("two", { box: 0, due: NOW + MINUTE }, NOW);
  assert.deepEqual(knownCards(NOW), {
    one: { box: 2, due: NOW + DAY },
    two: { box: 0, due: NOW + MINUTE },
  });
  eraseCards();
  assert.deepEqual(knownCards(NOW), {});
});

const good = { box: 1, due: NOW };
for (const [what, text] of Object.entries({
  nothing: "",
  "no JSON": "{{",
  null: "null",
  "a number": "17",
  "a text": '"<img src=x onerror=alert(1)>"',
  "a list": JSON.stringify([good]),
  "a list as a card": JSON.stringify({ one: [1, 2] }),
  "no card": JSON.stringify({ one: null }),
  "no box": JSON.stringify({ one: { due: NOW } }),
  "a box that there is not": JSON.stringify({ one: { box: 6, due: NOW } }),
  "half a box": JSON.stringify({ one: { box: 0.5, due: NOW } }),
  "a box as text": JSON.stringify({ one: { box: "1", due: NOW } }),
  "no date": '{"one": {"box": 1, "due": null}}',
  "a date as text": JSON.stringify({ one: { box: 1, due: "soon" } }),
  "a date as a number in text": JSON.stringify({ one: { box: 1, due: "17" } }),
  "an infinite date": '{"one": {"box": 1, "due": 1e999}}',
  "a date of a wrong clock": JSON.stringify({ one: { box: 1, due: NOW + 36 * DAY } }),
  "a name that no card has": JSON.stringify({ "<b>": good, "": good, 17: good }),
  "a prototype": '{"__proto__": {"box": 1, "due": 1}}',
  "more than is read": JSON.stringify({ one: good, two: "x".repeat(100_000) }),
}))
  test(`of ${what} nothing is read`, () => {
    kept.set("dropviz-cards", text);
    assert.deepEqual(knownCards(NOW), {});
    keepCard("two", good, NOW);
    assert.deepEqual(knownCards(NOW), { two: good });
  });

test("what is good beside what is not is read, and nothing else of it", () => {
  kept.set("dropviz-cards", JSON.stringify({ one: { ...good, more: 1 }, two: { box: 9 } }));
  assert.deepEqual(knownCards(NOW), { one: good });
});

test("where nothing may be kept, nothing is, and nothing fails", () => {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new Error("SecurityError");
    },
  });
  assert.deepEqual(knownCards(NOW), {});
  keepCard("one", good, NOW);
  eraseCards();
});

test("the caption counts what is due, and how much of it is new", () => {
  const known = { one: { box: 0, due: NOW }, two: { box: 2, due: NOW + DAY } };
  const says = (/** @type {string[]} */ names) => caption(names, known, NOW);
  assert.match(says(["one", "two", "three"]), /^2 of 3 cards are due, 1 of them new\./);
  assert.match(says(["three"]), /^1 of 1 card is due\./);
  assert.match(says(["two"]), /^0 of 1 card are due\./);
  assert.deepEqual(counts(["one", "two", "three"], known), {
    fresh: 1,
    boxes: [1, 0, 1, 0, 0, 0],
  });
});
