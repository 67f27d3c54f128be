// One canvas behind many boxes, on which the picture of each is painted. To the browser every canvas
// is a layer of its own: with fifty of them its work on a frame is several times as long.

import { fittedContext } from "../shared/canvas.js";
import { element } from "../shared/elements.js";

/** @typedef {{box: HTMLElement, canvas: HTMLCanvasElement, smooth: boolean}} Picture canvas: not in the page */
/** @typedef {{left: number, top: number, width: number, height: number}} Place px from the corner of the node */

export class Backdrop {
  /** @type {Map<HTMLCanvasElement, Picture & {at: Place | null}>} */
  pictures = new Map();
  /** @type {CanvasRenderingContext2D | null} */
  context = null;

  /** @param {HTMLElement} node around all boxes */
  constructor(node) {
    this.node = node;
    this.canvas = element("canvas", { class: "backdrop", "aria-hidden": "true" });
    node.prepend(this.canvas);
    node.classList.add("backed");
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(node);
  }

  /** @param {Picture[]} pictures */
  add(pictures) {
    for (const picture of pictures) this.pictures.set(picture.canvas, { ...picture, at: null });
    if (pictures.length) this.observer.observe(pictures[0].box); // it may be the boxes that move
    if (this.context) this.fit();
  }

  /** @param {Iterable<HTMLCanvasElement>} canvases */
  remove(canvases) {
    for (const canvas of canvases) this.pictures.delete(canvas);
  }

  // Where everything lies, and all of it anew.
  fit() {
    const { left, top, width, height } = this.node.getBoundingClientRect();
    if (!width || !height) return;
    this.context = fittedContext(this.canvas, width, height);
    for (const picture of this.pictures.values()) {
      const box = picture.box.getBoundingClientRect();
      const { width: wide, height: tall } = box;
      picture.at = { left: box.left - left, top: box.top - top, width: wide, height: tall };
      this.paint(picture.canvas);
    }
  }

  // Once its canvas has changed.
  /** @param {HTMLCanvasElement} canvas */
  paint(canvas) {
    const picture = this.pictures.get(canvas);
    if (!this.context || !picture?.at) return;
    const { left, top, width, height } = picture.at;
    this.context.imageSmoothingEnabled = picture.smooth;
    this.context.imageSmoothingQuality = "medium";
    this.context.drawImage(canvas, left, top, width, height);
  }
}
