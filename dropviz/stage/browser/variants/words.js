// @ts-nocheck
// The sentences of "Variants", computed from what is on its stage.

import { formatPercent, listed } from "../shared/format.js";
import { placeOfEntry, ratesOf, usableRate } from "./masks.js";

export const FAMILY_NAMES = {
  dense: "dense",
  conv: "convolutional",
  recurrent: "recurrent",
  transformer: "transformer",
  residual: "residual",
};

// Not a coin that decides, but a factor from a random number.
function isNoise({ kind }) {
  return kind === "gaussian" || kind === "concrete";
}

// Which entries share a coin, from the axes.
export function sharingOf(variant) {
  if (variant.kind === "block") return "a coin for each place a block can start";
  if (variant.words) return "a coin for each word of a sequence";
  const own = variant.axes.map(([name]) => name).filter((name) => !variant.shared.includes(name));
  if (isNoise(variant)) return "a random number for each entry";
  if (!variant.shared.length)
    return variant.of_weights ? "a coin for each weight" : "a coin for each entry";
  return `a coin for each ${listed(own)}`;
}

// The same, where there is room for a few words.
export function sharingNote(variant) {
  if (variant.kind === "block") return "a coin per place of a block";
  if (variant.words) return "a coin per word";
  const own = variant.axes.map(([name]) => name).filter((name) => !variant.shared.includes(name));
  return variant.shared.length
    ? `a coin per ${own.join(" × ")}`
    : `${sharingOf(variant)}${variant.masked ? ` of ${variant.masked}` : ""}`;
}

// As a sentence, with what shares it.
export function sharingSentence(variant) {
  const start = `There is ${sharingOf(variant)}`;
  if (variant.kind === "block") return `${start}: what it drops overlaps.`;
  if (variant.words)
    return `${start}: all units of a word share it, wherever the word comes again. (Here a letter stands for a word.)`;
  if (!variant.shared.length) return `${start}: nothing is shared.`;
  return `${start}: what differs in ${listed(variant.shared)} alone shares it.`;
}

// What a coin does where it is below the rate.
function happening(variant) {
  return {
    coin: "dropped",
    block: "dropped",
    alpha: "replaced by α′",
    zoneout: "held at the step before",
  }[variant.kind];
}

export function galleryCaption(shown, view) {
  const shared = shown.filter((variant) => variant.words || variant.shared.length).length;
  const which =
    view.family === "all"
      ? `${shown.length} variants`
      : `${shown.length} ${FAMILY_NAMES[view.family]} variants`;
  const some =
    shared === 0
      ? "in none of them do entries share a coin"
      : shared === 1
        ? "in one, entries share a coin"
        : `in ${shared} of them entries share a coin`;
  const kinds = new Set(shown.map(({ kind }) => kind));
  const more = [
    kinds.has("gaussian") && "shades are noise",
    kinds.has("alpha") && "grey is another value",
    kinds.has("zoneout") && "arrows keep the value before",
  ].filter(Boolean);
  const legend = ["Orange is kept, crossed is dropped", ...more].join("; ");
  return `${which} at p = ${view.p.toFixed(2)}: ${some}${shared ? " (one outline)" : ""}. ${legend}.`;
}

