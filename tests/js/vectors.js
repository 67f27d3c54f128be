// The golden vectors that Python wrote (scripts/vectors.py), and how numbers are compared with them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export function vectors(name) {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
}

export function assertClose(found, expected, where, tolerance = 1e-5) {
  assert.equal(found.length, expected.length, where);
  for (let i = 0; i < expected.length; i++)
    assert.ok(
      Math.abs(found[i] - expected[i]) <= tolerance,
      `${where}[${i}]: ${found[i]} is not ${expected[i]}`,
    );
}
