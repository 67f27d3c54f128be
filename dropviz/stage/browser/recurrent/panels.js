// One rule: its mask over time, what the cells hold, and what the gates read, as small grids.

import { element, part, setAttr } from "../shared/elements.js";
import { fittedContext } from "../shared/canvas.js";

/** @import { RuleState } from "./memory.js" */
/** @import { PackedRule } from "./payload.d.ts" */

/** @typedef {import("../shared/theme.js").StageColours} Colours */
/** @typedef {{x: number, y: number, width: number, height: number}} Box px */

const CELL = { widest: 22, height: 9 };

export class RulePanel {
  /**
   * @param {PackedRule} rule
   * @param {() => void} onPick open this rule's variant
   */
  constructor(rule, onPick) {
    this.name = element("button", {
      type: "button",
      class: "rule-name",
      text: rule.name,
      title: `${rule.says}: open this variant`,
      onClick: onPick,
    });
    this.mask = element("canvas", { role: "img" });
    this.held = element("canvas", { role: "img" });
    this.read = element("canvas", { role: "img" });
    this.node = element(
      "section",
      { class: "rule", "data-rule": rule.slug },
      this.name,
      ...part(
        "formulas",
        element("p", { class: "formula quiet", text: rule.formula }),
        element("p", { class: "formula quiet", text: rule.place }),
      ),
      this.mask,
      this.held,
      this.read,
    );
  }

  /**
   * @param {RuleState} now
   * @param {boolean} current
   * @param {Colours} colours
   */
  paint(now, current, colours) {
    setAttr(this.name, "aria-pressed", current);
    this.node.classList.toggle("current", current);
    const { rule, mask, c, read, ofH } = now;
    this.paintGrid(this.mask, mask, (pen, box, kept) => {
      if (kept) fillCell(pen, box, 0.5, colours.on);
      else if (rule.holds) equalSign(pen, box, colours.dropped);
      else crossCell(pen, box, colours.dropped);
    });
    this.paintGrid(this.held, c, (pen, box, value) => valueCell(pen, box, value, colours));
    this.paintGrid(this.read, read, (pen, box, value, t, unit) => {
      const held = ofH?.[t][unit] === 0; // h stays as it was
      if (held && !(value > 0)) equalSign(pen, box, colours.dropped);
      valueCell(pen, box, value, colours);
      if (held && value > 0) equalSign(pen, box, colours.ink);
    });
    this.describe(now);
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {ArrayLike<number>[]} rows [time][cell]
   * @param {(pen: CanvasRenderingContext2D, box: Box, value: number, t: number, unit: number) => void} paintCell
   */
  paintGrid(canvas, rows, paintCell) {
    const [width, cells] = [this.node.clientWidth, rows[0].length];
    const size = { width: Math.min(CELL.widest, (width - 2) / rows.length), height: CELL.height };
    const pen = fittedContext(canvas, width, cells * size.height + 1);
    rows.forEach((row, t) => {
      for (let unit = 0; unit < cells; unit++)
        paintCell(pen, { x: t * size.width, y: unit * size.height, ...size }, row[unit], t, unit);
    });
  }

  /** @param {RuleState} now */
  describe({ rule, mask, c, ofH, alive, seen }) {
    const [times, cells] = [c.length, c[0].length];
    const n = times * cells;
    const lost = (/** @type {Uint8Array[]} */ rows) =>
      rows.reduce((sum, row) => sum + row.filter((kept) => !kept).length, 0);
    const there = c.flat().filter((value) => value > 0).length;
    const hit = rule.holds ? "keep the value of the step before" : "dropped";
    const ofOwn = ofH ? `; the mask on h, of its own coins: ${lost(ofH)} of ${n} ${hit}` : "";
    setAttr(
      this.mask,
      "aria-label",
      `Mask${rule.holds ? " on c" : ""} of ${rule.name}, ${times} steps by ${cells} cells: ${lost(mask)} of ${n} ${hit}`,
    );
    setAttr(
      this.held,
      "aria-label",
      `What the cells hold: more than 0 in ${there} of ${n} places; ${alive} of ${cells} cells in the last step`,
    );
    setAttr(
      this.read,
      "aria-label",
      `What the gates read: more than 0 in ${seen} of ${n} places${ofOwn}`,
    );
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Box} box
 * @param {number} alpha
 * @param {string} colour
 */
function fillCell(pen, { x, y, width, height }, alpha, colour) {
  pen.globalAlpha = alpha;
  pen.fillStyle = colour;
  pen.fillRect(x + 0.5, y + 0.5, Math.max(1, width - 1), height - 1);
  pen.globalAlpha = 1;
}

/**
 * Fuller for a larger value, an empty box for 0.
 * @param {CanvasRenderingContext2D} pen
 * @param {Box} box
 * @param {number} value
 * @param {Colours} colours
 */
function valueCell(pen, box, value, colours) {
  if (value > 0) {
    const strength = Math.max(0.2, Math.min(1, 0.5 + Math.log10(value) / 4));
    fillCell(pen, box, strength, colours.on);
    return;
  }
  const { x, y, width, height } = box;
  pen.globalAlpha = 0.4;
  pen.strokeStyle = colours.dropped;
  pen.lineWidth = 1;
  pen.strokeRect(x + 1, y + 1, Math.max(1, width - 1) - 1, height - 2);
  pen.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Box} box
 * @param {string} colour
 */
function crossCell(pen, { x, y, width, height }, colour) {
  const [left, right, top, bottom] = [x + 1.5, x + width - 1.5, y + 2, y + height - 2];
  strokeLines(pen, colour, [
    [left, top, right, bottom],
    [left, bottom, right, top],
  ]);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Box} box
 * @param {string} colour
 */
function equalSign(pen, { x, y, width, height }, colour) {
  const heights = [y + height * 0.38, y + height * 0.68];
  strokeLines(
    pen,
    colour,
    heights.map((at) => [x + 1.5, at, x + width - 1.5, at]),
  );
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} colour
 * @param {number[][]} lines their ends, x and y
 */
function strokeLines(pen, colour, lines) {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const [x1, y1, x2, y2] of lines) {
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
  }
  pen.stroke();
}
