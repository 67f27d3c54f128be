// The sentences of "Variants", computed from what is on its stage.

import { formatPercent, listed } from "../shared/format.js";
import { isNoise, placeOfEntry, ratesOf, usableRate } from "./masks.js";

/** @import { DecodedVariant, Numbers, VariantMask } from "./masks.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */

// The axes along which coins differ.
/** @param {DecodedVariant} variant */
function ownAxes({ axes, shared }) {
  return axes.map(([name]) => name).filter((name) => !shared.includes(name));
}

// Which entries share a coin, from the axes.
/** @param {DecodedVariant} variant @returns {string} */
export function sharingOf(variant) {
  if (variant.kind === "block") return "a coin for each place a block can start";
  if (variant.words) return "a coin for each word of a sequence";
  if (isNoise(variant)) return "a random number for each entry";
  if (!variant.shared.length)
    return variant.of_weights ? "a coin for each weight" : "a coin for each entry";
  return `a coin for each ${listed(ownAxes(variant))}`;
}

// The same, where there is room for a few words.
/** @param {DecodedVariant} variant */
export function sharingNote(variant) {
  if (variant.kind === "block") return "a coin per place of a block";
  if (variant.words) return "a coin per word";
  if (isNoise(variant)) return "noise for each entry";
  return variant.shared.length
    ? `a coin per ${ownAxes(variant).join(" × ")}`
    : `${sharingOf(variant)}${variant.masked ? ` of ${variant.masked}` : ""}`;
}

// As a sentence, and what the coin decides for.
/** @param {DecodedVariant} variant */
export function sharingSentence(variant) {
  const start = `There is ${sharingOf(variant)}`;
  if (variant.kind === "block") return `${start}. Blocks may overlap.`;
  if (variant.words)
    return `${start}. It decides for all units of the word, wherever the word comes again. (Here a letter stands for a word.)`;
  if (!variant.shared.length) return `${start}. None is shared.`;
  return `${start}. It decides for every ${listed(variant.shared)}.`;
}

// What a coin does where it is below the rate.
/** @param {DecodedVariant} variant */
function happening({ kind }) {
  if (kind === "alpha") return "replaced by α′";
  return kind === "zoneout" ? "held at the step before" : "dropped";
}

