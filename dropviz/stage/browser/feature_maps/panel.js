// Beside the network of "Feature maps": readouts, and one map large, with its kernels and numbers.

import { argmax } from "../shared/arithmetic.js";
import { Backdrop } from "../shared/backdrop.js";
import { element, setAttr, setProperty, setText } from "../shared/elements.js";
import { formatPercent } from "../shared/format.js";
import { Readouts } from "../shared/readouts.js";
import { countKeptBetween } from "./arithmetic.js";
import { largestOf } from "./flow.js";
import { listenToMaps } from "./gestures.js";
import { paintKernel } from "./map_pictures.js";

/** @import { Place } from "../shared/backdrop.js" */
/** @import { ConvBlock, ConvPass, MapShape } from "./arithmetic.js" */
/** @import { DigitsState } from "./digits.js" */
/** @import { MapGestures } from "./gestures.js" */
/** @import { MapColours } from "./map_pictures.js" */

const FEATURE_READOUTS = ["prediction", "probability", "maps on", "pixels dropped"];

const KERNEL_NOTE = "its filter: + adds, − takes away";
const KERNELS_NOTE = "a kernel for each map of block 1";

// The kernels of one map, one for each of the nIn maps below.
class Kernels {
  weights = new Float32Array();
  largest = 1;
  /** @type {MapColours | null} */
  colours = null;

  /** @param {number} nIn */
  constructor(nIn) {
    this.pictures = Array.from({ length: nIn }, (_, from) => ({
      box: element("div", { class: "kernel", role: "img" }),
      draw: (/** @type {CanvasRenderingContext2D} */ pen, /** @type {Place} */ place) => {
        if (this.colours) paintKernel(pen, place, this.kernel(from), this.largest, this.colours);
      },
    }));
    const boxes = this.pictures.map(({ box }) => box);
    this.node = element("div", { class: nIn === 1 ? "kernels single" : "kernels" }, ...boxes);
    this.backdrop = new Backdrop(this.node);
    this.backdrop.add(this.pictures);
  }

  /** @param {number} from */
  kernel(from) {
    return this.weights.subarray(from * 9, (from + 1) * 9);
  }

  /** @param {ConvBlock} block @param {number} map @param {MapColours} colours */
  paint({ nIn, kernels }, map, colours) {
    const weights = kernels.subarray(map * nIn * 9, (map + 1) * nIn * 9);
    const same =
      this.weights.buffer === weights.buffer && this.weights.byteOffset === weights.byteOffset;
    if (same && this.colours === colours) return;
    Object.assign(this, { weights, colours, largest: Math.max(1e-9, ...weights.map(Math.abs)) });
    this.pictures.forEach((picture, from) => {
      const numbers = [...this.kernel(from)].map((weight) => weight.toFixed(1)).join(", ");
      const on = nIn === 1 ? "on the input" : `on map ${from + 1} of block 1`;
      setAttr(picture.box, "aria-label", `3 by 3 kernel ${on}: ${numbers}`);
      this.backdrop.paint(picture);
    });
  }
}

export class FeaturePanel {
  /** @param {MapShape[]} shapes @param {MapGestures} gestures */
  constructor(shapes, gestures) {
    this.shapes = shapes;
    this.readouts = new Readouts(FEATURE_READOUTS);
    this.title = element("h2");
    this.zooms = shapes.map(({ rows, columns }) => this.buildZoom(rows, columns));
    this.kernels = shapes.map((_, block) => new Kernels(block ? shapes[block - 1].maps : 1));
    this.kernelNote = element("div", { class: "quiet kernel-note" });
    this.without = element("div", { class: "quiet map-numbers" });
    this.numbers = element("div", { class: "quiet" });
    this.node = element(
      "div",
      { class: "panel" },
      this.readouts.node,
      this.title,
      element(
        "div",
        { class: "map-card" },
        ...this.zooms.map(({ node }) => node),
        element("div", {}, ...this.kernels.map((kernels) => kernels.node), this.kernelNote),
      ),
      this.without,
      element(
        "details",
        { class: "further" },
        element("summary", { text: "More facts" }),
        this.numbers,
      ),
    );
    this.zooms.forEach(({ node }) => listenToMaps(node, gestures));
  }

