// The convolutional network from left to right: digit, maps of both blocks with what pooling leaves
// of them, classes.

import { argmax } from "../shared/arithmetic.js";
import { Backdrop, copied } from "../shared/backdrop.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { formatPercent } from "../shared/format.js";
import { countKeptBetween, pixelsOfMap } from "./arithmetic.js";
import { listenToMaps } from "./gestures.js";
import { InkGrid } from "./input.js";
import { mapCanvas, paintMap } from "./map_pictures.js";
import { mapLabel } from "./words.js";

/** @import { MapShape } from "./arithmetic.js" */
/** @import { DigitsState } from "./digits.js" */
/** @import { MapGestures } from "./gestures.js" */
/** @import { MapColours } from "./map_pictures.js" */

const SHOWN_FROM = 0.01; // the bars of others say enough
const CELLS = [8, 12]; // canvas units a pixel in each block, as on a wide screen

export class FeatureFlow {
  /** @param {MapShape[]} shapes @param {MapGestures & {onInk: (pixel: number, event: Event) => void}} gestures */
  constructor(shapes, gestures) {
    this.shapes = shapes;
    this.input = new InkGrid(gestures.onInk);
    this.blocks = shapes.map((shape, block) => this.buildBlock(shape, block, gestures.onBlock));
    this.outputs = Array.from({ length: 10 }, (_, digit) => this.buildOutput(digit));
    this.node = element(
      "div",
      { class: "flow" },
      element(
        "div",
        { class: "part" },
        element("div", { class: "part-title", text: "input", title: "8×8 pixels" }),
        this.input.node,
      ),
      ...this.blocks.map(({ part }) => part),
      element(
        "div",
        { class: "part" },
        element("div", { class: "part-title", text: "output: probability" }),
        element("div", { class: "classes" }, ...this.outputs.map(({ node }) => node)),
      ),
    );
    this.backdrop = new Backdrop(this.node);
    for (const { tiles } of this.blocks)
      this.backdrop.add(tiles.flatMap(({ whole, half }) => [whole, half]));
    listenToMaps(this.node, gestures);
  }

  /** @param {MapShape} shape @param {number} block @param {(block: number) => void} onBlock */
  buildBlock({ maps, rows, columns }, block, onBlock) {
    const title = element("button", {
      type: "button",
      class: "part-title",
      "data-block": block,
      title: `3×3 kernels, ReLU: ${rows}×${columns} pixels; pooled: ${rows / 2}×${columns / 2}. Press to switch this whole block off, or on again`,
      onClick: () => onBlock(block),
    });
    const tiles = Array.from({ length: maps }, (_, map) => {
      const canvas = mapCanvas(columns, rows, CELLS[block]);
      const pooled = mapCanvas(columns / 2, rows / 2, CELLS[block]);
      const whole = copied(element("div", { class: "map-picture" }), canvas);
      const half = copied(element("div", { class: "pooled" }), pooled);
      const node = element(
        "div",
        {
          class: "map",
          "data-unit": `${block + 1}:${map}`,
          "data-columns": columns,
          "data-rows": rows,
          role: "button",
          tabindex: map === 0 ? "0" : "-1",
          "aria-pressed": "false",
        },
        whole.box,
        half.box,
      );
      return { node, canvas, pooled, whole, half };
    });
    const part = element(
      "div",
      { class: `part block-${block + 1}` },
      title,
      element("div", { class: "maps" }, ...tiles.map(({ node }) => node)),
    );
    return { part, title, tiles };
  }

  /** @param {number} digit */
  buildOutput(digit) {
    const bar = element("span", { class: "output-bar" });
    const percent = element("span", { class: "output-percent" });
    const node = element(
      "div",
      { class: "class-row", "data-output": digit },
      element("span", { class: "output-dot" }),
      element("span", { class: "output-label", text: digit }),
      bar,
      percent,
    );
    return { node, bar, percent };
  }

  // drawing: whether someone draws on the input.
  /** @param {DigitsState} state @param {MapColours} colours @param {boolean} drawing */
  paint(state, colours, drawing) {
    this.input.paint(state.image, imageName(state), drawing);
    this.blocks.forEach((block, depth) => this.paintBlock(block, depth, state, colours));
    const best = argmax(state.pass.probabilities);
    this.outputs.forEach(({ node, bar, percent }, digit) => {
      const share = state.pass.probabilities[digit];
      bar.style.setProperty("--share", share.toFixed(4));
      setText(percent, share >= SHOWN_FROM ? formatPercent(share) : "");
      node.classList.toggle("best", digit === best);
      node.classList.toggle("target", digit === state.label);
    });
  }

  /** @param {this["blocks"][number]} block @param {number} depth @param {DigitsState} state @param {MapColours} colours */
  paintBlock({ title, tiles }, depth, state, colours) {
    const shape = this.shapes[depth];
    const { rows, columns } = shape;
    const n = pixelsOfMap(shape);
    const { values, pooled } = state.pass.blocks[depth];
    const { kept } = state.masks[depth];
    const largest = state.largest[depth];
    let on = 0;
    tiles.forEach(({ node, canvas, pooled: small, whole, half }, map) => {
      const left = countKeptBetween(kept, map * n, (map + 1) * n);
      on += left ? 1 : 0;
      setAttr(node, "aria-pressed", left === 0);
      setAttr(node, "aria-label", mapLabel(depth, map, left, n, largestOf(values, map, n)));
      const own = { values, kept, start: map * n, columns, rows, largest, colours };
      if (paintMap(canvas, own)) this.backdrop.paint(whole);
      const below = {
        values: pooled,
        kept: null,
        start: (map * n) / 4,
        columns: columns / 2,
        rows: rows / 2,
        largest,
        colours,
      };
      if (paintMap(small, below)) this.backdrop.paint(half);
    });
    setText(title, `block ${depth + 1} · ${on} of ${tiles.length} maps`);
  }
}

/** @param {DigitsState} state */
export const imageName = ({ view, label }) =>
  view.drawn ? "Your drawing" : `The image: ${label === 8 ? "an" : "a"} ${label}`;

/** @param {ArrayLike<number>} values @param {number} map @param {number} n */
export function largestOf(values, map, n) {
  let largest = 0;
  for (let i = map * n; i < (map + 1) * n; i++) largest = Math.max(largest, values[i]);
  return largest;
}
