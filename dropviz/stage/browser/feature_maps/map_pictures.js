// Pictures of maps on small canvases: the fuller a pixel, the larger its value; dropped pixels are
// crossed in grey.

import { plainContext } from "../shared/canvas.js";
import { element } from "../shared/elements.js";
import { parseColour, stageColours } from "../shared/theme.js";
import { pixelsOfMap } from "./arithmetic.js";

/** @import { Place } from "../shared/backdrop.js" */
/** @import { MapShape } from "./arithmetic.js" */

const DROPPED = 255; // in place of a level of brightness, 0 to 254

/** @typedef {number[]} Channels red, green, blue */

/**
 * The colours that maps are painted with; those of single pixels are packed in 32 bits.
 * @typedef {Object} MapColours
 * @property {string} key
 * @property {Channels} paper
 * @property {Channels} positive
 * @property {Channels} negative
 * @property {Uint32Array} ramp by level of brightness
 * @property {number} line of a cross
 * @property {number} gap behind a cross
 * @property {number} border
 */

/** Which levels a picture shows, in which colours. @typedef {{levels?: Uint8Array, colours?: MapColours}} Shown */

/**
 * values, kept: of all maps, this one from `start` on; kept may be null (nothing can be dropped
 * there); largest gives the full brightness.
 * @typedef {Object} MapValues
 * @property {ArrayLike<number>} values
 * @property {Uint8Array | null} kept
 * @property {number} [start]
 * @property {number} largest
 * @property {MapColours} colours
 */

/** @typedef {HTMLCanvasElement & Shown & {places?: Int32Array, image?: ImageData}} MapCanvas */

/** The same object until the theme changes. @param {HTMLElement & {colours?: MapColours}} root */
export function mapColours(root) {
  const { ink, background, dropped, positive, negative } = stageColours(root);
  const texts = [ink, background, dropped, positive, negative];
  const key = texts.join();
  if (root.colours?.key === key) return root.colours;
  root.colours = { key, ...paletteOf(texts.map(parseColour)) };
  return root.colours;
}

/** @param {Channels[]} channels */
function paletteOf([ink, paper, dropped, positive, negative]) {
  const ramp = Uint32Array.from({ length: DROPPED }, (_, level) =>
    packedColour(mixed(paper, ink, level / (DROPPED - 1))),
  );
  const [line, gap, border] = [dropped, mixed(paper, dropped, 0.25), mixed(paper, ink, 0.14)].map(
    packedColour,
  );
  return { paper, positive, negative, ramp, line, gap, border };
}

/** @param {Channels} channels */
const cssColour = (channels) => `rgb(${channels.map(Math.round).join(" ")})`;
/** @param {Channels} from @param {Channels} to @param {number} share */
const mixed = (from, to, share) => from.map((channel, i) => channel + (to[i] - channel) * share);

// A canvas of `columns` x `rows` pixels, `cell` canvas units wide each; its size on screen is the style's.
/** @param {number} columns @param {number} rows @param {number} cell @returns {MapCanvas} */
export function mapCanvas(columns, rows, cell) {
  return element("canvas", { width: columns * cell, height: rows * cell, "aria-hidden": "true" });
}

/** @param {Channels} channels */
const packedColour = ([red, green, blue]) =>
  ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;

// What a picture is to show: a level of brightness for each pixel, or DROPPED. Null if it shows that.
// places: the pixels that are looked at.
/** @param {Shown} picture @param {Int32Array} places @param {MapValues} map */
function newLevels(picture, places, { values, kept, start = 0, largest, colours }) {
  const n = places.length;
  const levels = new Uint8Array(n);
  const scale = largest > 0 ? (DROPPED - 1) / largest : 0;
  const shown = picture.colours === colours ? picture.levels : undefined;
  let changed = !shown;
  for (let i = 0; i < n; i++) {
    const at = start + places[i];
    levels[i] = kept && !kept[at] ? DROPPED : Math.min(DROPPED - 1, Math.round(values[at] * scale));
    if (shown && shown[i] !== levels[i]) changed = true;
  }
  Object.assign(picture, { levels, colours });
  return changed ? levels : null;
}

