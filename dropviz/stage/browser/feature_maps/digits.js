// The digits of "Feature maps": what a view means, what gestures on its maps write, and the parts
// that show it.

import { argmax } from "../shared/arithmetic.js";
import { setAttr } from "../shared/elements.js";
import {
  convForward,
  decodeConvNetwork,
  mapMask,
  pixelsOfMap,
  shareDropped,
} from "./arithmetic.js";
import { FeatureFlow, imageName } from "./flow.js";
import { mapCanvas, mapColours, paintMap } from "./map_pictures.js";
import { scatteredCoins } from "./photo_arithmetic.js";
import { FeaturePanel } from "./panel.js";
import { DigitsVerdict } from "./ways.js";
import { WAYS, countOff, featureCaption } from "./words.js";

/** @import { Coins, CoinRows } from "../shared/coins.js" */
/** @import { DigitChooser } from "../shared/digit_chooser.js" */
/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { ConvPass, MapMask, Way } from "./arithmetic.js" */
/** @import { MapGestures } from "./gestures.js" */
/** @import { MapColours } from "./map_pictures.js" */
/** @import { FeatureMapsPayload, FeatureMapsView } from "./payload.d.ts" */
/** @import { Averages, Counted } from "./averages.js" */
/** @import { CoinWay } from "./words.js" */

/** @typedef {ReturnType<DigitsScene["evaluate"]>} DigitsState */

const MANY_COINS = 200;
const HEX = "0123456789abcdef";

// 4 to a hexadecimal digit, the first one highest; all 0 where there is no text.
/** @param {string} hex @param {number} n */
export function bitsOf(hex, n) {
  const bits = new Uint8Array(n);
  for (let i = 0; i < n && hex; i++) bits[i] = (HEX.indexOf(hex[i >> 2]) >> (3 - (i & 3))) & 1;
  return bits;
}

/** @param {Uint8Array} bits */
export function hexOf(bits) {
  let text = "";
  for (let i = 0; i < bits.length; i += 4)
    text += HEX[8 * bits[i] + 4 * bits[i + 1] + 2 * bits[i + 2] + bits[i + 3]];
  return bits.some(Boolean) ? text : "";
}

export class DigitsScene {
  /** @type {[block: number, map: number]} */
  focus = [0, 0];
  /** @type {DigitsState | null} */
  last = null;

  /**
   * @param {HTMLElement} root
   * @param {ViewStore<FeatureMapsView>} store
   * @param {FeatureMapsPayload} data
   * @param {CoinRows} coins
   * @param {DigitChooser<FeatureMapsView>} chooser
   */
  constructor(root, store, data, coins, chooser) {
    this.networks = Object.fromEntries(
      Object.entries(data.networks).map(([name, packed]) => [name, decodeConvNetwork(packed)]),
    );
    this.shapes = this.networks[data.first].blocks.map(({ shape }) => shape);
    this.root = root;
    this.store = store;
    this.coins = coins;
    this.chooser = chooser;
    const gestures = this.gestures();
    this.flow = new FeatureFlow(this.shapes, gestures);
    this.panel = new FeaturePanel(this.shapes, gestures);
    this.ways = WAYS.map((way) => new DigitsVerdict(way, this.shapes));
    this.read = mapCanvas(8, 8, 8); // beside the ways, where a scene shows no more of the network
    this.read.className = "way-digit";
    setAttr(this.read, "role", "img");
    this.read.removeAttribute("aria-hidden");
  }

  // --- what the view means ---

  /** @param {number} block @returns {[start: number, end: number]} */
  pixelsFrom(block) {
    const n = this.shapes[block].maps * pixelsOfMap(this.shapes[block]);
    const start = block ? this.shapes[0].maps * pixelsOfMap(this.shapes[0]) : 0;
    return [start, start + n];
  }

  /** @param {number} block @returns {[start: number, end: number]} */
  mapsFrom(block) {
    const start = block ? this.shapes[0].maps : 0;
    return [start, start + this.shapes[block].maps];
  }

  // The masks of both blocks under one way; what is done by hand only where `byHand`.
  /** @param {FeatureMapsView} view @param {Way} way @param {boolean} byHand */
  masksOf(view, way, byHand) {
    const u = this.coins.of(view.seed);
    const off = byHand && view.pixels ? bitsOf(view.pixels, u.length) : null;
    return this.shapes.map((shape, block) =>
      mapMask(way, u.subarray(...this.pixelsFrom(block)), shape, {
        p: view.p,
        block: view.block,
        off: off?.subarray(...this.pixelsFrom(block)),
        forced: byHand ? view.mask.slice(...this.mapsFrom(block)) : "",
      }),
    );
  }

  /** @param {FeatureMapsView} view */
  evaluate(view) {
    const network = this.networks[view.network];
    const image = this.chooser.inputOf(view);
    /** @param {MapMask[]} masks */
    const passed = (masks) => {
      const multipliers = masks.map((mask) => mask.multipliers);
      return convForward(network, image, multipliers);
    };
    const whole = convForward(network, image);
    const masks = this.masksOf(view, view.way, true);
    const pass = passed(masks);
    /** @param {CoinWay} way */
    const alone = (way) => {
      const own = this.masksOf(view, way, false);
      return { masks: own, pass: passed(own), share: shareDropped(own) };
    };
    const ways = { element: alone("element"), spatial: alone("spatial"), block: alone("block") };
    // One scale for all maps of a block, above and in the three ways.
    const largest = this.shapes.map((_, block) =>
      Math.max(...whole.blocks[block].values, ...pass.blocks[block].values),
    );
    return {
      view,
      network,
      image,
      masks,
      pass,
      whole,
      ways,
      largest,
      counts: countOff(masks, this.shapes),
      before: argmax(whole.probabilities),
      after: argmax(pass.probabilities),
      label: view.drawn ? -1 : this.chooser.labels[view.image],
    };
  }

