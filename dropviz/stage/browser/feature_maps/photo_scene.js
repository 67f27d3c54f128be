// The photographs of "Feature maps": what a view means, what gestures on maps write, and the parts
// that show it.

import { argmax, decodeBytes } from "../shared/arithmetic.js";
import { setAttr } from "../shared/elements.js";
import { InTurns } from "../shared/turns.js";
import {
  countKeptBetween,
  mapMask,
  pixelsOfMap,
  pooledMaps,
  pooledProduct,
  shareDropped,
} from "./arithmetic.js";
import { largestOf } from "./flow.js";
import { mapColours } from "./map_pictures.js";
import {
  addDecoded,
  decodePhotoFilters,
  decodedOutputs,
  explainedShare,
  photoMaps,
  scatteredCoins,
  unfolded,
} from "./photo_arithmetic.js";
import { PhotoFlow } from "./photo_flow.js";
import { PhotoPanel, PhotoVerdict } from "./photo_panel.js";
import { WAYS, countOff, photoCaption } from "./words.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { MapMask, Way } from "./arithmetic.js" */
/** @import { MapGestures } from "./gestures.js" */
/** @import { MapColours } from "./map_pictures.js" */
/** @import { Averages, Counted } from "./averages.js" */
/** @import { FeatureMapsView, PackedPhotoFilters } from "./payload.d.ts" */
/** @import { CoinWay } from "./words.js" */

/** @typedef {ReturnType<PhotoScene["evaluate"]>} PhotoState */

/**
 * What does not change with the mask: maps, their largest values and how far these spread, what all
 * of them rebuild.
 * @typedef {{values: Float64Array, tops: number[], spreads: number[], largest: number, all: Float32Array, explainedByAll: number}} Seen
 */

/**
 * The pooled maps under a mask, and the photo rebuilt from them.
 * @typedef {Object} Rebuilt
 * @property {[MapMask]} masks
 * @property {Float64Array} pooled
 * @property {Float64Array} outputs
 * @property {Float32Array} rebuilt
 * @property {number} explained
 * @property {number} share dropped
 */

const N_REMEMBERED = 8; // masks whose photos are kept: those of the three ways, and some by hand

const MANY_COINS = 40;

/**
 * What a picture has lost of its colour, and of its light and dark: 1 is all.
 * @typedef {{colour: number, grey: number}} PhotoChange
 */

/**
 * Squares of what is gone by squares of what there was: of the colours about their grey, and of the
 * greys about their mean.
 * @param {Float32Array} was red, green and blue of each pixel
 * @param {Float32Array} is
 * @returns {PhotoChange}
 */
export function changeOf(was, is) {
  const greyAt = (/** @type {Float32Array} */ photo, /** @type {number} */ i) =>
    (photo[i] + photo[i + 1] + photo[i + 2]) / 3;
  const mean = was.reduce((sum, level) => sum + level, 0) / was.length;
  const [gone, all] = [0, 1].map(() => ({ colour: 0, grey: 0 }));
  for (let i = 0; i < was.length; i += 3) {
    const [before, after] = [greyAt(was, i), greyAt(is, i)];
    all.grey += (before - mean) ** 2;
    gone.grey += (before - after) ** 2;
    for (let colour = i; colour < i + 3; colour++) {
      all.colour += (was[colour] - before) ** 2;
      gone.colour += (was[colour] - before - (is[colour] - after)) ** 2;
    }
  }
  const share = (/** @type {"colour" | "grey"} */ part) =>
    all[part] ? Math.min(1, gone[part] / all[part]) : 0;
  return { colour: share("colour"), grey: share("grey") };
}

