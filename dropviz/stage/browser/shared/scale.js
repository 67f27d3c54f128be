// How much larger or smaller a stage is shown than it is laid out: whole in a window, whatever its size.

const NARROWEST = 1080; // px: narrower, parts of a stage go below one another
const WIDEST = 1400; // px, as on the page
const LEAST = 0.55; // smaller, nobody reads it: then it scrolls
const PHONE = 640; // px: such a window has a layout of its own, and scrolls
const STEPS = 6;
const FILLED = 0.92; // of the height: so much taken, a scale that fits is kept
const HALL = { width: 1920, height: 1080 };

/** @typedef {{width: number, height: number}} Room px of the window */

let shown = 1; // a bundle has one stage that is scaled

/** px of the window to one px of the stage */
export function shownScale() {
  return shown;
}

/**
 * Where a pointer is in a node of the stage, and how large that is, in px of the stage.
 * @param {Element} node
 * @param {{clientX: number, clientY: number}} pointer
 */
export function placeIn(node, { clientX, clientY }) {
  const box = node.getBoundingClientRect();
  return {
    x: (clientX - box.left) / shown,
    y: (clientY - box.top) / shown,
    width: box.width / shown,
    height: box.height / shown,
  };
}

/**
 * The largest scale that fits, to a 64th of the range; the least where none does.
 * @param {number} least
 * @param {number} most
 * @param {(scale: number) => boolean} fits
 */
export function largestFitting(least, most, fits) {
  if (fits(most)) return most;
  let [low, high] = [least, most];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The largest scale that is tried in a room. @param {Room} room */
export function mostScale({ width }) {
  return width <= PHONE ? 1 : Math.max(1, width / NARROWEST);
}

/** How wide a stage is laid out, px. @param {Room} room @param {number} scale */
export function layoutWidth({ width }, scale) {
  return Math.min(width / scale, Math.max(WIDEST, width > PHONE ? 0 : width));
}

/** What is one px on a projector of 1920 by 1080, in px of the stage. @param {Room} room @param {number} scale */
export function hallPixel({ width, height }, scale) {
  return Math.min(width / HALL.width, height / HALL.height) / scale;
}

/** Shows what is within a frame at the scale at which it is whole. */
export class Scaler {
  /** @type {Room | null} */
  room = null;

  /**
   * @param {HTMLElement} frame that holds the room
   * @param {() => void} layOut lays the stage out for its width, and paints it
   */
  constructor(frame, layOut) {
    this.frame = frame;
    this.scaled = /** @type {HTMLElement} */ (frame.firstElementChild);
    this.layOut = layOut;
    this.grown = new ResizeObserver(() => this.grew());
  }

  /** @param {Room | null} room without one, it is shown as it is laid out */
  fit(room) {
    const other = room?.width !== this.room?.width || room?.height !== this.room?.height;
    this.room = room;
    if (!room) return this.reset();
    this.grown.observe(this.scaled);
    const most = mostScale(room);
    const filled = this.heightAt(other ? most : shown) / room.height;
    if (filled <= 1 && (shown === most || filled >= FILLED)) return this.placed();
    this.shrink(room, most);
  }

  /** @param {Room} room @param {number} most */
  shrink(room, most) {
    const least = Math.min(most, LEAST);
    const best =
      mostScale(room) === 1 && room.width <= PHONE
        ? 1
        : largestFitting(least, most, (scale) => this.heightAt(scale) <= room.height);
    if (shown !== best) this.heightAt(best);
    this.placed();
  }

  // Whole it stays: a longer sentence makes it smaller, a shorter one not larger.
  grew() {
    const { room } = this;
    if (!room || room.width <= PHONE) return;
    if (this.scaled.offsetHeight * shown > room.height + 1 && shown > LEAST)
      this.shrink(room, shown);
    else this.placed();
  }

  /** How high it is in the window at a scale, px. @param {number} scale */
  heightAt(scale) {
    const room = /** @type {Room} */ (this.room);
    shown = scale;
    const { style } = this.frame;
    style.setProperty("--scale", String(scale));
    style.setProperty("--hall", `${hallPixel(room, scale)}px`);
    style.setProperty("--wide", `${layoutWidth(room, scale)}px`);
    this.layOut();
    return this.scaled.offsetHeight * scale;
  }

  // Once the scale is found.
  placed() {
    this.frame.style.setProperty("--high", `${this.scaled.offsetHeight * shown}px`);
    for (const canvas of this.scaled.querySelectorAll(".backdrop"))
      canvas.dispatchEvent(new Event("scaled"));
  }

  reset() {
    this.grown.disconnect();
    if (shown === 1 && !this.frame.style.length) return;
    shown = 1;
    this.frame.removeAttribute("style");
    this.layOut();
    this.placed();
    this.frame.removeAttribute("style");
  }
}
