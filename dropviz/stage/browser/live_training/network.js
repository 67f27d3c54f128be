// The thinned network of a step, all units as dots: kept filled, dropped crossed out or pale.

import { layerName } from "../shared/layout.js";
import { LiveFigure } from "../shared/run/figure.js";
import { keptByLayer } from "../shared/run/film.js";

/** @typedef {import("../shared/plot.js").Label} Label */
/** @typedef {import("../shared/run/film.js").Frame} Frame */
/** @typedef {{x: number, y: number, dropped: boolean}} Unit */
/** @typedef {{units: Unit[], centre: number}} Layer */

const DOTS = { largest: 13, smallest: 2, gap: 26, head: 36, crossed: 6.5, small: 260, foot: 22 };
const SQUARE = 49; // units from which an image is drawn as one
const SIGNS = ["positive", "negative"];
const WEIGHT_LEVELS = 3;

/**
 * Columns and rows of a layer's dots; a layer that is an image is filled row by row.
 * @param {number} n
 * @param {number} pitch
 * @param {number} tall px
 * @param {boolean} input
 */
function blockOf(n, pitch, tall, input) {
  const side = Math.round(Math.sqrt(n));
  if (input && n >= SQUARE && side * side === n && side * pitch <= tall)
    return { columns: side, rows: side, across: true };
  const most = Math.max(1, Math.min(n, Math.floor(tall / pitch)));
  const columns = Math.ceil(n / most);
  return { columns, rows: Math.ceil(n / columns), across: false };
}

/**
 * Layers as blocks of dots side by side, as large as they fit.
 * @param {number[]} sizes
 * @param {number} width
 * @param {number} height
 * @returns {{layers: Layer[], pitch: number}}
 */
export function dotLayers(sizes, width, height) {
  const room = width - DOTS.gap * (sizes.length - 1);
  const tall = height - DOTS.head - (width < DOTS.small ? DOTS.foot : 6);
  const blocksAt = (/** @type {number} */ pitch) =>
    sizes.map((n, layer) => blockOf(n, pitch, tall, !layer));
  const wide = (/** @type {number} */ pitch) =>
    blocksAt(pitch).reduce((sum, { columns }) => sum + columns * pitch, 0);
  let pitch = DOTS.largest;
  while (pitch > DOTS.smallest && wide(pitch) > room) pitch -= 0.25;
  const gap = (width - wide(pitch) - pitch) / Math.max(1, sizes.length - 1);
  let left = pitch / 2;
  const layers = blocksAt(pitch).map(({ columns, rows, across }, layer) => {
    const top = DOTS.head + (tall - rows * pitch) / 2 + pitch / 2;
    const start = left;
    left += columns * pitch + gap;
    const units = Array.from({ length: sizes[layer] }, (_, i) => {
      const [column, row] = across
        ? [i % columns, Math.floor(i / columns)]
        : [Math.floor(i / rows), i % rows];
      return { x: start + (column + 0.5) * pitch, y: top + row * pitch, dropped: false };
    });
    return { units, centre: start + (columns * pitch) / 2 };
  });
  return { layers, pitch };
}

export class NetworkPicture extends LiveFigure {
  constructor() {
    super({ name: "live-network", title: "Thinned network" });
    for (let level = 0; level < WEIGHT_LEVELS; level++)
      for (const sign of SIGNS)
        this.base.path(`edge ${sign} ${level}`, "M0 0", { kind: `edge ${sign} level-${level}` });
    for (const kind of ["kept", "pale", "crossed"]) this.base.path(kind, "M0 0");
    this.place = "";
    /** @type {Layer[]} */
    this.layers = [];
    this.pitch = 0;
  }

  /**
   * @param {number[]} sizes units in each layer, input first
   * @param {Frame | null} frame null: all units, no edges
   * @param {boolean} signs whether these are told by colour, else by dashes alone
   * @returns {number[]} units kept in each layer
   */
  paint(sizes, frame, signs) {
    const place = [sizes, this.width, this.height].join();
    if (place !== this.place)
      Object.assign(this, { place, ...dotLayers(sizes, this.width, this.height) });
    const counts = frame ? [...keptByLayer(frame.kept, sizes), sizes[sizes.length - 1]] : sizes;
    this.paintUnits(frame);
    this.paintEdges(frame);
    this.plot.classList.toggle("plain", !signs);
    /** @type {Label[]} */
    const key = [[this.width / 2, this.height - 5, "middle", "dashed: negative weights", "tick"]];
    this.base.write([...(signs || !frame ? [] : key), ...this.layerLabels(sizes, counts, frame)]);
    return counts;
  }

