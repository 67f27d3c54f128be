// When the scenes of "Feature maps" are done, and what is then said.

import { formatPercent } from "../shared/format.js";
import { WAYS, formatExplained } from "./words.js";

/** @import { Happened, SceneRules } from "../shared/guide.js" */
/** @import { Counted } from "./averages.js" */
/** @import { FeatureMapsView } from "./payload.d.ts" */
/** @import { PhotoChange } from "./photo_scene.js" */
/** @import { Counts } from "./words.js" */

/**
 * @typedef {object} FeatureFacts
 * @property {Counts} counts
 * @property {number} digit that the whole network says; -1 of a photo
 * @property {{r2: number, r2Whole: number, change: PhotoChange} | null} photo
 * @property {Counted | null} averages over many coins, where they are asked for
 */
/** @typedef {Happened<FeatureMapsView, FeatureFacts>} At */
/** @typedef {SceneRules<FeatureMapsView, FeatureFacts>} Rules */

const UNSEEN = 0.01; // of R²: less is not seen
const UNEQUAL = 0.02; // of the share dropped
const ALIKE = 0.02; // of R²

/** The maps that are off now and were on before. @param {At} at */
function switchedOff({ before, now }) {
  return [...now.view.photo_mask.matchAll(/0/g)]
    .map(({ index }) => index)
    .filter((map) => before.view.photo_mask[map] !== "0");
}

/** @param {At} at */
const photoOf = ({ now }) => /** @type {NonNullable<FeatureFacts["photo"]>} */ (now.facts.photo);

/** @type {Rules} */
const oneMap = {
  done: (at) => switchedOff(at).length === 1 && at.now.facts.counts.maps === 1,
  came(at) {
    const { r2, r2Whole, change } = photoOf(at);
    if (Math.abs(r2Whole - r2) < UNSEEN) return 2;
    return change.colour > change.grey ? 0 : 1;
  },
  says(at) {
    const { r2, r2Whole, change } = photoOf(at);
    const [map] = switchedOff(at);
    const fell = `R² went from ${formatExplained(r2Whole)} to ${formatExplained(r2)}`;
    if (Math.abs(r2Whole - r2) < UNSEEN)
      return `Without map ${map + 1} hardly anything changed: ${fell}. The others see enough. Try another, and compare.`;
    const [colour, grey] = [change.colour, change.grey].map(formatPercent);
    return `Without map ${map + 1} ${fell}. ${colour} of the colour is gone, and ${grey} of light and dark. The other maps do not make up for it.`;
  },
};

/** Whether many coins were asked for in the scene, and all are counted. @param {At} at */
function averaged({ memory, now }) {
  return Boolean(
    memory.asked && now.facts.averages && now.facts.averages.n === now.facts.averages.of,
  );
}

/** @param {At} at */
function noteAsked({ memory, before, now }) {
  if (now.view.many && !before.view.many) memory.asked = true;
}

/** Means over all coins. @param {At} at */
const meansOf = ({ now }) => /** @type {Counted} */ (now.facts.averages);

/** @type {Rules} */
const neighbours = {
  note: noteAsked,
  done: averaged,
  came(at) {
    const { element, spatial } = meansOf(at).ways;
    if (Math.abs(element.left - spatial.left) < ALIKE) return 2;
    return element.left > spatial.left ? 0 : 1;
  },
  says(at) {
    const { of, ways } = meansOf(at);
    const [pixels, maps] = [ways.element, ways.spatial].map(({ left }) => formatExplained(left));
    const shares = [ways.element, ways.spatial].map(({ share }) => formatPercent(share));
    const dropped = `Over ${of} throws of the coins R² is ${pixels} with ${shares[0]} of the pixels off, and ${maps} with ${shares[1]} of the maps off.`;
    if (Math.abs(ways.element.left - ways.spatial.left) < ALIKE)
      return `${dropped} Here it makes no difference.`;
    return ways.element.left > ways.spatial.left
      ? `${dropped} Neighbours of a pixel saw nearly the same; a whole map leaves a gap.`
      : `${dropped} Here single pixels cost more.`;
  },
};

/** The ways from the one that loses the digit most often; with the counts of lost. @param {At} at */
function losses(at) {
  const { of, ways } = meansOf(at);
  return WAYS.map((way, place) => ({
    way,
    place,
    lost: Math.round(of * (1 - ways[way].left)),
  })).sort((one, other) => other.lost - one.lost);
}

/** Whether the first two counts differ by more than chance would make them. @param {At} at */
function isClear(at) {
  const [first, second] = losses(at);
  return first.lost - second.lost > 2 * Math.sqrt(first.lost + second.lost);
}

const LOSES = { element: "single pixels", spatial: "whole maps", block: "squares" };

/** @type {Rules} */
const threeWays = {
  note: noteAsked,
  done: averaged,
  came(at) {
    const places = { element: 0, block: 1, spatial: 2 };
    return isClear(at) ? places[losses(at)[0].way] : -1;
  },
  says(at) {
    const { of, ways } = meansOf(at);
    const found = losses(at).map(({ way, lost }) => `${LOSES[way]} in ${lost}`);
    const counts = `Of ${of} throws the ${at.now.facts.digit} is lost to ${found[0]}, to ${found[1]}, to ${found[2]}.`;
    if (!isClear(at)) return `${counts} The first two are too close to be told apart.`;
    const [first, second] = losses(at);
    const more = ways[first.way].share - ways[second.way].share;
    const why =
      first.way === "spatial"
        ? "What a whole map saw is gone with it."
        : first.way === "block"
          ? "Squares leave a hole in every map. Whole maps leave the others whole."
          : "Single pixels cost it most here.";
    return `${counts} ${why}${more > UNEQUAL ? " But it also drops more." : ""}`;
  },
};

export const SCENES = { one_map: oneMap, neighbours, three_ways: threeWays };
