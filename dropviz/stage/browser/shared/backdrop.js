// One canvas behind many boxes, on which the picture of each is painted. To the browser every canvas
// is a layer of its own: with fifty of them its work on a frame is several times as long.

import { fittedContext } from "./canvas.js";
import { element } from "./elements.js";
import { shownScale } from "./scale.js";

/** @typedef {{left: number, top: number, width: number, height: number}} Place px from the corner of the node */
/** @typedef {{box: HTMLElement, draw: (pen: CanvasRenderingContext2D, place: Place) => void}} Picture */

// What a canvas that is not in the page shows, pixels as they are.
/** @param {HTMLElement} box @param {HTMLCanvasElement} canvas @returns {Picture} */
export function copied(box, canvas, smooth = false) {
  return {
    box,
    draw(pen, { left, top, width, height }) {
      pen.imageSmoothingEnabled = smooth;
      pen.imageSmoothingQuality = "medium";
      pen.drawImage(canvas, left, top, width, height);
    },
  };
}

export class Backdrop {
  /** @type {Map<Picture, Place | null>} */
  places = new Map();
  /** @type {CanvasRenderingContext2D | null} */
  pen = null;

  /** @param {HTMLElement} node around all boxes */
  constructor(node) {
    this.node = node;
    this.canvas = element("canvas", { class: "backdrop", "aria-hidden": "true" });
    node.prepend(this.canvas);
    node.classList.add("backed");
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(node);
    this.canvas.addEventListener("scaled", () => this.fit());
  }

  /** @param {Picture[]} pictures */
  add(pictures) {
    for (const picture of pictures) this.places.set(picture, null);
    if (pictures.length) this.observer.observe(pictures[0].box); // it may be the boxes that move
  }

  // Where everything lies, and all of it anew.
  fit() {
    const scale = shownScale();
    const placed = (/** @type {Element} */ node) => {
      const { left, top, width, height } = node.getBoundingClientRect();
      return { left: left / scale, top: top / scale, width: width / scale, height: height / scale };
    };
    const { left, top, width, height } = placed(this.node);
    if (!width || !height) return;
    this.pen = fittedContext(this.canvas, width, height);
    for (const picture of this.places.keys()) {
      const box = placed(picture.box);
      const [x, y] = [box.left - left, box.top - top].map(Math.round); // sharp on whole pixels
      const place = { left: x, top: y, width: box.width, height: box.height };
      this.places.set(picture, place);
      if (place.width) picture.draw(this.pen, place);
    }
  }

  // Once it is another one.
  /** @param {Picture} picture */
  paint(picture) {
    const place = this.places.get(picture);
    if (!this.pen || !place?.width) return;
    this.pen.clearRect(place.left, place.top, place.width, place.height);
    picture.draw(this.pen, place);
  }
}
