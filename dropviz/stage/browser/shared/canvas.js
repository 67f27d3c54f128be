// A canvas as sharp as the screen, to draw on in px.

import { shownScale } from "./scale.js";

// Clean, of that size in px. sharpest: at most so many of its pixels go to one px.
/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function fittedContext(canvas, width, height, sharpest = 3) {
  const ratio = Math.max(1, Math.min(window.devicePixelRatio || 1, sharpest) * shownScale());
  const size = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== size[0] || canvas.height !== size[1]) {
    [canvas.width, canvas.height] = size;
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  }
  const context = plainContext(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

// A canvas in its own pixels.
/** @param {HTMLCanvasElement} canvas */
export function plainContext(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

// The two diagonals of a box, added to a path.
/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} left
 * @param {number} top
 * @param {number} right
 * @param {number} bottom
 */
export function crossOut(context, left, top, right, bottom) {
  context.moveTo(left, top);
  context.lineTo(right, bottom);
  context.moveTo(right, top);
  context.lineTo(left, bottom);
}
