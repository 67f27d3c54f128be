// What a visitor has done in the guides, kept in their own browser; nothing of it leaves it.

const KEY = "dropviz-progress";
const LONGEST = 100_000; // characters that are read
const MOST = 99; // scenes, answers

/**
 * What was done in one guide.
 * @typedef {object} Progress
 * @property {number[]} done scenes, from 1
 * @property {Record<string, number>} answers by scene, and by check as "check-1"
 * @property {boolean} free whether they went on without the guide
 * @property {number} when of the last change, in ms since 1970
 */

/** @returns {Progress} */
function nothing() {
  return { done: [], answers: {}, free: false, when: 0 };
}

const isCount = (/** @type {unknown} */ value) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST;

/** @param {any} kept @returns {Progress} */
function checked(kept) {
  if (typeof kept !== "object" || kept === null) return nothing();
  const { done, answers, free, when } = kept;
  const given = typeof answers === "object" && answers !== null ? Object.entries(answers) : [];
  return {
    done: Array.isArray(done) ? [...new Set(done.filter(isCount))].slice(0, MOST) : [],
    answers: Object.fromEntries(given.filter(([, value]) => isCount(value)).slice(0, MOST)),
    free: free === true,
    when: Number.isFinite(when) ? when : 0,
  };
}

// Whatever stands there may be broken, old, or another's: what cannot be read counts as nothing.
/** @returns {Record<string, any>} */
function stored() {
  try {
    const text = localStorage.getItem(KEY) ?? "{}";
    const kept = text.length > LONGEST ? {} : JSON.parse(text);
    return typeof kept === "object" && kept !== null && !Array.isArray(kept) ? kept : {};
  } catch {
    return {};
  }
}

/** @param {string} guide its name @returns {Progress} */
export function progressIn(guide) {
  const kept = stored();
  return Object.hasOwn(kept, guide) ? checked(kept[guide]) : nothing();
}

/** @param {string} guide @param {Partial<Progress>} patch */
export function keepProgress(guide, patch) {
  const progress = { ...progressIn(guide), ...patch, when: Date.now() };
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...stored(), [guide]: progress }));
  } catch {
    // Where nothing may be kept, nothing is.
  }
}

export function eraseProgress() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}
