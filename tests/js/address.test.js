// What the browser writes into the address, against what Python makes of the same views.

import assert from "node:assert/strict";
import { test } from "node:test";
import { IN_LINK } from "../../dropviz/stage/browser/live_training/arms_in_link.js";
import { Address, linked } from "../../dropviz/stage/browser/shared/address.js";
import { vectors } from "./vectors.js";

test("a link is Python's, but for how small numbers are written", () => {
  for (const { view, base, link } of vectors("links")) {
    const found = linked(view, base, view.arms ? IN_LINK : {});
    assert.deepEqual(Object.keys(found).sort(), Object.keys(link).sort());
    for (const [name, text] of Object.entries(found))
      assert.ok(text === link[name] || Number(text) === Number(link[name]), `${name}: ${text}`);
  }
});

// A browser's history and location, as far as an address needs them.
function browserAt(url, state = {}) {
  const entries = [{ url: new URL(url, "http://app"), state }];
  const put = (keep) => (given, _, next) => {
    const before = entries[entries.length - 1].url;
    entries.splice(entries.length - 1 + keep, 1, { url: new URL(next, before), state: given });
  };
  globalThis.history = {
    pushState: put(1),
    replaceState: put(0),
    get state() {
      return entries[entries.length - 1].state;
    },
  };
  Object.defineProperty(globalThis, "location", {
    configurable: true,
    get: () => entries[entries.length - 1].url,
  });
  return entries;
}

const BASE = { scene: 0, p: 0.4, variant: "" };

test("gestures stay in one entry, a landmark has one of its own, other parameters stay", () => {
  const entries = browserAt("/variants?embed=true&p=0.1");
  const address = new Address({});
  address.write({ ...BASE, p: 0.2 }, BASE, ["variant"]);
  address.write({ ...BASE, p: 0.3 }, BASE, ["variant"]);
  assert.deepEqual(
    entries.map(({ url }) => url.search),
    ["?embed=true&p=0.3"],
  );
  address.write({ ...BASE, p: 0.3, variant: "dropout" }, BASE, ["variant"]);
  address.write({ ...BASE, variant: "dropout" }, BASE, ["variant"]);
  assert.deepEqual(
    entries.map(({ url }) => url.search),
    ["?embed=true&p=0.3", "?embed=true&variant=dropout"],
  );
});

test("the entry of a page that was just entered is taken, whatever the landmark", () => {
  const entries = browserAt("/variants");
  new Address({}).write({ ...BASE, variant: "dropout" }, BASE, ["variant"]);
  assert.deepEqual(
    entries.map(({ url }) => url.search),
    ["?variant=dropout"],
  );
});

test("on another page nothing is written", () => {
  const entries = browserAt("/variants");
  const address = new Address({});
  entries[0].url = new URL("http://app/live_training");
  address.write({ ...BASE, p: 1 }, BASE, []);
  assert.equal(entries[0].url.search, "");
});
