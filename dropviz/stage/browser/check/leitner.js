// When a card comes again: Leitner's boxes. Who knows a card moves it to the next box, which waits
// longer; who does not moves it back to the first.

/** Days that a card waits in each box. */
export const DAYS = [1, 3, 7, 16, 35];
/** Minutes until a card comes again that was not known. */
export const SOON = 10;

const MINUTE = 60_000; // ms
export const DAY = 24 * 60 * MINUTE;

/**
 * How well a card is known.
 * @typedef {object} Known
 * @property {number} box from 1; 0 for a card that was not known when it was last asked
 * @property {number} due when it comes again, in ms since 1970
 */

/**
 * A card after it was asked. One that is known before its time stays where it is.
 * @param {Known | undefined} known
 * @param {boolean} right
 * @param {number} now
 * @returns {Known}
 */
export function asked(known, right, now) {
  if (!right) return { box: 0, due: now + SOON * MINUTE };
  if (known && known.due > now && known.box) return known;
  const box = Math.min((known?.box ?? 0) + 1, DAYS.length);
  return { box, due: now + DAYS[box - 1] * DAY };
}

/**
 * The names of the cards that are due: those that were asked before first, the longest overdue
 * ahead, then new ones in their order.
 * @param {string[]} names
 * @param {Record<string, Known>} known
 * @param {number} now
 */
export function dueNow(names, known, now) {
  const again = names.filter((name) => known[name]?.due <= now);
  again.sort((one, other) => known[one].due - known[other].due);
  return [...again, ...names.filter((name) => !known[name])];
}

/**
 * The cards in the order in which they come when none is due.
 * @param {string[]} names
 * @param {Record<string, Known>} known
 */
export function soonest(names, known) {
  return [...names].sort((one, other) => (known[one]?.due ?? 0) - (known[other]?.due ?? 0));
}

/** How long until then, in words. @param {number} due @param {number} now */
export function wait(due, now) {
  const minutes = Math.max(1, Math.round((due - now) / MINUTE));
  const days = Math.round((due - now) / DAY);
  const hours = Math.round(minutes / 60);
  const [count, unit] = days ? [days, "day"] : hours ? [hours, "hour"] : [minutes, "minute"];
  return `in ${count} ${unit}${count === 1 ? "" : "s"}`;
}
