// @ts-nocheck
// A tensor of up to five axes laid out flat: inner axes side by side, outer ones with gaps between.

import { placeOfEntry } from "./masks.js";

const OUTER_GAP = 0.7; // cells between two steps of an outer axis, one more for each axis inside it
export const LARGEST_CELL = 34; // px
const VALUE_CELL = 27; // px from which a cell has room for its value

// Where an index along nested axes stands, in cells; axes: [[name, size]], outer first.
function nestedScale(axes) {
  const steps = [];
  let span = 1;
  let gap = 0;
  for (const [name, size] of [...axes].reverse()) {
    steps.unshift([name, span + gap]);
    span = size * span + (size - 1) * gap;
    gap += OUTER_GAP;
  }
  return { span, at: (place) => steps.reduce((sum, [name, step]) => sum + place[name] * step, 0) };
}

// The picture of a variant in units of a cell: where its entries stand, and boxes around those
// that go out together.
export function pictureOf(variant) {
  const sizes = new Map(variant.axes);
  const scale = (names) => nestedScale(names.map((name) => [name, sizes.get(name)]));
  const [across, down] = [scale(variant.columns), scale(variant.rows)];
  const entries = Array.from({ length: variant.entries }, (_, entry) => {
    const place = placeOfEntry(variant, entry);
    return { entry, place, x: across.at(place), y: down.at(place) };
  });
  const boxes = new Map();
  for (const { entry, place, x, y } of entries) {
    if (variant.absent[entry]) continue;
    // Blocks overlap, so a pixel stands for itself; a word may come again at another time.
    const key =
      variant.kind === "block"
        ? entry
        : `${variant.coinOf[entry]}:${variant.words ? place.time : ""}`;
    const box = boxes.get(key) ?? {
      entry,
      entries: [],
      left: x,
      top: y,
      right: x + 1,
      bottom: y + 1,
    };
    box.entries.push(entry);
    Object.assign(box, {
      left: Math.min(box.left, x),
      top: Math.min(box.top, y),
      right: Math.max(box.right, x + 1),
      bottom: Math.max(box.bottom, y + 1),
    });
    boxes.set(key, box);
  }
  return { width: across.span, height: down.span, entries, boxes: [...boxes.values()] };
}

// A canvas of so many px (CSS), and where the picture stands on it.
export function fitPicture(canvas, picture, width, height, { left, bottom, top = 1 }) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const room = { x: width - left - 2, y: height - bottom - top };
  const cell = Math.min(LARGEST_CELL, room.x / picture.width, room.y / picture.height);
  return {
    ratio,
    cell,
    width,
    height,
    x: left + (room.x - cell * picture.width) / 2,
    y: top + (room.y - cell * picture.height) / 2,
  };
}

export function startPainting(canvas, frame) {
  const pen = canvas.getContext("2d");
  pen.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
  pen.clearRect(0, 0, frame.width, frame.height);
  return pen;
}

// Axis names: those that go sideways below, those that go down at the left, upright.
export function paintAxes(pen, variant, picture, frame, colours, size) {
  pen.font = `${size}px ${colours.font}`;
  pen.fillStyle = colours.quiet;
  pen.textAlign = "center";
  pen.textBaseline = "top";
  pen.fillText(
    variant.columns.join(" · "),
    frame.x + (frame.cell * picture.width) / 2,
    frame.y + frame.cell * picture.height + 4,
  );
  pen.save();
  pen.translate(frame.x - 5, frame.y + (frame.cell * picture.height) / 2);
  pen.rotate(-Math.PI / 2);
  pen.textBaseline = "bottom";
  pen.fillText(variant.rows.join(" · "), 0, 0);
  pen.restore();
}

function cross(pen, left, top, right, bottom) {
  pen.moveTo(left, top);
  pen.lineTo(right, bottom);
  pen.moveTo(right, top);
  pen.lineTo(left, bottom);
}

// The mask: kept boxes are filled, dropped ones are crossed; noise is a shade.
export function paintMaskPicture(pen, variant, picture, frame, mask, colours) {
  const { x, y, cell } = frame;
  const gap = cell > 9 ? 1 : 0.4;
  pen.lineWidth = 1;
  pen.strokeStyle = colours.dropped;
  pen.beginPath();
  for (const box of picture.boxes) {
    const [left, top, right, bottom] = [
      x + box.left * cell + gap,
      y + box.top * cell + gap,
      x + box.right * cell - gap,
      y + box.bottom * cell - gap,
    ];
    if (mask.dropped[box.entry]) {
      if (variant.kind === "alpha") replaced(pen, colours, left, top, right - left, bottom - top);
      pen.rect(left, top, right - left, bottom - top);
      if (variant.kind === "zoneout") arrowLeft(pen, left, (top + bottom) / 2, right);
      else cross(pen, left, top, right, bottom);
      continue;
    }
    pen.globalAlpha = mask.shade
      ? 0.04 + (variant.kind === "concrete" ? 0.76 : 0.96) * mask.shade[box.entry]
      : 0.8;
    pen.fillStyle = mask.factor[box.entry] < 0 ? colours.negative : colours.with;
    for (const entry of box.entries) {
      const at = picture.entries[entry];
      pen.fillRect(x + at.x * cell + gap, y + at.y * cell + gap, cell - 2 * gap, cell - 2 * gap);
    }
    pen.globalAlpha = 1;
  }
  pen.stroke();
  outlineBoxes(pen, picture, frame, colours);
}

