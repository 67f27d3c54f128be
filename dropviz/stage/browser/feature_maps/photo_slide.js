// One filter slides over the photo, square by square, and its map grows with it.

import { argmax } from "../shared/arithmetic.js";
import { button } from "../shared/controls.js";
import { element, part, setText } from "../shared/elements.js";

/** @import { ConvBlock } from "./arithmetic.js" */

const BANDS = 8; // rows of squares that are shown; each stands for some rows of pixels
const BAND_MS = 450;

/**
 * Left and top of the square at a place of the map, and its size, as shares of the photo's sides.
 * @param {ConvBlock} filters @param {number} at @returns {{left: number, top: number, width: number, height: number}}
 */
export function squareAt({ side, shape: { rows, columns } }, at) {
  const [x, y] = [at % columns, Math.floor(at / columns)];
  return {
    left: (x - (side - 1) / 2) / columns,
    top: (y - (side - 1) / 2) / rows,
    width: side / columns,
    height: side / rows,
  };
}

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(2)}%`;

export class FilterSlide {
  map = 0; // the one whose filter slides
  frame = 0;

  /**
   * @param {ConvBlock} filters
   * @param {HTMLElement} photo
   * @param {(map: number) => HTMLElement} pictureOf a map
   * @param {(map: number) => ArrayLike<number>} valuesOf a map
   */
  constructor(filters, photo, pictureOf, valuesOf) {
    this.filters = filters;
    this.pictureOf = pictureOf;
    this.valuesOf = valuesOf;
    this.square = element("div", { class: "slide-square", hidden: true });
    this.cover = element("div", { class: "slide-cover" });
    this.button = button("", "The filter meets one square of the photo after another", () =>
      this.start(),
    );
    this.note = element("div", { class: "part-note slide-note" });
    this.over = element("div", { class: "slide-over" }, photo, this.square);
    this.nodes = part("slide", this.button, this.note);
    this.look(0);
  }

  /** At another map. @param {number} map */
  look(map) {
    if (this.frame) return;
    this.map = map;
    setText(this.button, `Slide filter ${map + 1}`);
  }

  start() {
    this.stop();
    this.pictureOf(this.map).append(this.cover);
    const began = performance.now();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const step = (/** @type {number} */ now) => {
      const band = calm ? BANDS : Math.max(0, now - began) / BAND_MS;
      if (band >= BANDS) return this.end();
      this.show(Math.floor(band), band % 1);
      this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
    setText(this.note, "Each square gives one point of the map.");
  }

  /** @param {number} band @param {number} share of it that is done */
  show(band, share) {
    const { rows, columns } = this.filters.shape;
    const row = Math.floor(((band + 0.5) * rows) / BANDS);
    this.place(row * columns + Math.floor(share * columns));
    const [top, bottom, x] = [band / BANDS, (band + 1) / BANDS, share].map(percent);
    this.cover.style.clipPath = `polygon(${x} ${top}, 100% ${top}, 100% 100%, 0 100%, 0 ${bottom}, ${x} ${bottom})`;
  }

  /** The square where a point of the map comes from. @param {number} at */
  place(at) {
    for (const [name, share] of Object.entries(squareAt(this.filters, at)))
      this.square.style.setProperty(name, percent(share));
    this.square.hidden = false;
  }

  // It rests where its map is strongest, of the squares that lie whole within the photo.
  end() {
    this.stop();
    const { side, shape } = this.filters;
    const edge = (side - 1) / 2;
    const inside = (/** @type {number} */ at, /** @type {number} */ n) =>
      at >= edge && at < n - edge;
    const values = Array.from(this.valuesOf(this.map), (value, at) =>
      inside(at % shape.columns, shape.columns) &&
      inside(Math.floor(at / shape.columns), shape.rows)
        ? value
        : -1,
    );
    this.place(argmax(values));
    setText(this.note, `Of all whole squares, this one fits filter ${this.map + 1} best.`);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.cover.remove();
    this.square.hidden = true;
    setText(this.note, "");
  }
}