/** The sum of squares about the mean. @param {Float64Array} values */
function spreadOf(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

export class PhotoScene {
  /** @type {Record<string, Seen>} */
  seen = {};
  /** @type {{seed: number, u: Float32Array} | null} */
  coins = null;
  /** @type {Map<string, Rebuilt>} */
  rebuilt = new Map();
  read = null; // a photo is beside its ways already
  focus = -1; // the map that is looked at
  /** @type {PhotoState | null} */
  last = null;
  /** @type {MapColours | null} */
  colours = null;
  /** @type {Counted | null} */
  averaged = null; // over many coins, where that is asked for
  /** @type {{outputs: Float64Array, map: number, share: number} | null} */
  without = null; // what the focused map matters in what is shown

  /** @param {HTMLElement} root @param {ViewStore<FeatureMapsView>} store @param {PackedPhotoFilters} packed */
  constructor(root, store, packed) {
    this.root = root;
    this.store = store;
    this.model = decodePhotoFilters(packed);
    this.photos = Object.fromEntries(
      Object.entries(packed.photos).map(([name, bytes]) => [
        name,
        Float32Array.from(decodeBytes(bytes), (level) => level / 255),
      ]),
    );
    this.credits = packed.credits;
    this.shape = this.model.filters.shape;
    this.shapes = [this.shape];
    this.flow = new PhotoFlow(this.model, this.gestures());
    this.panel = new PhotoPanel(this.model);
    this.ways = WAYS.map((way) => new PhotoVerdict(way, this.model));
    this.cards = new InTurns(this.ways.map((card) => () => this.paintCard(card)));
  }

  // --- what the view means ---

  /** @param {string} name @returns {Seen} */
  seenIn(name) {
    if (this.seen[name]) return this.seen[name];
    const values = photoMaps(this.model, this.photos[name]);
    const n = pixelsOfMap(this.shape);
    const tops = Array.from({ length: this.shape.maps }, (_, map) => largestOf(values, map, n));
    const spreads = tops.map((_, map) => spreadOf(values.subarray(map * n, (map + 1) * n)));
    const all = unfolded(
      decodedOutputs(this.model, pooledMaps(this.shape, values)),
      this.shape.rows,
      this.shape.columns,
    );
    return (this.seen[name] = {
      values,
      tops,
      spreads,
      largest: Math.max(...tops),
      all,
      explainedByAll: explainedShare(this.photos[name], all),
    });
  }

  /** @param {FeatureMapsView} view @param {Way} way @param {string} forced */
  maskOf({ seed, p, block }, way, forced) {
    if (this.coins?.seed !== seed)
      this.coins = { seed, u: scatteredCoins(seed, this.shape.maps * pixelsOfMap(this.shape)) };
    return mapMask(way, this.coins.u, this.shape, { p, block, forced });
  }

  /** @param {FeatureMapsView} view @param {Way} way @param {string} forced @returns {Rebuilt} */
  rebuiltUnder(view, way, forced) {
    const byCoins = way === "hand" ? [] : [view.p, view.block, view.seed];
    const key = [view.photo, way, forced, ...byCoins].join();
    const known = this.rebuilt.get(key);
    if (known) {
      this.rebuilt.delete(key); // to the end of the queue
      this.rebuilt.set(key, known);
      return known;
    }
    const mask = this.maskOf(view, way, forced);
    const pooled = pooledProduct(this.shape, this.seenIn(view.photo).values, mask.multipliers);
    const outputs = decodedOutputs(this.model, pooled);
    const rebuilt = unfolded(outputs, this.shape.rows, this.shape.columns);
    /** @type {Rebuilt} */
    const found = {
      masks: [mask],
      pooled,
      outputs,
      rebuilt,
      explained: explainedShare(this.photos[view.photo], rebuilt),
      share: shareDropped([mask]),
    };
    this.rebuilt.set(key, found);
    for (const oldest of this.rebuilt.keys())
      if (this.rebuilt.size > N_REMEMBERED) this.rebuilt.delete(oldest);
    return found;
  }

  // What each way leaves of this photo over many rows of coins.
  /** @param {FeatureMapsView} view @param {Averages} averages */
  averages({ photo, p, block }, averages) {
    const { values } = this.seenIn(photo);
    const { rows, columns } = this.shape;
    const of = (/** @type {CoinWay} */ way, /** @type {Float32Array} */ u) => {
      const mask = mapMask(way, u, this.shape, { p, block });
      const pooled = pooledProduct(this.shape, values, mask.multipliers);
      const rebuilt = unfolded(decodedOutputs(this.model, pooled), rows, columns);
      return { share: shareDropped([mask]), left: explainedShare(this.photos[photo], rebuilt) };
    };
    return averages.of([photo, p, block].join(), MANY_COINS, (row) => {
      const u = scatteredCoins(row, values.length);
      return { element: of("element", u), spatial: of("spatial", u), block: of("block", u) };
    });
  }

  /** @param {FeatureMapsView} view */
  evaluate(view) {
    const pass = this.rebuiltUnder(view, view.way, view.photo_mask);
    const n = pixelsOfMap(this.shape);
    const left = Array.from({ length: this.shape.maps }, (_, map) =>
      countKeptBetween(pass.masks[0].kept, map * n, (map + 1) * n),
    );
    return {
      view,
      ...this.seenIn(view.photo),
      ...pass,
      left,
      photo: this.photos[view.photo],
      credit: this.credits[view.photo],
      counts: countOff(pass.masks, [this.shape]),
    };
  }

  // --- gestures ---

  /** @param {[map: number, keep: number][]} wanted */
  keepByHand(wanted) {
    const view = this.store.view;
    const mask = [...(view.photo_mask || "-".repeat(this.shape.maps))];
    const n = pixelsOfMap(this.shape);
    const { byCoins } = this.maskOf(view, view.way, view.photo_mask);
    for (const [map, keep] of wanted) {
      const same = byCoins.subarray(map * n, (map + 1) * n).every((kept) => kept === keep);
      mask[map] = same ? "-" : String(keep);
    }
    const text = mask.join("");
    this.store.change({ photo_mask: /[01]/.test(text) ? text : "" });
  }

  /** @param {number} map */
  isOn(map) {
    const n = pixelsOfMap(this.shape);
    return this.maskOf(this.store.view, this.store.view.way, this.store.view.photo_mask)
      .kept.subarray(map * n, (map + 1) * n)
      .some(Boolean);
  }

  /** @returns {MapGestures} */
  gestures() {
    return {
      onMap: (_, map) => this.keepByHand([[map, this.isOn(map) ? 0 : 1]]),
      onBlock: () => {
        const left = this.last?.left ?? [];
        const keep = left.some(Boolean) ? 0 : 1;
        this.keepByHand(left.map((_, map) => [map, keep]));
      },
      onFocus: (_, map) => {
        if (this.focus === map) return;
        this.focus = map;
        this.paintLarge(mapColours(this.root));
      },
    };
  }

  // --- painting ---

  // R² with one map switched over: only its part of what is decoded changes.
  /** @param {PhotoState} state @param {number} map */
  switchedOver({ values, pooled, outputs, masks, left, photo }, map) {
    const { rows, columns } = this.shape;
    const n = rows * columns;
    const changed = outputs.slice();
    if (left[map])
      addDecoded(changed, this.model, pooled.subarray((map * n) / 4, ((map + 1) * n) / 4), map, -1);
    else {
      const own = values
        .slice(map * n, (map + 1) * n)
        .map((value) => value * masks[0].factors[map]);
      addDecoded(changed, this.model, pooledMaps({ maps: 1, rows, columns }, own), map);
    }
    return explainedShare(photo, unfolded(changed, rows, columns));
  }

  /** @param {MapColours} colours */
  paintLarge(colours) {
    if (!this.last) return;
    const { outputs } = this.last;
    if (this.without?.outputs !== outputs || this.without.map !== this.focus)
      this.without = { outputs, map: this.focus, share: this.switchedOver(this.last, this.focus) };
    this.panel.paintMap(this.last, this.focus, this.without.share, colours);
    this.flow.slide.look(this.focus);
  }

  /** @param {PhotoVerdict} card */
  paintCard(card) {
    if (!this.last || !this.colours) return;
    const under = this.rebuiltUnder(this.last.view, card.way, "");
    card.paint(this.last, under, this.colours, this.averaged);
  }

  /** @param {FeatureMapsView} view @param {MapColours} colours @param {Counted | null} averages */
  paint(view, colours, averages) {
    const state = (this.last = this.evaluate(view));
    if (this.focus < 0) this.focus = argmax(state.spreads);
    this.flow.paint(state, colours);
    this.panel.paintFigures(state);
    this.paintLarge(colours);
    Object.assign(this, { colours, averaged: averages });
    this.cards.ask();
    setAttr(this.root, "data-prediction", "");
    setAttr(this.root, "data-explained", state.explained.toFixed(4));
    const { counts, explained: r2, explainedByAll: r2Whole } = state;
    const change = changeOf(this.seenIn(view.photo).all, state.rebuilt);
    const photo = { r2, r2Whole, change };
    return { counts, caption: photoCaption(state), digit: -1, photo };
  }
}
