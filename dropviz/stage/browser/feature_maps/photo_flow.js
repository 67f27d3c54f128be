// @ts-nocheck
// A photo, its maps under learned filters with what pooling leaves of them, and the photo rebuilt
// from the pooled maps, from left to right.

import { element, setAttr, setText } from "../shared/elements.js";
import { listenToMaps } from "./gestures.js";
import { paintFilter, paintMap, paintPhoto } from "./map_pictures.js";
import { filterLabel, formatExplained } from "./words.js";

export class PhotoFlow {
  // gestures: as listenToMaps, and onBlock()
  constructor({ filters }, gestures) {
    this.filters = filters;
    const { maps, rows, columns } = filters.shape;
    this.photo = photoCanvas(columns, rows, "The photo");
    this.rebuilt = photoCanvas(columns, rows, "The photo rebuilt from its pooled maps");
    this.credit = element("div", { class: "part-note" });
    this.explains = element("div", { class: "part-note" });
    this.tiles = Array.from({ length: maps }, (_, map) => this.buildTile(map));
    this.title = element("button", {
      type: "button",
      class: "part-title",
      title: "Switch all maps off, or on again",
      onClick: () => gestures.onBlock(0),
    });
    const part = (title, note, body) => element("div", { class: "part" }, title, note, body);
    const named = (text) => element("div", { class: "part-title", text });
    const noted = (text) => element("div", { class: "part-note", text });
    this.node = element(
      "div",
      { class: "flow photo-flow" },
      part(named("photo"), this.credit, this.photo),
      part(
        this.title,
        noted(
          `${filters.side}×${filters.side} filters learned from patches, ReLU; pooled: ${columns / 2}×${rows / 2}`,
        ),
        element("div", { class: "maps" }, ...this.tiles.map(({ node }) => node)),
      ),
      part(named("rebuilt from the pooled maps"), this.explains, this.rebuilt),
    );
    listenToMaps(this.node, gestures);
  }

  buildTile(map) {
    const { rows, columns } = this.filters.shape;
    const canvas = element("canvas", { width: columns, height: rows, "aria-hidden": "true" });
    const pooled = element("canvas", {
      class: "pooled",
      width: columns / 2,
      height: rows / 2,
      "aria-hidden": "true",
    });
    const filter = element("canvas", {
      class: "filter",
      width: this.filters.side,
      height: this.filters.side,
      "aria-hidden": "true",
    });
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
      element("div", { class: "map-picture" }, canvas),
      element("div", { class: "beside" }, filter, pooled),
    );
    return { node, canvas, pooled };
  }

  // state: see PhotoScene.
  paint(state, colours) {
    if (this.shown === state.squares && this.colours === colours) return;
    Object.assign(this, { shown: state.squares, colours });
    const { rows, columns } = this.filters.shape;
    const n = rows * columns;
    const { kept } = state.masks[0];
    let on = 0;
    this.tiles.forEach(({ node, canvas, pooled }, map) => {
      const left = state.left[map];
      on += left > 0;
      setAttr(node, "aria-pressed", left === 0);
      setAttr(node, "aria-label", filterLabel(map, left, n, state.tops[map]));
      paintMap(canvas, {
        columns,
        rows,
        values: state.values,
        kept,
        start: map * n,
        largest: state.largest,
        colours,
      });
      paintMap(pooled, {
        columns: columns / 2,
        rows: rows / 2,
        values: state.pooled,
        kept: null,
        start: (map * n) / 4,
        largest: state.largest,
        colours,
      });
    });
    paintPhoto(this.photo, state.photo);
    setText(this.credit, state.credit);
    paintPhoto(this.rebuilt, state.rebuilt);
    setText(this.title, `maps · ${on} of ${this.tiles.length}`);
    setText(this.explains, `R² = ${formatExplained(state.explained)}`);
  }
}

export function photoCanvas(columns, rows, label) {
  return element("canvas", {
    class: "photo",
    width: columns,
    height: rows,
    role: "img",
    "aria-label": label,
  });
}

export function filterWeights({ nIn, side, kernels }, map) {
  return kernels.subarray(map * nIn * side * side, (map + 1) * nIn * side * side);
}
