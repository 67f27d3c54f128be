// When the scenes of the transformer's variants are done, and what is then said.

import { named, rowSumRange } from "./words.js";

/** @import { Happened, SceneRules } from "../shared/guide.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { TransformerState } from "./reading.js" */

/** @typedef {Happened<VariantsView, TransformerState>} At */
/** @typedef {SceneRules<VariantsView, TransformerState>} Rules */

const NONE = -1; // no answer came true
const PLACES = 3;

/** The least and the largest sum of a row, as they are written. @param {At} at */
function sums({ now: { facts } }) {
  const rows = facts.pass.attention
    .flat()
    .map((row) => Number(row.reduce((total, weight) => total + weight, 0).toFixed(2)));
  return [Math.min(...rows), Math.max(...rows)];
}

/** @type {Rules} */
const rowSums = {
  done: ({ began, now }) => !began.facts.on.has("attention") && now.facts.on.has("attention"),
  came(at) {
    const [low, high] = sums(at);
    if (low === 1 && high === 1) return 0;
    return high <= 1 ? 1 : low < 1 ? 2 : NONE;
  },
  says(at) {
    const { view, facts } = at.now;
    const range = rowSumRange(facts.pass.attention.flat());
    if (range === "1.00") return "Every row still sums to 1: these coins dropped no weight.";
    const kept =
      view.p < 1 ? ` A weight that is kept is multiplied by ${(1 / (1 - view.p)).toFixed(2)}.` : "";
    return `Rows now sum to ${range}.${kept} Nothing brings a row back to 1; only its mean over all masks is ${view.p < 1 ? "1" : "lost"}.`;
  },
};

/** A character that stands twice or more and is dropped, and how often it stands. @param {At["now"]["facts"]} state */
function droppedTwice({ characters, masks, vocabulary }) {
  for (const character of new Set(characters)) {
    const times = characters.filter((other) => other === character).length;
    if (times > 1 && masks.embedding?.[vocabulary.indexOf(character)] === 0)
      return { character, times };
  }
  return null;
}

/** @type {Rules} */
const sameCharacter = {
  done: ({ now }) => droppedTwice(now.facts) !== null,
  came: () => 1,
  says({ now }) {
    const found = droppedTwice(now.facts);
    if (!found) return "";
    const where = found.times === 2 ? "both places" : `all ${found.times} places`;
    return `${named(found.character)[0].toUpperCase()}${named(found.character).slice(1)} went at ${where}: a character has one coin, wherever it stands. Were one left, it would give the others away.`;
  },
};

/** @param {At} at */
function rise({ began, now }) {
  const [was] = began.facts.losses ?? [NaN];
  const [, is] = now.facts.losses ?? [NaN, NaN];
  return { was, is };
}

/** @type {Rules} */
const threePlaces = {
  done: ({ began, now }) => now.facts.on.size >= PLACES && now.facts.on.size > began.facts.on.size,
  came(at) {
    const { was, is } = rise(at);
    if (Number.isNaN(is)) return NONE;
    return is <= was ? 0 : is <= 1.5 * was ? 1 : 2;
  },
  says(at) {
    const { was, is } = rise(at);
    if (Number.isNaN(is)) return "Typed text has no next character, so no loss can be told.";
    const how = is > was ? "rose" : is < was ? "fell" : "stayed";
    return `The mean loss ${how}: ${was.toFixed(2)} nats without, ${is.toFixed(2)} with these masks. This network was trained without dropout, and has never met such gaps.`;
  },
};

export const SCENES = {
  row_sums: rowSums,
  same_character: sameCharacter,
  three_places: threePlaces,
};