// Levels as squares of `cell` x `cell` in a buffer of `stride` columns: dropped ones crossed, or where
// they are too small, slanting lines; a map that is wholly off has one cross.
/**
 * @param {Uint32Array} pixels
 * @param {number} stride
 * @param {number} corner the first pixel
 * @param {Uint8Array} levels
 * @param {number} columns
 * @param {number} cell
 * @param {MapColours} colours
 */
function paintLevels(pixels, stride, corner, levels, columns, cell, colours) {
  const rows = levels.length / columns;
  if (levels.every((level) => level === DROPPED))
    return paintCross(pixels, stride, corner, columns * cell, rows * cell, colours);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const level = levels[row * columns + column];
      const first = corner + row * cell * stride + column * cell;
      if (cell === 1)
        pixels[first] =
          level < DROPPED ? colours.ramp[level] : (row + column) % 4 ? colours.gap : colours.line;
      else paintSquare(pixels, stride, first, level, cell, colours);
    }
}

/**
 * @param {Uint32Array} pixels
 * @param {number} stride
 * @param {number} first
 * @param {number} level
 * @param {number} cell
 * @param {MapColours} colours
 */
function paintSquare(pixels, stride, first, level, cell, { ramp, gap, line }) {
  for (let y = 0; y < cell; y++)
    pixels.fill(
      level === DROPPED ? gap : ramp[level],
      first + y * stride,
      first + y * stride + cell,
    );
  if (level !== DROPPED) return;
  const rim = Math.round(cell / 5);
  const thick = cell < 12 ? 1 : 2;
  for (let k = rim; k < cell - rim; k++) {
    const row = first + k * stride;
    pixels.fill(line, row + k, row + k + thick);
    pixels.fill(line, row + cell - thick - k, row + cell - k);
  }
}

/**
 * @param {Uint32Array} pixels
 * @param {number} stride
 * @param {number} corner
 * @param {number} width
 * @param {number} height
 * @param {MapColours} colours
 */
function paintCross(pixels, stride, corner, width, height, { gap, line }) {
  const thick = Math.max(1, Math.round(width / 36));
  for (let y = 0; y < height; y++) {
    const row = corner + y * stride;
    const x = Math.round((y / (height - 1)) * (width - thick));
    pixels.fill(gap, row, row + width);
    pixels.fill(line, row + x, row + x + thick);
    pixels.fill(line, row + width - thick - x, row + width - x);
  }
}

/** @param {HTMLCanvasElement & {image?: ImageData}} canvas */
function canvasPixels(canvas) {
  const context = plainContext(canvas);
  const image = (canvas.image ??= context.createImageData(canvas.width, canvas.height));
  return { context, image, pixels: new Uint32Array(image.data.buffer) };
}

// One map that fills a canvas; whether the picture is another one.
/** @param {MapCanvas} canvas @param {MapValues & {columns: number, rows: number}} map */
export function paintMap(canvas, { columns, rows, ...map }) {
  canvas.places ??= placesOf(rows, columns, 1);
  const levels = newLevels(canvas, canvas.places, map);
  if (!levels) return false;
  const { context, image, pixels } = canvasPixels(canvas);
  paintLevels(pixels, canvas.width, 0, levels, columns, canvas.width / columns, map.colours);
  context.putImageData(image, 0, 0);
  return true;
}

// Every `every`-th pixel of a map, both ways.
/** @param {number} rows @param {number} columns @param {number} every */
function placesOf(rows, columns, every) {
  const [low, narrow] = [rows / every, columns / every];
  return Int32Array.from(
    { length: low * narrow },
    (_, i) => Math.floor(i / narrow) * every * columns + (i % narrow) * every,
  );
}