  /** @param {Frame | null} frame */
  paintUnits(frame) {
    const dots = { kept: "", pale: "", crossed: "" };
    const arm = Number(Math.min(4, 0.3 * this.pitch).toFixed(1));
    const cross = `m-${arm} -${arm}l${2 * arm} ${2 * arm}m-${2 * arm} 0l${2 * arm} -${2 * arm}`;
    let place = 0;
    for (const { units } of this.layers) {
      for (const unit of units) {
        const at = `M${unit.x.toFixed(1)} ${unit.y.toFixed(1)}`;
        unit.dropped = frame?.kept[place++] === 0; // outputs come after the last that may be
        if (!unit.dropped) dots.kept += `${at}h0`;
        else if (this.pitch < DOTS.crossed) dots.pale += `${at}h0`;
        else dots.crossed += `${at}${cross}`;
      }
    }
    this.plot.style.setProperty("--dot", `${(0.66 * this.pitch).toFixed(2)}px`);
    this.base.draw(dots);
  }

  /**
   * @param {number[]} sizes
   * @param {number[]} counts
   * @param {Frame | null} frame
   * @returns {Label[]}
   */
  layerLabels(sizes, counts, frame) {
    const last = sizes.length - 1;
    return this.layers.flatMap(({ centre }, layer) => {
      /** @type {[number, string]} */
      let [x, anchor] = [centre, "middle"];
      if (layer === 0 && centre < 26) [x, anchor] = [0, "start"];
      else if (layer === last && this.width - centre < 26) [x, anchor] = [this.width, "end"];
      const count = String(counts[layer]);
      const of = frame && layer < last ? ` of ${sizes[layer]}` : "";
      const name = layer === last ? "output" : layerName(layer, last);
      /** @type {Label[]} */
      const labels =
        this.width < DOTS.small
          ? [
              [x, 12, anchor, count, "label"],
              [x, 26, anchor, of.trim(), "tick"],
            ]
          : [
              [x, 12, anchor, name, "tick"],
              [x, 26, anchor, `${count}${of}`, "label"],
            ];
      return labels;
    });
  }

  /**
   * The strongest weights of each layer between kept units, in three strengths.
   * @param {Frame | null} frame
   */
  paintEdges(frame) {
    const paths = Array.from({ length: 2 * WEIGHT_LEVELS }, () => "");
    const strength = frame ? strengthsOf(frame) : [];
    strength.forEach((share, i) => {
      if (!frame?.weights[i]) return;
      const [layer, from, to] = frame.edges.subarray(3 * i, 3 * i + 3);
      const [start, end] = [this.layers[layer]?.units[from], this.layers[layer + 1]?.units[to]];
      if (!start || !end || start.dropped || end.dropped) return;
      const level = Math.min(WEIGHT_LEVELS - 1, Math.floor(WEIGHT_LEVELS * share));
      paths[2 * level + (frame.weights[i] < 0 ? 1 : 0)] +=
        `M${start.x.toFixed(1)} ${start.y.toFixed(1)}L${end.x.toFixed(1)} ${end.y.toFixed(1)}`;
    });
    paths.forEach((d, i) => {
      const [sign, level] = [SIGNS[i % 2], Math.floor(i / 2)];
      this.base.path(`edge ${sign} ${level}`, d, { kind: `edge ${sign} level-${level}` });
    });
  }
}

/**
 * How strong each edge is among those of its layer, from 0 to 1.
 * @param {Frame} frame
 */
export function strengthsOf({ edges, weights }) {
  /** @type {Map<number, {low: number, high: number}>} */
  const ranges = new Map();
  const sizes = Array.from(weights, Math.abs);
  sizes.forEach((size, i) => {
    const { low, high } = ranges.get(edges[3 * i]) ?? { low: size, high: size };
    ranges.set(edges[3 * i], { low: Math.min(low, size), high: Math.max(high, size) });
  });
  return sizes.map((size, i) => {
    const { low, high } = ranges.get(edges[3 * i]) ?? { low: 0, high: 0 };
    return high > low ? (size - low) / (high - low) : 1;
  });
}