export function openedCaption(variant, view, mask) {
  const n = variant.entries - variant.absent.reduce((sum, gone) => sum + gone, 0);
  const p = view.p.toFixed(2);
  const usable = usableRate(variant, view.p);
  const limit =
    usable === view.p
      ? ""
      : ` This layer's rate lies between ${variant.lowest} and ${variant.highest}, so ${usable.toFixed(2)} is used.`;
  if (variant.kind === "gaussian") {
    if (usable === 1)
      return "p = 1: the variance of the noise has no limit there, and the layer gives zeros.";
    const sigma = Math.sqrt(usable / (1 - usable)).toFixed(2);
    const below = mask.factor.reduce((sum, factor) => sum + (factor < 0 ? 1 : 0), 0);
    const legend = below
      ? ` A shade is how far a factor is from 0; ${below} are negative (purple).`
      : "";
    return `p = ${p}: nothing is dropped. All ${n} entries are multiplied by noise with mean 1 and standard deviation ${sigma}, that of dropout at this rate.${legend}${limit}`;
  }
  if (variant.kind === "concrete") {
    const between = mask.shade.filter((shade) => shade > 0.05 && shade < 0.95).length;
    return `p = ${p}: the mask is soft. ${between} of ${n} entries lie between 0.05 and 0.95, the others are nearly dropped or nearly kept.${limit}`;
  }
  let gone = 0;
  for (let entry = 0; entry < variant.entries; entry++)
    gone += mask.dropped[entry] && !variant.absent[entry] ? 1 : 0;
  const what = variant.of_weights ? "weights" : "entries";
  return `p = ${p}: ${gone} of ${n} ${what} are ${happening(variant)} (${formatPercent(gone / n)})${gone ? shareNote(variant, view, mask, n) : ""}.${limit}`;
}

// Entries of the first pass that fare differently in the second.
function unlike(dropped) {
  const half = dropped.length / 2;
  return dropped
    .subarray(0, half)
    .reduce((sum, out, entry) => sum + (out === dropped[half + entry] ? 0 : 1), 0);
}

// What the mask does that its share does not say.
function shareNote(variant, view, mask, n) {
  if (variant.twice)
    return `; ${unlike(mask.dropped)} of ${n / 2} are dropped in one pass and kept in the other`;
  if (variant.rule === "early") return `, all in the first ${view.at} of ${variant.sizes[0]} steps`;
  if (variant.rule === "late")
    return `, all after the first ${view.at} of ${variant.sizes[0]} steps`;
  if (variant.rule === "linear") return `; the rate rises from block to block, up to p at the last`;
  if (variant.filled)
    return `; a block fills its map, so the mask is that of spatial dropout, but what is kept is not scaled: the mean is ${(1 - view.p).toFixed(2)} x`;
  if (variant.kind === "block" && view.block === 1)
    return "; blocks of one pixel: element-wise dropout, but for the scale";
  if (variant.kind === "block") return "; a share p would be, if blocks never overlapped";
  if (!variant.scaled && variant.kind === "coin") return "; what is kept is not scaled";
  if (variant.kind === "coin" && view.p < 1)
    return `; what is kept is multiplied by ${(1 / (1 - view.p)).toFixed(2)}`;
  return "";
}

// An entry in words: where it is, what it was, its coin, what comes out, what shares the coin.
export function entryReadout(variant, view, u, mask, outputs, entry) {
  const place = placeOfEntry(variant, entry);
  const where = variant.axes.map(([name]) => `${name} ${place[name] + 1}`).join(", ");
  const value = (number) => number.toFixed(2).replace("-", "−");
  const rate = ratesOf(variant, view.p, view.at)[
    Math.floor((entry * variant.sizes[0]) / variant.entries)
  ];
  if (variant.absent[entry]) return `${where}: a later key, which this query does not see`;
  const coin = u[variant.coinOf[entry]];
  const word = variant.words ? ` (“${variant.words[place.example][place.time]}”)` : "";
  const compared =
    variant.kind === "block"
      ? mask.dropped[entry]
        ? "in a block"
        : "in no block"
      : isNoise(variant)
        ? `random number ${coin.toFixed(2)} makes the factor ${value(mask.factor[entry])}`
        : `coin ${coin.toFixed(2)} ${mask.dropped[entry] ? "<" : "≥"} ${rate.toFixed(2)}: ${mask.dropped[entry] ? happening(variant) : "kept"}`;
  return `${where}${word}: ${value(variant.x[entry])} → ${value(outputs[entry])}; ${compared}${sharers(variant, entry)}`;
}

function sharers(variant, entry) {
  if (variant.kind === "block") return "";
  const others = variant.coinOf.reduce(
    (sum, coin) => sum + (coin === variant.coinOf[entry] ? 1 : 0),
    -1,
  );
  return others
    ? `; ${others} others share its coin`
    : `; a ${isNoise(variant) ? "random number" : "coin"} of its own`;
}