// Not 0 but another value: filled, in the colour of what is dropped.
function replaced(pen, colours, left, top, width, height) {
  pen.globalAlpha = 0.35;
  pen.fillStyle = colours.dropped;
  pen.fillRect(left, top, width, height);
  pen.globalAlpha = 1;
}

function arrowLeft(pen, left, middle, right) {
  const head = Math.min(4, (right - left) / 3);
  pen.moveTo(right - 1, middle);
  pen.lineTo(left + 1, middle);
  pen.lineTo(left + 1 + head, middle - head);
  pen.moveTo(left + 1, middle);
  pen.lineTo(left + 1 + head, middle + head);
}

// One outline around what shares a coin.
function outlineBoxes(pen, picture, { x, y, cell }, colours) {
  pen.strokeStyle = colours.ink;
  pen.lineWidth = 1.25;
  pen.beginPath();
  for (const box of picture.boxes)
    if (box.entries.length > 1)
      pen.rect(
        x + box.left * cell,
        y + box.top * cell,
        (box.right - box.left) * cell,
        (box.bottom - box.top) * cell,
      );
  pen.stroke();
}

// Values as colour (green above 0, purple below) and, where there is room, as numbers.
export function paintValues(
  pen,
  variant,
  picture,
  { x, y, cell },
  values,
  largest,
  colours,
  mask = null,
) {
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.font = `${Math.min(12, cell * 0.38)}px ${colours.font}`;
  pen.lineWidth = 1;
  const strongest = cell < VALUE_CELL ? 0.86 : 0.56; // numbers stay legible
  for (const at of picture.entries) {
    if (variant.absent[at.entry]) continue;
    const value = values[at.entry];
    const [left, top] = [x + at.x * cell, y + at.y * cell];
    pen.globalAlpha = 0.04 + strongest * Math.min(1, Math.abs(value) / largest);
    pen.fillStyle = value < 0 ? colours.negative : colours.positive;
    pen.fillRect(left + 0.5, top + 0.5, cell - 1, cell - 1);
    pen.globalAlpha = 1;
    if (mask?.dropped[at.entry]) {
      pen.strokeStyle = colours.dropped;
      pen.beginPath();
      cross(pen, left + 1.5, top + 1.5, left + cell - 1.5, top + cell - 1.5);
      pen.stroke();
    }
    if (cell >= VALUE_CELL && !(mask?.dropped[at.entry] && value === 0)) {
      pen.fillStyle = colours.ink;
      pen.fillText(shortValue(value), left + cell / 2, top + cell / 2 + 0.5);
    }
  }
}

function shortValue(value) {
  return value.toFixed(1).replace("-0.0", "0.0").replace("-", "−");
}

// Letters over the columns of a tensor whose coins belong to words.
export function paintWords(pen, variant, picture, { x, y, cell }, colours) {
  pen.font = `600 ${Math.min(13, cell * 0.8)}px ${colours.font}`;
  pen.fillStyle = colours.ink;
  pen.textAlign = "center";
  pen.textBaseline = "bottom";
  for (const { x: left, y: top, place } of picture.entries)
    if (place.unit === 0)
      pen.fillText(
        variant.words[place.example][place.time],
        x + (left + 0.5) * cell,
        y + top * cell - 2,
      );
}

// An entry, and fainter those that share its coin.
export function paintFocus(pen, variant, picture, { x, y, cell }, focus, colours) {
  pen.strokeStyle = colours.primary;
  const coin = variant.coinOf[focus];
  for (const box of picture.boxes) {
    if (variant.kind === "block" || variant.coinOf[box.entry] !== coin) continue;
    pen.lineWidth = 2.5;
    pen.strokeRect(
      x + box.left * cell,
      y + box.top * cell,
      (box.right - box.left) * cell,
      (box.bottom - box.top) * cell,
    );
  }
  const at = picture.entries[focus];
  pen.lineWidth = 2.5;
  pen.strokeRect(x + at.x * cell + 1, y + at.y * cell + 1, cell - 2, cell - 2);
}

export function readColours(root) {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    font: style.fontFamily,
    ink: read("--dv-ink"),
    quiet: read("--dv-quiet"),
    dropped: read("--dv-dropped"),
    with: read("--dv-with-dropout"),
    positive: read("--dv-positive"),
    negative: read("--dv-negative"),
    background: read("--st-background-color"),
    primary: read("--st-primary-color"),
  };
}
