// The sentences of the transformer, computed from what is on its stage.

import { argmax } from "../shared/arithmetic.js";
import { formatCount, formatPercent } from "../shared/format.js";
import { isWeightKept } from "./reading.js";

/** @import { readable, TransformerState, WeightPlace } from "./reading.js" */
/** @import { TransformerPayload } from "./payload.d.ts" */

const SHOWN_SPACE = "␣";
/** @param {string} character */
export const shownCharacter = (character) => (character === " " ? SHOWN_SPACE : character);

/** @param {string} characters */
const quoted = (characters) => `“${characters}”`;
/** @param {string} character */
export const named = (character) => (character === " " ? "a space" : quoted(character));

/** @type {Record<string, string>} */
const ENTRIES = {
  attention: "attention weights",
  after_attention: "outputs of attention",
  mlp: "hidden units of the MLP",
  after_mlp: "outputs of the MLP",
};

/** @param {TransformerState} state */
function droppedWords(state) {
  const parts = [...state.on].map((place) => {
    const { dropped, of } = state.counts[place];
    if (place === "block") return dropped ? "the whole block is dropped" : "the block is kept";
    const isDropped = dropped === 1 ? "is dropped" : "are dropped";
    if (place === "embedding")
      return `${dropped} of ${of} different characters ${isDropped}, wherever ${dropped === 1 ? "it stands" : "they stand"}`;
    return `${dropped} of ${of} ${ENTRIES[place]} ${isDropped}`;
  });
  return parts.length ? parts.join("; ") : "nothing is dropped";
}

// What the rows of some attention weights sum to, from the least to the most.
/** @param {Float64Array[]} rows */
export function rowSumRange(rows) {
  const sums = rows.map((row) => row.reduce((total, weight) => total + weight, 0));
  const [low, high] = [Math.min(...sums), Math.max(...sums)].map((sum) => sum.toFixed(2));
  return low === high ? low : `${low} to ${high}`;
}

/** @param {TransformerState} state */
function rowSumWords(state) {
  const range = rowSumRange(state.pass.attention.flat());
  if (range === "1.00") return "Every row of attention sums to 1.";
  return `Rows of attention sum to ${range}; they are not brought back to 1.`;
}

/** @param {TransformerState} state */
export function transformerCaption(state) {
  const { without, dropped, vocabulary } = state;
  const [was, is] = [argmax(without), argmax(dropped)];
  const [wasAt, isAt] = [formatPercent(without[was]), formatPercent(dropped[is])];
  const says = !state.on.size
    ? `it says ${named(vocabulary[was])} (${wasAt})`
    : was === is
      ? `it still says ${named(vocabulary[is])}, at ${isAt} instead of ${wasAt}`
      : `it now says ${named(vocabulary[is])} (${isAt}) instead of ${named(vocabulary[was])} (${wasAt})`;
  const lead = droppedWords(state);
  return `${lead[0].toUpperCase()}${lead.slice(1)}. ${rowSumWords(state)} After ${quoted(state.characters.join(""))} ${says}.`;
}

/** @param {TransformerState} state */
export function lossWords(state) {
  if (!state.losses) return "Typed text has no next character to judge by.";
  const [was, is] = state.losses.map((loss) => loss.toFixed(2));
  return `Mean loss over the ${state.characters.length} next characters: ${was} nats without dropout, ${is} with it.`;
}

/** @param {TransformerPayload} data */
export function networkWords({ parameters, losses }) {
  const of = (/** @type {string} */ name) => losses[name].toFixed(2);
  return (
    `A real network of ${formatCount(parameters)} weights, trained without dropout. ` +
    `Its loss on new text is ${of("test")} nats a character. ` +
    `Guessing from the last character alone costs ${of("bigram")}, knowing nothing ${of("uniform")}.`
  );
}

// What became of typed text; nothing to say where all of it is read.
/** @param {string} typed @param {ReturnType<typeof readable>} read @param {number} context */
export function typedWords(typed, { text, unknown, cut }, context) {
  if (!typed) return "";
  const out = unknown.length
    ? `The network does not know ${unknown.map(quoted).join(", ")}: left out.`
    : "";
  const read = !text
    ? "Nothing is left to read: here is the book again."
    : cut
      ? `It reads the last ${context} characters: ${quoted(text)}.`
      : text.length === 1
        ? "A single character can look at itself alone."
        : "";
  return [out, read].filter(Boolean).join(" ");
}

// looked: the weight that is pointed at
/** @param {TransformerState} state @param {WeightPlace | null} looked */
export function weightWords(state, looked) {
  if (!looked || looked.query >= state.characters.length)
    return "Rows: queries; columns: keys before them. Full: a large weight; crossed: dropped. The framed row predicts.";
  const { head, query, key } = looked;
  const [plain, used] = [state.whole, state.pass].map((pass) => pass.attention[head][query][key]);
  const now = !state.masks.attention ? "" : isWeightKept(state, looked) ? ", kept" : ", dropped";
  return `Head ${head + 1}, character ${query + 1}, ${named(state.characters[query])}, looks at character ${key + 1}, ${named(state.characters[key])}: weight ${plain.toFixed(3)} without dropout${state.on.size ? `, ${used.toFixed(3)} with it` : ""}${now}.`;
}
