// How the canvases of a recorded run look, and a canvas to draw a figure on.

import { fittedContext } from "../shared/canvas.js";
import { stageColours } from "../shared/theme.js";

/** @import { StageColours } from "../shared/theme.js" */

/** @typedef {{colours: StageColours, font: string, widths: Map<Element, number>}} Look */
/** @typedef {{pen: CanvasRenderingContext2D, width: number, colours: StageColours}} Figure */

const LEAST_WIDTH = 300; // px, before a figure has its place

/**
 * Read once when it may have changed: reading colours and widths in every frame is slow.
 * @param {Element} root
 * @returns {Look}
 */
export function readLook(root) {
  const font = `13px ${getComputedStyle(root).fontFamily}`;
  return { colours: stageColours(root), font, widths: new Map() };
}

/**
 * @param {Element} canvas
 * @param {Look} look
 */
export function widthOf(canvas, look) {
  return look.widths.get(canvas) ?? LEAST_WIDTH;
}

/** @type {WeakMap<HTMLCanvasElement, {look: Look, width: number, height: number}>} */
const fitted = new WeakMap();

/**
 * A clean canvas, to write on in the look's font.
 * @param {HTMLCanvasElement} canvas
 * @param {number} height
 * @param {Look} look
 * @returns {Figure}
 */
export function figureOn(canvas, height, look) {
  const width = widthOf(canvas, look);
  const pen = fittedContext(canvas, width, height, 2);
  const last = fitted.get(canvas);
  if (last?.look !== look || last.width !== canvas.width || last.height !== canvas.height) {
    pen.font = look.font; // makes the browser compute styles, so not in every frame
    fitted.set(canvas, { look, width: canvas.width, height: canvas.height });
  }
  return { pen, width, colours: look.colours };
}

/**
 * Writes texts of one colour.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} colour
 * @param {CanvasTextAlign} align
 * @param {[text: string, x: number, y: number][]} texts
 */
export function writeTexts(pen, colour, align, texts) {
  pen.fillStyle = colour;
  pen.textAlign = align;
  pen.textBaseline = "middle";
  for (const [text, x, y] of texts) pen.fillText(text, x, y);
}

/**
 * Strokes a line through points; dash and width stay set.
 * @param {CanvasRenderingContext2D} pen
 * @param {number[][]} points x and y
 */
export function strokeThrough(pen, points) {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.stroke();
}
