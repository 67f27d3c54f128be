// What a view of the transformer means: what it reads, which entries drop, what it then says. Pure
// functions, no DOM.

import { keptAt } from "../shared/coins.js";
import { attentionEntry, decodeTensors, meanLoss, transformerPass } from "./pass.js";

/** @import { Masks, TransformerPass, TransformerSize } from "./pass.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { TransformerPayload } from "./payload.d.ts" */

/** @typedef {ReturnType<Transformer["evaluate"]>} TransformerState */
/** @typedef {{head: number, query: number, key: number}} WeightPlace a weight that a query gives to a key */
/** A row of entries: 1 kept, 0 dropped, null not there. @typedef {(number | null)[]} MaskRow */

// What the network reads of typed text, as dropviz.data.text.readable: lower case, what it does not
// know left out, at most a whole context.
/** @param {string} typed @param {string} vocabulary @param {number} context */
export function readable(typed, vocabulary, context) {
  const lower = typed
    .toLowerCase()
    .replaceAll(/[’‘“”"`]/g, "'")
    .replaceAll(/\s/g, " ");
  const known = [...lower].filter((character) => vocabulary.includes(character)).join("");
  const unknown = [...new Set([...lower].filter((character) => !vocabulary.includes(character)))];
  return { text: known.slice(-context), unknown, cut: known.length > context };
}

// The mask of a place that has a row of entries a character.
/** @param {Uint8Array} mask @param {number} n @param {number} times */
function rowsOfTimes(mask, n, times) {
  return Array.from({ length: times }, (_, t) => Array.from(mask.subarray(t * n, (t + 1) * n)));
}

// Heads side by side; a row for each query.
/** @param {Uint8Array} mask @param {TransformerSize} size @param {number} times */
function rowsOfAttention(mask, size, times) {
  return Array.from({ length: times }, (_, query) =>
    Array.from({ length: size.heads }, (_, head) => {
      /** @type {MaskRow} */
      const row = Array.from({ length: times }, (_, key) =>
        key > query ? null : mask[attentionEntry(size, { head, query, key })],
      );
      return head ? [null, null, ...row] : row;
    }).flat(),
  );
}

export class Transformer {
  /** @param {TransformerPayload} data */
  constructor(data) {
    this.data = data;
    this.tensors = decodeTensors(data.tensors);
  }

  /** @param {VariantsView} view @returns {Set<string>} */
  placesOn({ places, variant }) {
    if (!places) return new Set(this.data.own[variant] ?? []);
    const chosen = places.split(",");
    return new Set(this.data.places.filter((place) => chosen.includes(place)));
  }

  // For a view: the places that drop, with this one switched over.
  /** @param {VariantsView} view @param {string} place */
  toggled(view, place) {
    const on = this.placesOn(view);
    if (!on.delete(place)) on.add(place);
    return this.data.places.filter((name) => on.has(name)).join(",") || "none";
  }

  /** @param {Uint8Array} coins @param {Set<string>} on @param {number} p @returns {Masks} */
  masksOf(coins, on, p) {
    /** @type {Masks} */
    const masks = {};
    let start = 0;
    for (const place of this.data.places) {
      const size = this.data.shapes[place].reduce((product, n) => product * n, 1);
      if (on.has(place)) masks[place] = keptAt(coins.subarray(start, start + size), p);
      start += size;
    }
    return masks;
  }

  // What is read, and what stands around it; next: the character that really follows, if known.
  /** @param {VariantsView} view */
  stretchOf({ typed, window }) {
    const { vocabulary, size, text } = this.data;
    const read = readable(typed, vocabulary, size.context);
    if (read.text) return { read, characters: [...read.text], before: "", next: null, after: "" };
    const end = window + size.context;
    return {
      read,
      characters: [...text.slice(window, end)],
      before: text.slice(0, window),
      next: text[end],
      after: text.slice(end + 1),
    };
  }

  // The entries of each place that this stretch uses, as rows of a picture.
  /** @param {Masks} masks @param {number[]} codes @returns {Record<string, MaskRow[]>} */
  picturesOf(masks, codes) {
    const { size, shapes } = this.data;
    const times = codes.length;
    /** @param {string} place @returns {MaskRow[]} */
    const picture = (place) => {
      const mask = masks[place];
      if (place === "embedding") return codes.map(() => codes.map((code) => mask[code]));
      if (place === "attention") return rowsOfAttention(mask, size, times);
      if (place === "block") return Array.from({ length: 8 }, () => Array(8).fill(mask[0]));
      return rowsOfTimes(mask, shapes[place][1], times);
    };
    return Object.fromEntries(Object.keys(masks).map((place) => [place, picture(place)]));
  }

  /** @param {Masks} masks @param {Record<string, MaskRow[]>} pictures @param {number[]} codes */
  countsOf(masks, pictures, codes) {
    /** @param {string} place */
    const entries = (place) => {
      if (!masks[place]) return [];
      if (place === "embedding") return [...new Set(codes)].map((code) => masks.embedding[code]);
      if (place === "block") return [masks.block[0]];
      return pictures[place].flat().filter((kept) => kept !== null);
    };
    return Object.fromEntries(
      this.data.places.map((place) => {
        const found = entries(place);
        return [place, { dropped: found.filter((kept) => !kept).length, of: found.length }];
      }),
    );
  }

  /** @param {VariantsView} view @param {Uint8Array} coins */
  evaluate(view, coins) {
    const { size, vocabulary } = this.data;
    const on = this.placesOn(view);
    const masks = this.masksOf(coins, on, view.p);
    const stretch = this.stretchOf(view);
    const codes = stretch.characters.map((character) => vocabulary.indexOf(character));
    const whole = transformerPass(this.tensors, size, codes, {}, view.p);
    const pass = transformerPass(this.tensors, size, codes, masks, view.p);
    const pictures = this.picturesOf(masks, codes);
    const nextCode = stretch.next === null ? null : vocabulary.indexOf(stretch.next);
    /** @param {TransformerPass} pass */
    const last = ({ probabilities }) => probabilities[probabilities.length - 1];
    return {
      ...stretch,
      on,
      masks,
      pictures,
      counts: this.countsOf(masks, pictures, codes),
      whole,
      pass,
      size,
      nextCode,
      vocabulary,
      without: last(whole),
      dropped: last(pass),
      losses:
        nextCode === null
          ? null
          : [whole, pass].map(({ probabilities }) =>
              meanLoss(probabilities, [...codes.slice(1), nextCode]),
            ),
    };
  }
}

/** @param {TransformerState} state @param {WeightPlace} place */
export function isWeightKept({ masks, size }, place) {
  return !masks.attention || masks.attention[attentionEntry(size, place)] === 1;
}
