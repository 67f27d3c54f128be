// A photo, its maps under learned filters with what pooling leaves of them, and the photo rebuilt
// from the pooled maps, from left to right.

import { Backdrop, copied } from "../shared/backdrop.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { listenToMaps } from "./gestures.js";
import { mapCanvas, paintFilter, paintMap, paintPhoto } from "./map_pictures.js";
import { FilterSlide } from "./photo_slide.js";
import { filterLabel, formatExplained } from "./words.js";

/** @import { ConvBlock } from "./arithmetic.js" */
/** @import { MapGestures } from "./gestures.js" */
/** @import { MapColours } from "./map_pictures.js" */
/** @import { PhotoModel } from "./photo_arithmetic.js" */
/** @import { PhotoState } from "./photo_scene.js" */

export class PhotoFlow {
  /** @type {Float64Array} */
  values = new Float64Array(); // of the maps, each after the other
  /** @type {Float64Array | null} */
  shown = null;
  /** @type {MapColours | null} */
  colours = null;

  /** @param {PhotoModel} model @param {MapGestures} gestures */
  constructor({ filters }, gestures) {
    this.filters = filters;
    const { maps, rows, columns } = filters.shape;
    this.photo = photoCanvas(columns, rows, "The photo");
    this.rebuilt = photoCanvas(columns, rows, "The photo rebuilt from its pooled maps");
    this.credit = element("div", { class: "part-note" });
    this.explains = element("div", { class: "explains" });
    this.tiles = Array.from({ length: maps }, (_, map) => this.buildTile(map));
    this.title = element("button", {
      type: "button",
      class: "part-title",
      title: `${filters.side}×${filters.side} filters learned from patches, ReLU; pooled: ${columns / 2}×${rows / 2}. Press to switch all maps off, or on again`,
      onClick: () => gestures.onBlock(0),
    });
    this.slide = new FilterSlide(
      filters,
      this.photo,
      (map) => this.tiles[map].whole.box,
      (map) => this.values.subarray(map * rows * columns, (map + 1) * rows * columns),
    );
    const part = (/** @type {HTMLElement[]} */ ...children) =>
      element("div", { class: "part" }, ...children);
    const named = (/** @type {string} */ text) => element("div", { class: "part-title", text });
    this.node = element(
      "div",
      { class: "flow photo-flow" },
      part(named("photo"), element("div", {}, this.slide.over, this.credit, ...this.slide.nodes)),
      part(this.title, element("div", { class: "maps" }, ...this.tiles.map(({ node }) => node))),
      part(named("rebuilt from the maps"), element("div", {}, this.rebuilt, this.explains)),
    );
    this.backdrop = new Backdrop(this.node);
    this.backdrop.add(this.tiles.flatMap(({ whole, half, kernel }) => [whole, half, kernel]));
    listenToMaps(this.node, gestures);
  }

  /** @param {number} map */
  buildTile(map) {
    const { rows, columns } = this.filters.shape;
    const canvas = mapCanvas(columns, rows, 1);
    const pooled = mapCanvas(columns / 2, rows / 2, 1);
    const filter = mapCanvas(this.filters.side, this.filters.side, 1);
    const box = (/** @type {string} */ name) => element("div", { class: name });
    const whole = copied(box("map-picture"), canvas, true);
    const half = copied(box("pooled"), pooled, true);
    const kernel = copied(box("filter"), filter);
    paintFilter(filter, filterWeights(this.filters, map));
    const node = element(
      "div",
      {
        class: "map",
        "data-unit": `1:${map}`,
        role: "button",
        tabindex: map === 0 ? "0" : "-1",
        "aria-pressed": "false",
      },
      whole.box,
      element("div", { class: "beside" }, kernel.box, half.box),
    );
    return { node, canvas, pooled, whole, half, kernel };
  }

  /** @param {PhotoState} state @param {MapColours} colours */
  paint(state, colours) {
    if (this.shown === state.outputs && this.colours === colours) return;
    this.shown = state.outputs;
    this.colours = colours;
    const { rows, columns } = this.filters.shape;
    const n = rows * columns;
    if (this.values !== state.values) this.slide.stop();
    this.values = state.values;
    const { kept } = state.masks[0];
    let on = 0;
    this.tiles.forEach(({ node, canvas, pooled, whole, half }, map) => {
      const left = state.left[map];
      on += left ? 1 : 0;
      setAttr(node, "aria-pressed", left === 0);
      setAttr(node, "aria-label", filterLabel(map, left, n, state.tops[map]));
      const { values, largest } = state;
      const own = { columns, rows, values, kept, start: map * n, largest, colours };
      if (paintMap(canvas, own)) this.backdrop.paint(whole);
      const below = {
        columns: columns / 2,
        rows: rows / 2,
        values: state.pooled,
        kept: null,
        start: (map * n) / 4,
        largest,
        colours,
      };
      if (paintMap(pooled, below)) this.backdrop.paint(half);
    });
    paintPhoto(this.photo, state.photo);
    setText(this.credit, state.credit);
    paintPhoto(this.rebuilt, state.rebuilt);
    setText(this.title, `maps · ${on} of ${this.tiles.length}`);
    setText(this.explains, `R² = ${formatExplained(state.explained)}`);
  }
}

/** @param {number} columns @param {number} rows @param {string} label */
export function photoCanvas(columns, rows, label) {
  return element("canvas", {
    class: "photo",
    width: columns,
    height: rows,
    role: "img",
    "aria-label": label,
  });
}

/** @param {ConvBlock} filters @param {number} map */
export function filterWeights({ nIn, side, kernels }, map) {
  return kernels.subarray(map * nIn * side * side, (map + 1) * nIn * side * side);
}
