// How well a visitor knows each card, kept in their own browser; nothing of it leaves it.

import { DAY, DAYS } from "./leitner.js";

/** @import { Known } from "./leitner.js" */

const KEY = "dropviz-cards";
const LONGEST = 100_000; // characters that are read
const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const MOST = 300; // cards

/** @param {any} value @param {number} now */
function isKnown(value, now) {
  if (typeof value !== "object" || value === null) return false;
  const { box, due } = value;
  const latest = now + DAYS[DAYS.length - 1] * DAY; // later only by a clock that was wrong
  const isBox = Number.isInteger(box) && box >= 0 && box <= DAYS.length;
  return isBox && typeof due === "number" && due >= 0 && due <= latest; // not NaN
}

/** @returns {[string, any][]} */
function stored() {
  try {
    const text = localStorage.getItem(KEY) ?? "{}";
    return text.length > LONGEST ? [] : Object.entries(JSON.parse(text) ?? {});
  } catch {
    return [];
  }
}

/**
 * Whatever stands there may be broken, old, or another's: what cannot be read counts as nothing.
 * @param {number} now
 * @returns {Record<string, Known>}
 */
export function knownCards(now) {
  const good = stored().filter(([name, value]) => NAME.test(name) && isKnown(value, now));
  return Object.fromEntries(
    good.slice(0, MOST).map(([name, { box, due }]) => [name, { box, due }]),
  );
}

/** @param {string} name @param {Known} known @param {number} now */
export function keepCard(name, known, now) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...knownCards(now), [name]: known }));
  } catch {
    // Where nothing may be kept, nothing is.
  }
}

export function eraseCards() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}
