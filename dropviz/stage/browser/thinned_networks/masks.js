// Masks as small pictures that are buttons.

import { fittedContext } from "../shared/canvas.js";
import { element, setAttr } from "../shared/elements.js";

/** @typedef {{mask: Uint8Array, title: string, pressed: boolean}} MaskEntry */

const GAP = 3; // px between layers

/**
 * One column of units (two for a wide layer) for each hidden layer, filled = kept, pale = dropped.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} mask
 * @param {number[]} layerSizes
 * @param {string} colour
 */
function paintThumbnail(canvas, mask, layerSizes, colour) {
  const lines = layerSizes.map((n) => Math.ceil(n / 16));
  const tallest = Math.max(...layerSizes.map((n, i) => Math.ceil(n / lines[i])));
  const cell = {
    width: Math.max(...lines) > 1 ? 4 : 7,
    height: Math.min(7, Math.floor(48 / tallest)),
  };
  const width = lines.reduce((sum, n) => sum + n * cell.width, 0) + GAP * (lines.length - 1);
  const pen = fittedContext(canvas, width, tallest * cell.height);
  pen.fillStyle = colour;
  let unit = 0;
  let x = 0;
  layerSizes.forEach((n, layer) => {
    for (let index = 0; index < n; index++, unit++) {
      const left = x + (index % lines[layer]) * cell.width;
      const top = Math.floor(index / lines[layer]) * cell.height;
      pen.globalAlpha = mask[unit] ? 1 : 0.13;
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
    /** @type {{node: HTMLButtonElement, canvas: HTMLCanvasElement}[]} */
    this.items = [];
    this.node = element("div", { class: "strip", role: "group", "aria-label": label });
    this.node.onkeydown = (event) => this.key(event);
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
    const canvas = element("canvas", { "aria-hidden": "true" });
    const props = { type: "button", class: "mask", onClick: () => this.onPick(at) };
    const node = element("button", props, canvas);
    this.node.append(node);
    this.items.push({ node, canvas });
  }

  /**
   * @param {MaskEntry[]} entries
   * @param {number[]} layerSizes
   * @param {string} colour
   */
  paint(entries, layerSizes, colour) {
    while (this.items.length < entries.length) this.build(this.items.length);
    const pressedAt = entries.findIndex((entry) => entry.pressed);
    this.items.forEach(({ node, canvas }, at) => {
      node.hidden = at >= entries.length;
      if (node.hidden) return;
      const { mask, title, pressed } = entries[at];
      setAttr(node, "aria-label", title);
      setAttr(node, "title", title);
      setAttr(node, "aria-pressed", pressed);
      setAttr(node, "tabindex", at === Math.max(0, pressedAt) ? 0 : -1);
      paintThumbnail(canvas, mask, layerSizes, colour);
    });
  }
}