  /** @param {number} rows @param {number} columns */
  buildZoom(rows, columns) {
    const pixels = Array.from({ length: rows * columns }, (_, i) =>
      element("div", { class: "zoom-pixel", role: "button", tabindex: i === 0 ? "0" : "-1" }),
    );
    const node = element(
      "div",
      { class: "zoom", role: "group", style: `--columns: ${columns}` },
      ...pixels,
    );
    return { node, pixels };
  }

  /** @param {DigitsState} state */
  paintFigures({ before, after, whole, pass, counts }) {
    const [was, is] = [whole, pass].map(({ probabilities }) =>
      formatPercent(probabilities[before]),
    );
    setText(this.readouts.names[1], `probability of ${before}`);
    this.readouts.say([
      before === after ? asBefore(after, counts) : `${before} → ${after}`,
      was === is ? asBefore(is, counts) : `${was} → ${is}`,
      `${counts.nMaps - counts.maps} of ${counts.nMaps}`,
      formatPercent(1 - counts.kept / counts.droppable),
    ]);
  }

  // Of the map that is looked at; without: what the network says with it switched over.
  /** @param {DigitsState} state @param {[block: number, map: number]} focus @param {ConvPass} without @param {MapColours} colours */
  paintMap(state, [block, map], without, colours) {
    const { rows, columns } = this.shapes[block];
    const n = rows * columns;
    const { values } = state.pass.blocks[block];
    const kept = state.masks[block].kept;
    const part = values.subarray(map * n, (map + 1) * n);
    setText(this.title, `block ${block + 1}, map ${map + 1}`);
    this.zooms.forEach(({ node }, other) => (node.hidden = other !== block));
    const { node, pixels } = this.zooms[block];
    setAttr(node, "aria-label", `Pixels of block ${block + 1}, map ${map + 1}`);
    pixels.forEach((pixel, i) => {
      const on = kept[map * n + i];
      setAttr(pixel, "data-unit", `${block + 1}:${map}:${i}`);
      setAttr(pixel, "aria-pressed", !on);
      setAttr(
        pixel,
        "aria-label",
        `row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1}: ${on ? "kept" : "dropped"}, activation ${part[i].toFixed(2)}`,
      );
      const share = state.largest[block] > 0 ? part[i] / state.largest[block] : 0;
      setProperty(pixel, "--strength", `${Math.round(100 * Math.min(1, share))}%`);
    });
    this.kernels.forEach((kernels, other) => (kernels.node.hidden = other !== block));
    this.kernels[block].paint(state.network.blocks[block], map, colours);
    setText(this.kernelNote, block ? KERNELS_NOTE : KERNEL_NOTE);
    setText(this.numbers, mapNumbers(state, block, map));
    setText(this.without, withoutWords(state, block, map, without));
  }
}

/** @param {string | number} text @param {{kept: number, droppable: number}} counts */
export const asBefore = (text, { kept, droppable }) =>
  `${text}${kept < droppable ? ", as before" : ""}`;

/** @param {DigitsState} state @param {number} block @param {number} map */
function mapNumbers({ view, masks, pass }, block, map) {
  const { kept, factors } = masks[block];
  const n = kept.length / factors.length;
  const part = pass.blocks[block].values.subarray(map * n, (map + 1) * n);
  const left = countKeptBetween(kept, map * n, (map + 1) * n);
  const mean = part.reduce((sum, value) => sum + value, 0) / n;
  const factor =
    view.way === "hand" || !left ? "" : `, passed on ×\u00a0${factors[map].toFixed(2)}`;
  return `${left === n ? "on" : left ? `${n - left} of ${n} pixels off` : "off"} · largest ${largestOf(part, 0, n).toFixed(2)} · mean ${mean.toFixed(2)}${factor}.`;
}

// What the network would say with the map switched over.
/** @param {DigitsState} state @param {number} block @param {number} map @param {ConvPass} without */
function withoutWords({ masks }, block, map, without) {
  const { kept, factors } = masks[block];
  const n = kept.length / factors.length;
  const left = countKeptBetween(kept, map * n, (map + 1) * n);
  const says = argmax(without.probabilities);
  const sure = formatPercent(without.probabilities[says]);
  return `${left ? "Without this map" : "With this map on"} the network would say ${says}, at ${sure}.`;
}