  // What each way costs this digit over many rows of coins.
  /** @param {FeatureMapsView} view @param {Averages} averages */
  averages(view, averages) {
    const network = this.networks[view.network];
    const image = this.chooser.inputOf(view);
    const digit = argmax(convForward(network, image).probabilities);
    const { p, block } = view;
    const key = [view.network, view.drawn || view.image, p, block].join();
    const n = this.pixelsFrom(1)[1];
    const of = (/** @type {CoinWay} */ way, /** @type {Float32Array} */ u) => {
      const masks = this.shapes.map((shape, depth) =>
        mapMask(way, u.subarray(...this.pixelsFrom(depth)), shape, { p, block }),
      );
      const pass = convForward(
        network,
        image,
        masks.map(({ multipliers }) => multipliers),
      );
      return { share: shareDropped(masks), left: argmax(pass.probabilities) === digit ? 1 : 0 };
    };
    return averages.of(key, MANY_COINS, (row) => {
      const u = scatteredCoins(row, n);
      return { element: of("element", u), spatial: of("spatial", u), block: of("block", u) };
    });
  }

  // What the network says with one map switched over.
  /** @param {DigitsState} state @param {[block: number, map: number]} place */
  switchedOver({ network, image, masks }, [block, map]) {
    const n = pixelsOfMap(this.shapes[block]);
    const multipliers = masks.map((mask) => Float64Array.from(mask.multipliers));
    const on = masks[block].kept.subarray(map * n, (map + 1) * n).some(Boolean);
    multipliers[block].fill(on ? 0 : masks[block].factors[map], map * n, (map + 1) * n);
    return convForward(network, image, multipliers);
  }

  // --- gestures ---

  // Writes what maps keep by hand.
  /** @param {[block: number, map: number, kept: Uint8Array][]} wanted 1 or 0 a pixel */
  keepByHand(wanted) {
    const view = this.store.view;
    const masks = this.masksOf(view, view.way, true);
    const mask = [...(view.mask || "-".repeat(this.mapsFrom(1)[1]))];
    const off = bitsOf(view.pixels, this.pixelsFrom(1)[1]);
    for (const [block, map, kept] of wanted) {
      const n = kept.length;
      const byCoins = masks[block].byCoins.subarray(map * n, (map + 1) * n);
      const sign = kept.every((keep, i) => keep === byCoins[i])
        ? "-"
        : kept.some(Boolean)
          ? "1"
          : "0";
      mask[this.mapsFrom(block)[0] + map] = sign;
      const start = this.pixelsFrom(block)[0] + map * n;
      for (let i = 0; i < n; i++) off[start + i] = sign === "1" && !kept[i] ? 1 : 0;
    }
    const text = mask.join("");
    this.store.change({ mask: /[01]/.test(text) ? text : "", pixels: hexOf(off) });
  }

  // The store's view may be newer than the last repaint.
  /** @param {number} block @param {number} map */
  keptNow(block, map) {
    const n = pixelsOfMap(this.shapes[block]);
    return this.masksOf(this.store.view, this.store.view.way, true)[block].kept.slice(
      map * n,
      (map + 1) * n,
    );
  }

  /** @returns {MapGestures & {onInk: (pixel: number, event: Event) => void}} */
  gestures() {
    /** @param {number} block @param {number} keep */
    const all = (block, keep) => new Uint8Array(pixelsOfMap(this.shapes[block])).fill(keep);
    return {
      onMap: (block, map) =>
        this.keepByHand([[block, map, all(block, this.keptNow(block, map).some(Boolean) ? 0 : 1)]]),
      onPixel: (block, map, pixel, keep) => {
        const kept = this.keptNow(block, map);
        kept[pixel] = keep ? 1 : 0;
        this.keepByHand([[block, map, kept]]);
      },
      onBlock: (block) => {
        const keep = this.last?.masks[block].kept.some(Boolean) ? 0 : 1;
        this.keepByHand(
          Array.from({ length: this.shapes[block].maps }, (_, map) => [
            block,
            map,
            all(block, keep),
          ]),
        );
      },
      isKept: (block, map, pixel) => Boolean(this.keptNow(block, map)[pixel]),
      onFocus: (block, map) => {
        if (this.focus[0] === block && this.focus[1] === map) return;
        this.focus = [block, map];
        this.paintLarge(mapColours(this.root)); // the network itself has not changed
      },
      onInk: (pixel, event) => this.chooser.ink(pixel, event),
    };
  }

  // --- painting ---

  /** @param {MapColours} colours */
  paintLarge(colours) {
    if (!this.last) return;
    this.panel.paintMap(this.last, this.focus, this.switchedOver(this.last, this.focus), colours);
  }

  /** @param {FeatureMapsView} view @param {MapColours} colours @param {Counted | null} averages */
  paint(view, colours, averages) {
    const state = (this.last = this.evaluate(view));
    this.flow.paint(state, colours, this.chooser.drawing);
    this.panel.paintFigures(state);
    this.paintLarge(colours);
    for (const card of this.ways) card.paint(state, colours, averages);
    this.read.hidden = !view.scene;
    setAttr(this.read, "aria-label", imageName(state));
    paintMap(this.read, {
      columns: 8,
      rows: 8,
      values: state.image,
      kept: null,
      largest: 1,
      colours,
    });
    setAttr(this.root, "data-prediction", state.after);
    const { counts, before: digit } = state;
    return { counts, caption: featureCaption(state), digit, photo: null };
  }
}
