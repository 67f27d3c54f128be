// Masks as small pictures that are buttons.

import { Backdrop } from "../shared/backdrop.js";
import { element, setAttr, setProperty } from "../shared/elements.js";

/** @import { Picture, Place } from "../shared/backdrop.js" */

/** @typedef {{mask: Uint8Array, title: string, pressed: boolean}} MaskEntry */

/** pointed: the unit in accent, or NONE. @typedef {{ink: string, accent: string, pointed: number}} MaskColours */

export const NONE = -1;
const GAP = 3; // px between layers
const [LOW, HIGH] = [48, 96]; // px of the highest column

/**
 * One column of units (two for a wide layer) for each hidden layer.
 * @param {number[]} layerSizes
 * @param {number} pointed a unit that has to be found, or NONE
 */
function thumbnailGrid(layerSizes, pointed) {
  const lines = layerSizes.map((n) => Math.ceil(n / 16));
  const tallest = Math.max(...layerSizes.map((n, i) => Math.ceil(n / lines[i])));
  const cell = {
    width: Math.max(...lines) > 1 ? 4 : 7,
    height: Math.min(7, Math.floor((pointed === NONE ? LOW : HIGH) / tallest)),
  };
  const width = lines.reduce((sum, n) => sum + n * cell.width, 0) + GAP * (lines.length - 1);
  return { lines, cell, width, height: tallest * cell.height };
}

/**
 * Filled = kept, pale = dropped. The unit that is pointed at has a colour of its own.
 * @param {CanvasRenderingContext2D} pen
 * @param {Place} place
 * @param {Uint8Array} mask
 * @param {number[]} layerSizes
 * @param {MaskColours} colours
 */
function paintThumbnail(pen, place, mask, layerSizes, { ink, pointed, accent }) {
  const { lines, cell } = thumbnailGrid(layerSizes, pointed);
  let unit = 0;
  let x = place.left;
  layerSizes.forEach((n, layer) => {
    for (let index = 0; index < n; index++, unit++) {
      const left = x + (index % lines[layer]) * cell.width;
      const top = place.top + Math.floor(index / lines[layer]) * cell.height;
      pen.fillStyle = unit === pointed ? accent : ink;
      pen.globalAlpha = mask[unit] ? 1 : unit === pointed ? 0.3 : 0.13;
      pen.fillRect(left, top, cell.width - 1, cell.height - 0.75);
    }
    x += lines[layer] * cell.width + GAP;
  });
  pen.globalAlpha = 1;
}

// A row of masks; arrow keys move along it.
export class MaskStrip {
  /**
   * @param {string} label
   * @param {(at: number) => void} onPick gets the place
   */
  constructor(label, onPick) {
    this.onPick = onPick;
    /** @type {{node: HTMLButtonElement, picture: Picture}[]} */
    this.items = [];
    /** @type {MaskEntry[]} */
    this.entries = [];
    /** @type {number[]} */
    this.layerSizes = [];
    /** @type {MaskColours} */
    this.colours = { ink: "", accent: "", pointed: NONE };
    this.node = element("div", { class: "strip", role: "group", "aria-label": label });
    this.node.onkeydown = (event) => this.key(event);
    this.backdrop = new Backdrop(this.node);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const at = this.items.findIndex((item) => item.node === event.target);
    const next = this.items[at + step];
    event.preventDefault();
    event.stopPropagation();
    if (next && !next.node.hidden) next.node.focus();
  }

  /** @param {number} at */
  build(at) {
    const box = element("span", { class: "thumbnail" });
    const props = { type: "button", class: "mask", onClick: () => this.onPick(at) };
    const node = element("button", props, box);
    /** @type {Picture} */
    const picture = {
      box,
      draw: (pen, place) =>
        paintThumbnail(pen, place, this.entries[at].mask, this.layerSizes, this.colours),
    };
    this.node.append(node);
    this.items.push({ node, picture });
    this.backdrop.add([picture]);
  }

  /**
   * @param {MaskEntry[]} entries
   * @param {number[]} layerSizes
   * @param {MaskColours} colours
   */
  paint(entries, layerSizes, colours) {
    Object.assign(this, { entries, layerSizes, colours });
    while (this.items.length < entries.length) this.build(this.items.length);
    const { width, height } = thumbnailGrid(layerSizes, colours.pointed);
    setProperty(this.node, "--thumbnail-width", `${width}px`);
    setProperty(this.node, "--thumbnail-height", `${height}px`);
    const pressedAt = entries.findIndex((entry) => entry.pressed);
    this.items.forEach(({ node, picture }, at) => {
      const gone = at >= entries.length;
      if (node.hidden !== gone) node.hidden = gone;
      if (gone) return;
      const { title, pressed } = entries[at];
      setAttr(node, "aria-label", title);
      setAttr(node, "title", title);
      setAttr(node, "aria-pressed", pressed);
      setAttr(node, "tabindex", at === Math.max(0, pressedAt) ? 0 : -1);
      this.backdrop.paint(picture);
    });
  }
}
