// A tensor of up to five axes laid out flat: inner axes side by side, outer ones with gaps between.

import { crossOut, fittedContext } from "../shared/canvas.js";
import { placeOfEntry } from "./masks.js";

/** @import { StageColours } from "../shared/theme.js" */
/** @import { DecodedVariant, Numbers, VariantMask } from "./masks.js" */

/** @typedef {{entry: number, place: Record<string, number>, x: number, y: number}} EntryPlace in cells */

/**
 * A box, in cells, around entries that go out together; entry: one of them.
 * @typedef {{entry: number, entries: number[], left: number, top: number, right: number, bottom: number}} Box
 */

/** px at the sides of a picture that its axes and words need. @typedef {{left: number, bottom: number, top: number}} Margins */
/** Where a picture stands on its canvas, in px. @typedef {{width: number, height: number, cell: number, x: number, y: number}} Frame */

const OUTER_GAP = 0.7; // cells between two steps of an outer axis, one more for each axis inside it
export const LARGEST_CELL = 34; // px
const TEXT = 13; // px
const VALUE_CELL = 30; // px from which a cell has room for its value
const SHARPEST = 2;

// Where an index along nested axes stands, in cells; outer axes first.
/** @param {[name: string, size: number][]} axes */
function nestedScale(axes) {
  /** @type {[name: string, step: number][]} */
  const steps = [];
  let span = 1;
  let gap = 0;
  for (const [name, size] of [...axes].reverse()) {
    steps.unshift([name, span + gap]);
    span = size * span + (size - 1) * gap;
    gap += OUTER_GAP;
  }
  /** @param {Record<string, number>} place */
  const at = (place) => steps.reduce((sum, [name, step]) => sum + place[name] * step, 0);
  return { span, at };
}

// The picture of a variant in units of a cell: where its entries stand, and boxes around those
// that go out together.
export class TensorPicture {
  /** @param {DecodedVariant} variant */
  constructor(variant) {
    this.variant = variant;
    const sizes = new Map(variant.axes);
    /** @param {string[]} names */
    const scale = (names) => nestedScale(names.map((name) => [name, sizes.get(name) ?? 1]));
    const [across, down] = [scale(variant.columns), scale(variant.rows)];
    this.width = across.span;
    this.height = down.span;
    /** @type {EntryPlace[]} */
    this.entries = Array.from({ length: variant.entries }, (_, entry) => {
      const place = placeOfEntry(variant, entry);
      return { entry, place, x: across.at(place), y: down.at(place) };
    });
    this.boxes = this.boxesOf();
  }

  /** @returns {Box[]} */
  boxesOf() {
    const { kind, absent, coinOf, words } = this.variant;
    const boxes = new Map();
    for (const { entry, place, x, y } of this.entries) {
      if (absent[entry]) continue;
      // Blocks overlap, so a pixel stands for itself; a word may come again at another time.
      const key = kind === "block" ? entry : `${coinOf[entry]}:${words ? place.time : ""}`;
      const box = boxes.get(key) ?? { entry, entries: [], left: x, top: y, right: x, bottom: y };
      box.entries.push(entry);
      box.left = Math.min(box.left, x);
      box.top = Math.min(box.top, y);
      box.right = Math.max(box.right, x + 1);
      box.bottom = Math.max(box.bottom, y + 1);
      boxes.set(key, box);
    }
    return [...boxes.values()];
  }

  /** @param {number} width @param {number} height @param {Margins} margins @returns {Frame} */
  fit(width, height, { left, bottom, top }) {
    const room = { x: width - left - 2, y: height - bottom - top };
    const cell = Math.min(LARGEST_CELL, room.x / this.width, room.y / this.height);
    const x = left + (room.x - cell * this.width) / 2;
    const y = top + (room.y - cell * this.height) / 2;
    return { width, height, cell, x, y };
  }

  // The entry at a point, in px of the canvas.
  /** @param {Frame} frame @param {number} px @param {number} py */
  entryAt({ cell, x: left, y: top }, px, py) {
    const [x, y] = [(px - left) / cell, (py - top) / cell];
    return this.entries.find((at) => x >= at.x && x < at.x + 1 && y >= at.y && y < at.y + 1)?.entry;
  }

