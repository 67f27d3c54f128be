// @ts-nocheck
// The sentences of the transformer, computed from what is on its stage.

import { argmax } from "../shared/arithmetic.js";
import { formatCount, formatPercent } from "../shared/format.js";

const quoted = (characters) => `“${characters}”`;
const named = (character) => (character === " " ? "a space" : quoted(character));

const ENTRIES = {
  attention: "attention weights",
  after_attention: "outputs of attention",
  mlp: "hidden units of the MLP",
  after_mlp: "outputs of the MLP",
};

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

function rowSumWords(state) {
  const sums = state.pass.attention
    .flat()
    .map((row) => row.reduce((total, weight) => total + weight, 0));
  const [low, high] = [Math.min(...sums), Math.max(...sums)].map((sum) => sum.toFixed(2));
  if (low === "1.00" && high === "1.00") return "Every row of attention sums to 1.";
  return `Rows of attention sum to ${low === high ? low : `${low} to ${high}`}; they are not brought back to 1.`;
}

export function transformerCaption(view, state) {
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

export function lossWords(state) {
  if (!state.losses) return "Typed text has no next character to judge by.";
  const [was, is] = state.losses.map((loss) => loss.toFixed(2));
  return `Mean loss over the ${state.characters.length} next characters: ${was} nats without dropout, ${is} with it.`;
}

export function networkWords({ parameters, losses }) {
  const of = (name) => losses[name].toFixed(2);
  return `A real network of ${formatCount(parameters)} weights, trained without dropout. Loss on text it has not seen, in nats a character: ${of("test")}; guesses from the character before alone ${of("bigram")}, from shares of characters ${of("unigram")}, all alike ${of("uniform")}.`;
}

// What became of typed text; nothing to say where all of it is read.
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

// looked: {head, query, key} or null
export function weightWords(state, looked) {
  if (!looked || looked.query >= state.characters.length)
    return "Rows: queries; columns: keys, none later than the query. The fuller, the larger the weight; crossed: dropped. The framed row makes the prediction.";
  const { head, query, key } = looked;
  const [plain, used] = [state.whole, state.pass].map((pass) => pass.attention[head][query][key]);
  const kept =
    !state.masks.attention ||
    state.masks.attention[(head * state.size.context + query) * state.size.context + key] === 1;
  const now = !state.masks.attention ? "" : kept ? ", kept" : ", dropped";
  return `Head ${head + 1}, character ${query + 1}, ${named(state.characters[query])}, looks at character ${key + 1}, ${named(state.characters[key])}: weight ${plain.toFixed(3)} without dropout${state.on.size ? `, ${used.toFixed(3)} with it` : ""}${now}.`;
}
