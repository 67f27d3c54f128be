// How a page is shown: what its link says, and the scale at which a stage is whole.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  presenting,
  readPageLink,
  shownAlike,
} from "../../dropviz/stage/browser/shared/page_link.js";
import {
  hallPixel,
  largestFitting,
  layoutWidth,
  mostScale,
} from "../../dropviz/stage/browser/shared/scale.js";
import { vectors } from "./vectors.js";

test("a link says of the page what Python reads in it", () => {
  for (const { link, presents, hides } of vectors("page_links")) {
    const found = readPageLink(`?${link}`);
    assert.deepEqual([found.presents, found.hides], [presents, hides], link);
  }
});

test("embedded is what Streamlit takes for it", () => {
  assert.ok(readPageLink("?embed=true").embeds);
  assert.ok(readPageLink("?p=0.3&embed=True").embeds);
  for (const link of ["", "?embed=1", "?embed=false", "?embed="])
    assert.ok(!readPageLink(link).embeds, link);
});

test("presenting changes nothing else of an address, and leaving restores it", () => {
  for (const address of [
    "http://app/why?scene=2&p=0.30",
    "http://app/why",
    "http://app/why?x=%20#y",
  ]) {
    const presented = presenting(address, true);
    assert.equal(new URL(presented).searchParams.get("present"), "1");
    assert.equal(presenting(presented, true), presented);
    const left = new URL(presenting(presented, false));
    assert.deepEqual([...left.searchParams], [...new URL(address).searchParams]);
    assert.deepEqual([left.pathname, left.hash], ["/why", new URL(address).hash]);
  }
});

test("the way to another lesson shows it as this one is shown", () => {
  const here = "?scene=2&present=1&embed=true&hide=facts&p=0.3";
  assert.equal(shownAlike("why", "?scene=2"), "why");
  assert.equal(shownAlike("why", here), "why?present=1&embed=true&hide=facts");
  assert.equal(shownAlike("why?scene=1#words", here, ["present"]), "why?scene=1&present=1#words");
});

test("the largest scale is found at which a stage is whole", () => {
  const most = 1.75;
  assert.equal(
    largestFitting(0.55, most, () => true),
    most,
  );
  assert.equal(
    largestFitting(0.55, most, () => false),
    0.55,
  );
  for (const limit of [0.6, 0.9, 1.3, 1.7]) {
    const found = largestFitting(0.55, most, (scale) => scale <= limit);
    assert.ok(found <= limit && found > limit - (most - 0.55) / 60, `${limit}: ${found}`);
  }
});

test("a stage fills the width of a window, but not beyond what it is made for", () => {
  for (const width of [700, 968, 1366, 1888, 2528, 3808]) {
    const room = { width, height: (width * 9) / 16 };
    const most = mostScale(room);
    assert.ok(most >= 1);
    assert.ok(Math.abs(layoutWidth(room, most) * most - width) < 1e-6);
    assert.equal(layoutWidth(room, 0.1), 1400);
  }
});

test("a phone keeps its own layout", () => {
  const room = { width: 390, height: 844 };
  assert.equal(mostScale(room), 1);
  assert.equal(layoutWidth(room, 1), 390);
});

test("a px of the hall is a px on a projector of 1920 by 1080, and grows with the window", () => {
  for (const scale of [0.6, 1, 1.55])
    for (const [width, height, px] of [
      [1920, 1080, 1],
      [3840, 2160, 2],
      [2560, 1080, 1],
      [1280, 720, 2 / 3],
    ])
      assert.ok(Math.abs(hallPixel({ width, height }, scale) * scale - px) < 1e-9);
});