  // The nearest entry in a direction.
  /** @param {number} entry @param {[dx: number, dy: number]} direction */
  entryBeside(entry, [dx, dy]) {
    const from = this.entries[entry];
    const ahead = this.entries
      .map((at) => ({
        entry: at.entry,
        along: (at.x - from.x) * dx + (at.y - from.y) * dy,
        aside: Math.abs((at.x - from.x) * dy) + Math.abs((at.y - from.y) * dx),
      }))
      .filter(({ along, aside }) => along > 0.5 && aside < 0.5);
    ahead.sort((one, other) => one.along - other.along);
    return ahead[0]?.entry;
  }
}

// A picture being painted on a canvas, in a frame.
export class Painting {
  /** @param {HTMLCanvasElement} canvas @param {TensorPicture} picture @param {Frame} frame @param {StageColours} colours */
  constructor(canvas, picture, frame, colours) {
    this.pen = fittedContext(canvas, frame.width, frame.height, SHARPEST);
    this.picture = picture;
    this.frame = frame;
    this.colours = colours;
  }

  /** @param {Box} box @returns {[left: number, top: number, right: number, bottom: number]} */
  sidesOf({ left, top, right, bottom }) {
    const { x, y, cell } = this.frame;
    return [x + left * cell, y + top * cell, x + right * cell, y + bottom * cell];
  }

  // Axis names: those that go sideways below, those that go down at the left, upright; where there is
  // room for them.
  axes() {
    const { pen, picture, frame, colours } = this;
    pen.font = `${TEXT}px ${colours.font}`;
    pen.fillStyle = colours.quiet;
    pen.textAlign = "center";
    pen.textBaseline = "top";
    const { x, y, cell } = frame;
    this.name(
      picture.variant.columns,
      x + (cell * picture.width) / 2,
      y + cell * picture.height + 4,
      frame.width,
    );
    pen.save();
    pen.translate(x - 5, 0);
    pen.rotate(-Math.PI / 2);
    pen.textBaseline = "bottom";
    this.name(picture.variant.rows, -y - (cell * picture.height) / 2, 0, -frame.height);
    pen.restore();
  }

  // Around x, within the canvas, which ends at `end`.
  /** @param {string[]} names @param {number} x @param {number} y @param {number} end */
  name(names, x, y, end) {
    const text = names.join(" · ");
    const half = this.pen.measureText(text).width / 2;
    const [low, high] = [Math.min(0, end) + half, Math.max(0, end) - half];
    if (low <= high) this.pen.fillText(text, Math.min(high, Math.max(low, x)), y);
  }

  // The mask: kept boxes are filled, dropped ones are crossed; noise is a shade.
  /** @param {VariantMask} mask */
  mask(mask) {
    const { pen, picture, frame, colours } = this;
    const gap = frame.cell > 9 ? 1 : 0.4;
    pen.lineWidth = 1;
    pen.strokeStyle = colours.dropped;
    pen.beginPath();
    for (const box of picture.boxes)
      if (mask.dropped[box.entry]) this.dropped(box, gap);
      else this.kept(box, gap, mask);
    pen.stroke();
    this.outlines();
  }

  /** @param {Box} box @param {number} gap */
  dropped(box, gap) {
    const { pen } = this;
    const { kind } = this.picture.variant;
    const sides = this.sidesOf(box);
    const [left, top, right, bottom] = sides.map((side, i) => (i < 2 ? side + gap : side - gap));
    if (kind === "alpha") {
      // Not 0 but another value: filled, in the colour of what is dropped.
      pen.globalAlpha = 0.35;
      pen.fillStyle = this.colours.dropped;
      pen.fillRect(left, top, right - left, bottom - top);
      pen.globalAlpha = 1;
    }
    pen.rect(left, top, right - left, bottom - top);
    if (kind === "zoneout") arrowLeft(pen, left, (top + bottom) / 2, right);
    else crossOut(pen, left, top, right, bottom);
  }

