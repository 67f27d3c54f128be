// @ts-nocheck
// The photographs of "Feature maps": what a view means, what gestures on maps write, and the parts
// that show it.

import { argmax, decodeBytes } from "../shared/arithmetic.js";
import { setAttr } from "../shared/elements.js";
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
  decodedSquares,
  explainedShare,
  photoMaps,
  scatteredCoins,
  unfolded,
} from "./photo_arithmetic.js";
import { PhotoFlow } from "./photo_flow.js";
import { PhotoPanel, PhotoVerdict } from "./photo_panel.js";
import { WAY_NAMES, wayCards } from "./ways.js";
import { countOff, photoCaption } from "./words.js";

const N_REMEMBERED = 8; // masks whose photos are kept: those of the three ways, and some by hand

export class PhotoScene {
  constructor(root, store, packed) {
    const model = decodePhotoFilters(packed);
    const photos = Object.fromEntries(
      Object.entries(packed.photos).map(([name, bytes]) => [
        name,
        Float32Array.from(decodeBytes(bytes), (level) => level / 255),
      ]),
    );
    Object.assign(this, {
      root,
      store,
      model,
      photos,
      credits: packed.credits,
      shape: model.filters.shape,
      shapes: [model.filters.shape],
      seen: {},
      coins: {},
      rebuilt: new Map(),
      focus: null,
      last: null,
    });
    this.flow = new PhotoFlow(model, this.gestures());
    this.panel = new PhotoPanel(model);
    this.ways = wayCards((way) => new PhotoVerdict(way, model));
  }

  // --- what the view means ---

  // What does not change with the mask: maps, their largest values, what all of them rebuild.
  seenIn(name) {
    if (this.seen[name]) return this.seen[name];
    const values = photoMaps(this.model, this.photos[name]);
    const n = pixelsOfMap(this.shape);
    const tops = Array.from({ length: this.shape.maps }, (_, map) => largestOf(values, map, n));
    const all = unfolded(
      decodedSquares(this.model, pooledMaps(this.shape, values)),
      this.shape.rows,
      this.shape.columns,
    );
    return (this.seen[name] = {
      values,
      tops,
      largest: Math.max(...tops),
      explainedByAll: explainedShare(this.photos[name], all),
    });
  }

  maskOf(view, way, forced) {
    if (this.coins.seed !== view.seed)
      this.coins = {
        seed: view.seed,
        u: scatteredCoins(view.seed, this.shape.maps * pixelsOfMap(this.shape)),
      };
    return mapMask(way, this.coins.u, this.shape, { p: view.p, block: view.block, forced });
  }

  // The pooled maps under a mask, and the photo rebuilt from them.
  rebuiltUnder(view, way, forced) {
    const key = [
      view.photo,
      way,
      forced,
      ...(way === "hand" ? [] : [view.p, view.block, view.seed]),
    ].join();
    if (this.rebuilt.has(key)) return this.rebuilt.get(key);
    const mask = this.maskOf(view, way, forced);
    const pooled = pooledProduct(this.shape, this.seenIn(view.photo).values, mask.multipliers);
    const squares = decodedSquares(this.model, pooled);
    const rebuilt = unfolded(squares, this.shape.rows, this.shape.columns);
    const found = {
      masks: [mask],
      pooled,
      squares,
      rebuilt,
      explained: explainedShare(this.photos[view.photo], rebuilt),
      share: shareDropped([mask]),
    };
    this.rebuilt.set(key, found);
    if (this.rebuilt.size > N_REMEMBERED) this.rebuilt.delete(this.rebuilt.keys().next().value);
    return found;
  }

  evaluate(view) {
    const pass = this.rebuiltUnder(view, view.way, view.photo_mask);
    const ways = Object.fromEntries(
      Object.keys(WAY_NAMES).map((way) => [way, this.rebuiltUnder(view, way, "")]),
    );
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
      ways,
      counts: countOff(pass.masks, [this.shape]),
    };
  }

  // --- gestures ---

  // wanted: [[map, keep]]
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
    this.store.change({ photo_mask: text.includes("0") || text.includes("1") ? text : "" });
  }

  isOn(map) {
    const n = pixelsOfMap(this.shape);
    return this.maskOf(this.store.view, this.store.view.way, this.store.view.photo_mask)
      .kept.subarray(map * n, (map + 1) * n)
      .some(Boolean);
  }

  gestures() {
    return {
      onMap: (_, map) => this.keepByHand([[map, this.isOn(map) ? 0 : 1]]),
      onBlock: () => {
        const keep = this.last.left.some(Boolean) ? 0 : 1;
        this.keepByHand(this.last.left.map((_, map) => [map, keep]));
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
  switchedOver({ values, pooled, squares, masks, left, photo }, map) {
    const { rows, columns } = this.shape;
    const n = rows * columns;
    const changed = squares.slice();
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

  paintLarge(colours) {
    this.panel.paintMap(this.last, this.focus, this.switchedOver(this.last, this.focus), colours);
  }

  paint(view, colours) {
    const state = (this.last = this.evaluate(view));
    this.focus ??= argmax(state.tops);
    this.flow.paint(state, colours);
    this.panel.paintFigures(state);
    this.paintLarge(colours);
    for (const card of this.ways) card.paint(state, colours);
    setAttr(this.root, "data-prediction", "");
    setAttr(this.root, "data-explained", state.explained.toFixed(4));
    return { counts: state.counts, caption: photoCaption(view, state) };
  }
}
