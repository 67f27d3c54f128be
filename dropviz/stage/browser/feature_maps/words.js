// The sentences of "Feature maps", computed from what is on its stage.

import { formatCount, formatPercent } from "../shared/format.js";
import { countKeptBetween, pixelsOfMap } from "./arithmetic.js";

/** @import { MapMask, MapShape } from "./arithmetic.js" */
/** @import { DigitsState } from "./digits.js" */
/** @import { PhotoState } from "./photo_scene.js" */
/** @import { FeatureMapsView } from "./payload.d.ts" */

/** @typedef {"element" | "spatial" | "block"} CoinWay a way to drop by coins */

/** @type {Record<CoinWay, string>} */
export const WAY_NAMES = { element: "Single pixels", spatial: "Whole maps", block: "Blocks" };
export const WAYS = /** @type {CoinWay[]} */ (Object.keys(WAY_NAMES));
/**
 * Maps that are wholly off, of how many; pixels that are off in others; pixels that are on, of how
 * many.
 * @typedef {{maps: number, nMaps: number, pixels: number, kept: number, droppable: number}} Counts
 */

// left: of the n pixels of a map
/** @param {number} left @param {number} n */
function howMuchIsOn(left, n) {
  if (left === n) return "kept";
  return left ? `${formatCount(n - left)} of ${formatCount(n)} pixels dropped` : "dropped";
}

/** @param {number} block @param {number} map @param {number} left @param {number} n @param {number} largest */
export function mapLabel(block, map, left, n, largest) {
  return `block ${block + 1}, ${filterLabel(map, left, n, largest)}`;
}

/** @param {number} map @param {number} left @param {number} n @param {number} largest */
export function filterLabel(map, left, n, largest) {
  return `map ${map + 1}: ${howMuchIsOn(left, n)}, largest activation ${largest.toFixed(2)}`;
}

/** @param {MapMask[]} masks @param {MapShape[]} shapes @returns {Counts} */
export function countOff(masks, shapes) {
  const counts = { maps: 0, nMaps: 0, pixels: 0, kept: 0, droppable: 0 };
  masks.forEach(({ kept }, block) => {
    const n = pixelsOfMap(shapes[block]);
    for (let map = 0; map < shapes[block].maps; map++) {
      const left = countKeptBetween(kept, map * n, (map + 1) * n);
      counts.maps += left ? 0 : 1;
      counts.pixels += left ? n - left : 0;
      counts.kept += left;
    }
    counts.nMaps += shapes[block].maps;
    counts.droppable += kept.length;
  });
  return counts;
}

/** @param {Counts} counts */
function whatIsOff({ maps, nMaps, pixels }) {
  if (!maps && !pixels) return `All ${nMaps} maps are on`;
  const some = `${formatCount(pixels)} ${pixels === 1 ? "pixel" : "pixels"}`;
  if (!maps) return `${some} of the ${nMaps} maps ${pixels === 1 ? "is" : "are"} off`;
  if (!pixels) return `${maps} of ${nMaps} maps ${maps === 1 ? "is" : "are"} off`;
  return `${maps} of ${nMaps} maps and ${some} of the others are off`;
}

// What is set by hand on the source that is shown; "" if nothing is.
/** @param {FeatureMapsView} view */
export function setByHand(view) {
  return view.source === "photo" ? view.photo_mask : view.mask || view.pixels;
}

/** @param {FeatureMapsView} view @param {Counts} counts */
function wayLead(view, counts) {
  if (view.way === "hand") return "";
  if (view.p === 1 && counts.kept === 0)
    return "p = 1 drops everything: only zeros pass, and the output biases give every image the same answer. ";
  return `${WAY_NAMES[view.way]} at p = ${view.p.toFixed(2)}${setByHand(view) ? ", with what you set by hand" : ""}: `;
}

/** @param {string} sentence @param {string} lead */
function lowerFirst(sentence, lead) {
  return lead.endsWith(": ") ? sentence[0].toLowerCase() + sentence.slice(1) : sentence;
}

/** @param {DigitsState} state */
export function featureCaption(state) {
  const { view, before, after, counts } = state;
  const was = formatPercent(state.whole.probabilities[before]);
  const is = formatPercent(state.pass.probabilities[after]);
  const lead = wayLead(view, counts);
  const off = lead + lowerFirst(whatIsOff(counts), lead);
  const wrong =
    view.drawn || before === state.label
      ? ""
      : ` It is a ${state.label}: the network is wrong with all maps on, too.`;
  if (before !== after)
    return `${off}; the network now says ${after} (${is}) instead of ${before} (${was}).${wrong}`;
  if (is !== was)
    return `${off}; the network still says ${after}, at ${is} instead of ${was}.${wrong}`;
  return `${off}; the network says ${after}, at ${is}${counts.kept < counts.droppable ? ", as before" : ""}.${wrong}`;
}

/** @param {number} share */
export const formatExplained = (share) => share.toFixed(2).replace("-", "−");

// R² is not a share when what is rebuilt is worse than the photo's mean colour.
/** @param {PhotoState} state */
export function photoCaption({ view, counts, explained, explainedByAll }) {
  const lead = view.p === 1 && counts.kept === 0 ? "" : wayLead(view, counts);
  const off = lead + lowerFirst(whatIsOff(counts), lead);
  const [was, is] = [explainedByAll, explained].map(formatExplained);
  if (was === is)
    return `${off}; the rebuilt photo has R² = ${is}${counts.kept < counts.droppable ? ", as before" : ""}.`;
  const worse = explained < 0 ? ": worse than one flat colour" : "";
  return `${off}; the rebuilt photo has R² = ${is} instead of ${was}${worse}.`;
}