  /** @param {Box} box @param {number} gap @param {VariantMask} mask */
  kept(box, gap, { factor, shade }) {
    const { pen, picture, colours } = this;
    const { x, y, cell } = this.frame;
    const strongest = picture.variant.kind === "concrete" ? 0.76 : 0.96;
    pen.globalAlpha = shade ? 0.04 + strongest * shade[box.entry] : 0.8;
    pen.fillStyle = factor[box.entry] < 0 ? colours.negative : colours.on;
    for (const entry of box.entries) {
      const at = picture.entries[entry];
      pen.fillRect(x + at.x * cell + gap, y + at.y * cell + gap, cell - 2 * gap, cell - 2 * gap);
    }
    pen.globalAlpha = 1;
  }

  // One outline around what shares a coin.
  outlines() {
    const { pen } = this;
    pen.strokeStyle = this.colours.ink;
    pen.lineWidth = 1.25;
    pen.beginPath();
    for (const box of this.picture.boxes) {
      const [left, top, right, bottom] = this.sidesOf(box);
      if (box.entries.length > 1) pen.rect(left, top, right - left, bottom - top);
    }
    pen.stroke();
  }

  // Values as colour (green above 0, purple below) and, where there is room, as numbers.
  /** @param {Numbers} values @param {number} largest @param {VariantMask | null} mask */
  values(values, largest, mask) {
    const { pen, picture, colours } = this;
    const { x, y, cell } = this.frame;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.font = `${TEXT}px ${colours.font}`;
    pen.lineWidth = 1;
    const strongest = cell < VALUE_CELL ? 0.86 : 0.56; // numbers stay legible
    for (const at of picture.entries) {
      if (picture.variant.absent[at.entry]) continue;
      const value = values[at.entry];
      const dropped = mask?.dropped[at.entry];
      const [left, top] = [x + at.x * cell, y + at.y * cell];
      pen.globalAlpha = 0.04 + strongest * Math.min(1, Math.abs(value) / largest);
      pen.fillStyle = value < 0 ? colours.negative : colours.positive;
      pen.fillRect(left + 0.5, top + 0.5, cell - 1, cell - 1);
      pen.globalAlpha = 1;
      if (dropped) {
        pen.strokeStyle = colours.dropped;
        pen.beginPath();
        crossOut(pen, left + 1.5, top + 1.5, left + cell - 1.5, top + cell - 1.5);
        pen.stroke();
      }
      if (cell >= VALUE_CELL && !(dropped && value === 0)) {
        pen.fillStyle = colours.ink;
        pen.fillText(shortValue(value), left + cell / 2, top + cell / 2 + 0.5);
      }
    }
  }

  // Letters over the columns of a tensor whose coins belong to words.
  words() {
    const { pen, picture, colours } = this;
    const { x, y, cell } = this.frame;
    const { words } = picture.variant;
    if (!words) return;
    pen.font = `600 ${TEXT}px ${colours.font}`;
    pen.fillStyle = colours.ink;
    pen.textAlign = "center";
    pen.textBaseline = "bottom";
    for (const { x: left, y: top, place } of picture.entries)
      if (place.unit === 0)
        pen.fillText(words[place.example][place.time], x + (left + 0.5) * cell, y + top * cell - 2);
  }

  // An entry, and what shares its coin.
  /** @param {number} focus */
  focus(focus) {
    const { pen, picture } = this;
    const { kind, coinOf } = picture.variant;
    const { x, y, cell } = this.frame;
    pen.strokeStyle = this.colours.primary;
    pen.lineWidth = 2.5;
    for (const box of picture.boxes) {
      if (kind === "block" || coinOf[box.entry] !== coinOf[focus]) continue;
      const [left, top, right, bottom] = this.sidesOf(box);
      pen.strokeRect(left, top, right - left, bottom - top);
    }
    const at = picture.entries[focus];
    pen.strokeRect(x + at.x * cell + 1, y + at.y * cell + 1, cell - 2, cell - 2);
  }
}

/** @param {CanvasRenderingContext2D} pen @param {number} left @param {number} middle @param {number} right */
function arrowLeft(pen, left, middle, right) {
  const head = Math.min(4, (right - left) / 3);
  pen.moveTo(right - 1, middle);
  pen.lineTo(left + 1, middle);
  pen.lineTo(left + 1 + head, middle - head);
  pen.moveTo(left + 1, middle);
  pen.lineTo(left + 1 + head, middle + head);
}

/** @param {number} value */
function shortValue(value) {
  return value.toFixed(1).replace("-0.0", "0.0").replace("-", "−");
}