// Many maps on one canvas, each of its pixels one on the screen: drawn far quicker than many canvases,
// or than a scaled one.
export class MapSheet {
  // cell: px of a pixel; every: only each so-many-th pixel is shown, both ways
  /**
   * @param {MapShape} shape
   * @param {{perRow: number, cell: number, gap: number, every?: number, props: object}} options
   */
  constructor(shape, { perRow, cell, gap, every = 1, props }) {
    const { maps } = shape;
    const [rows, columns] = [shape.rows / every, shape.columns / every];
    this.rows = rows;
    this.columns = columns;
    this.perRow = perRow;
    this.cell = cell;
    this.gap = gap;
    this.n = pixelsOfMap(shape);
    this.places = placesOf(shape.rows, shape.columns, every);
    this.node = element("canvas", {
      width: perRow * (columns * cell + gap + 2) - gap,
      height: Math.ceil(maps / perRow) * (rows * cell + gap + 2) - gap,
      ...props,
    });
    /** @type {Shown[]} */
    this.pictures = Array.from({ length: maps }, () => ({}));
  }

  /** @param {MapValues} maps */
  paint({ values, kept, largest, colours }) {
    const { rows, columns, cell, gap } = this;
    const { context, image, pixels } = canvasPixels(this.node);
    const stride = this.node.width;
    const [width, height] = [columns * cell, rows * cell];
    let changed = false;
    this.pictures.forEach((picture, map) => {
      const levels = newLevels(picture, this.places, {
        values,
        kept,
        start: map * this.n,
        largest,
        colours,
      });
      if (!levels) return;
      changed = true;
      const corner =
        Math.floor(map / this.perRow) * (height + gap + 2) * stride +
        (map % this.perRow) * (width + gap + 2);
      for (let y = 0; y < height + 2; y++)
        pixels.fill(colours.border, corner + y * stride, corner + y * stride + width + 2);
      paintLevels(pixels, stride, corner + stride + 1, levels, columns, cell, colours);
    });
    if (changed) context.putImageData(image, 0, 0);
  }
}

// A photo, red, green and blue of each pixel in [0, 1]; what lies beyond is cut off.
/** @param {HTMLCanvasElement} canvas @param {Float32Array} photo */
export function paintPhoto(canvas, photo) {
  const { context, image } = canvasPixels(canvas);
  for (let i = 0; i < canvas.width * canvas.height; i++) {
    for (let colour = 0; colour < 3; colour++)
      image.data[4 * i + colour] = 255 * photo[3 * i + colour]; // clamped by the array
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

// A colour filter (colours x side x side): grey is 0, brighter adds, darker takes away.
/** @param {HTMLCanvasElement} canvas @param {Float32Array} weights */
export function paintFilter(canvas, weights) {
  const largest = Math.max(1e-9, ...weights.map(Math.abs));
  const n = weights.length / 3;
  paintPhoto(
    canvas,
    Float32Array.from(
      { length: 3 * n },
      (_, i) => 0.5 + weights[(i % 3) * n + Math.floor(i / 3)] / (2 * largest),
    ),
  );
}

// A square kernel: green adds, purple takes away; largest gives the full colour.
/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Place} place
 * @param {Float32Array} weights
 * @param {number} largest
 * @param {MapColours} colours
 */
export function paintKernel(pen, { left, top, width }, weights, largest, colours) {
  const side = Math.sqrt(weights.length);
  const cell = width / side;
  weights.forEach((weight, i) => {
    const [x, y] = [left + (i % side) * cell, top + Math.floor(i / side) * cell];
    const full = weight < 0 ? colours.negative : colours.positive;
    pen.fillStyle = cssColour(mixed(colours.paper, full, Math.min(1, Math.abs(weight) / largest)));
    pen.fillRect(x, y, cell, cell);
    if (weight >= 0) return;
    pen.fillStyle = cssColour(colours.paper); // a minus, so that colour does not say it alone
    pen.fillRect(x + cell * 0.3, y + cell * 0.45, cell * 0.4, cell * 0.1);
  });
}