/** @param {DecodedVariant[]} shown @param {VariantsView} view @param {Record<string, string>} families */
export function galleryCaption(shown, view, families) {
  const shared = shown.filter((variant) => variant.words || variant.shared.length).length;
  const which =
    view.family === "all"
      ? `${shown.length} variants`
      : `${shown.length} ${families[view.family]} variants`;
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

/** @param {DecodedVariant} variant @param {VariantsView} view @param {VariantMask} mask */
export function openedCaption(variant, view, mask) {
  const usable = usableRate(variant, view.p);
  if (variant.kind === "gaussian" && usable === 1)
    return "p = 1: the variance of the noise has no limit there, and the layer gives zeros.";
  if (variant.kind === "alpha" && usable === 1)
    return "p = 1: no entry is left to map, and the layer gives zeros.";
  const n = variant.entries - variant.absent.reduce((sum, gone) => sum + gone, 0);
  const says =
    variant.kind === "gaussian"
      ? gaussianWords(mask, n, usable)
      : variant.kind === "concrete"
        ? concreteWords(mask, n)
        : droppedWords(variant, view, mask, n);
  const limit =
    usable === view.p
      ? ""
      : ` This layer's rate lies between ${variant.lowest} and ${variant.highest}, so ${usable.toFixed(2)} is used.`;
  return `p = ${view.p.toFixed(2)}: ${says}${limit}`;
}

/** @param {VariantMask} mask @param {number} n @param {number} rate */
function gaussianWords({ factor }, n, rate) {
  const sigma = Math.sqrt(rate / (1 - rate)).toFixed(2);
  const below = factor.filter((value) => value < 0).length;
  const legend = below
    ? ` A shade is how far a factor is from 0; ${below} are negative (purple).`
    : "";
  return `nothing is dropped. All ${n} entries are multiplied by noise with mean 1 and standard deviation ${sigma}, that of dropout at this rate.${legend}`;
}

/** @param {VariantMask} mask @param {number} n */
function concreteWords({ shade }, n) {
  const between = (shade ?? []).filter((value) => value > 0.05 && value < 0.95).length;
  return `the mask is soft. ${between} of ${n} entries lie between 0.05 and 0.95, the others are nearly dropped or nearly kept.`;
}

/** @param {DecodedVariant} variant @param {VariantsView} view @param {VariantMask} mask @param {number} n */
function droppedWords(variant, view, mask, n) {
  const gone = mask.dropped.filter((out, entry) => out && !variant.absent[entry]).length;
  const what = variant.of_weights ? "weights" : "entries";
  return `${gone} of ${n} ${what} are ${happening(variant)} (${formatPercent(gone / n)})${gone ? shareNote(variant, view, mask, n) : ""}.`;
}

// Entries of the first pass that fare differently in the second.
/** @param {Uint8Array} dropped */
function unlike(dropped) {
  const half = dropped.length / 2;
  return dropped
    .subarray(0, half)
    .reduce((sum, out, entry) => sum + (out === dropped[half + entry] ? 0 : 1), 0);
}

// What the mask does that its share does not say.
/** @param {DecodedVariant} variant @param {VariantsView} view @param {VariantMask} mask @param {number} n */
function shareNote(variant, view, mask, n) {
  if (variant.twice)
    return `; ${unlike(mask.dropped)} of ${n / 2} are dropped in one pass and kept in the other`;
  if (variant.rule === "early") return `, all in the first ${view.at} of ${variant.sizes[0]} steps`;
  if (variant.rule === "late")
    return `, all after the first ${view.at} of ${variant.sizes[0]} steps`;
  if (variant.rule === "linear") return `; the rate rises from block to block, up to p at the last`;
  if (variant.filled)
    return `. A block fills its map, so the mask is that of spatial dropout. What is kept is not scaled: the mean is ${(1 - view.p).toFixed(2)} x`;
  if (variant.kind === "block" && view.block === 1)
    return "; blocks of one pixel: element-wise dropout, but for the scale";
  if (variant.kind === "block" && view.p < 1)
    return "; on average it is less than p, for blocks overlap";
  if (!variant.scaled && variant.kind === "coin") return "; what is kept is not scaled";
  if (variant.kind === "coin" && view.p < 1)
    return `; what is kept is multiplied by ${(1 / (1 - view.p)).toFixed(2)}`;
  return "";
}

// An entry in words: where it is, what it was, its coin, what comes out, what shares the coin.
/**
 * @param {DecodedVariant} variant
 * @param {VariantsView} view
 * @param {Numbers} u
 * @param {VariantMask} mask
 * @param {Float64Array} outputs
 * @param {number} entry
 */
export function entryReadout(variant, view, u, mask, outputs, entry) {
  const place = placeOfEntry(variant, entry);
  const where = variant.axes.map(([name]) => `${name} ${place[name] + 1}`).join(", ");
  if (variant.absent[entry]) return `${where}: a later key, which this query does not see`;
  const word = variant.words ? ` (“${variant.words[place.example][place.time]}”)` : "";
  const became = `${signed(variant.x[entry])} → ${signed(outputs[entry])}`;
  const why = coinWords(variant, view, u, mask, entry);
  return `${where}${word}: ${became}; ${why}${sharers(variant, entry)}`;
}

/** @param {number} number */
const signed = (number) => number.toFixed(2).replace("-", "−");

/**
 * @param {DecodedVariant} variant
 * @param {VariantsView} view
 * @param {Numbers} u
 * @param {VariantMask} mask
 * @param {number} entry
 */
function coinWords(variant, view, u, mask, entry) {
  const dropped = mask.dropped[entry];
  if (variant.kind === "block") return dropped ? "in a block" : "in no block";
  const coin = u[variant.coinOf[entry]].toFixed(2);
  if (isNoise(variant))
    return `random number ${coin} makes the factor ${signed(mask.factor[entry])}`;
  const rates = ratesOf(variant, view.p, view.at);
  const rate = rates[Math.floor((entry * rates.length) / variant.entries)].toFixed(2);
  return dropped ? `coin ${coin} < ${rate}: ${happening(variant)}` : `coin ${coin} ≥ ${rate}: kept`;
}

/** @param {DecodedVariant} variant @param {number} entry */
function sharers(variant, entry) {
  if (variant.kind === "block") return "";
  const others = variant.coinOf.filter((coin) => coin === variant.coinOf[entry]).length - 1;
  return others
    ? `; ${others} others share its coin`
    : `; a ${isNoise(variant) ? "random number" : "coin"} of its own`;
}
