// The chain of residual blocks of example 1, and below it the masks of all examples.

import { Plot } from "../shared/plot.js";
import { element } from "../shared/elements.js";

/** @import { Label } from "../shared/plot.js" */

/** @import { ResidualState } from "./depth.js" */

/**
 * Where a block stands, in px.
 * @typedef {{from: number, to: number, x: number, wide: number, plus: number}} Place
 */

const CHAIN = { top: 34, block: 46, rates: 22, row: 10, gap: 12, narrow: 600 };
const MIDDLE = CHAIN.top + CHAIN.block / 2;
const GRID_TOP = CHAIN.top + CHAIN.block + CHAIN.rates + CHAIN.gap;
const NAMES = [
  "line",
  "skip",
  "bypass",
  "busy",
  "kept",
  "gone",
  "cross",
  "cells",
  "empty",
  "frame",
  "join",
];

export class ResidualChain {
  /** @param {{blocks: number, examples: number}} size */
  constructor({ blocks, examples }) {
    this.blocks = blocks;
    this.examples = examples;
    this.plot = new Plot({ height: GRID_TOP + examples * CHAIN.row + 6 }, NAMES);
    this.node = element("div", { class: "chain" }, this.plot.svg);
  }

  /** @param {ResidualState} now */
  paint(now) {
    const width = this.node.clientWidth;
    this.plot.fit(width);
    const narrow = width < CHAIN.narrow;
    const [left, right] = [62, width - (narrow ? 16 : 62)];
    const d = Object.fromEntries(NAMES.map((name) => [name, ""]));
    const labels = this.sideLabels(!now.variant.own, left, narrow ? null : right);
    d.line = `M${left - 12} ${MIDDLE}H${left}M${right} ${MIDDLE}H${right + 12}`;
    now.rates.forEach((rate, block) => {
      const place = placeOf(block, left, (right - left) / this.blocks);
      addBlock(d, place, Boolean(now.kept[0][block]));
      labels.push(...blockLabels(now, block, rate, place, narrow));
      this.addCells(d, now, block, place);
    });
    if (now.variant.own)
      d.frame = `M${left + 1} ${GRID_TOP - 1.5}H${right - 1}v${CHAIN.row + 1}H${left + 1}Z`;
    this.plot.draw(d);
    this.plot.write(labels);
    const through = now.kept[0].flatMap((keep, block) => (keep ? [block + 1] : []));
    this.plot.say(
      `Step ${now.step}: example 1 goes through ${now.depths[0]} of ${this.blocks} blocks: ${through.join(", ") || "none"}`,
    );
  }

  /**
   * @param {boolean} shared
   * @param {number} left
   * @param {number | null} right where there is room for it
   * @returns {Label[]}
   */
  sideLabels(shared, left, right) {
    return [
      [left - 34, MIDDLE + 4, "middle", "input", "tick"],
      ...(right === null
        ? []
        : [/** @type {Label} */ ([right + 34, MIDDLE + 4, "middle", "output", "tick"])]),
      [2, GRID_TOP + 9, "start", shared ? `all ${this.examples}` : "example 1", "tick"],
      [2, GRID_TOP + 22, "start", shared ? "examples" : `to ${this.examples}`, "tick"],
    ];
  }

  /**
   * One cell for each coin: one for all examples where they share it.
   * @param {Record<string, string>} d
   * @param {ResidualState} now
   * @param {number} block
   * @param {Place} place
   */
  addCells(d, { kept, variant }, block, { x, wide }) {
    const rows = variant.own ? kept.map((_, example) => [example, 1]) : [[0, this.examples]];
    for (const [example, tall] of rows) {
      const y = GRID_TOP + example * CHAIN.row;
      const high = tall * CHAIN.row - 2;
      const cell = `M${x} ${y}h${wide}v${high}h${-wide}Z`;
      if (kept[example][block]) d.cells += cell;
      else {
        d.empty += cell;
        d.cross += diagonals(x + 3, y + 1.5, x + wide - 3, y + high - 1.5);
      }
    }
  }
}

/**
 * @param {number} block
 * @param {number} left
 * @param {number} pitch
 * @returns {Place}
 */
function placeOf(block, left, pitch) {
  const wide = Math.min(78, pitch * 0.62);
  const [from, to] = [left + block * pitch, left + (block + 1) * pitch];
  return { from, to, x: from + (pitch - wide - 10) / 2, wide, plus: to - 7 };
}

/** @param {number} left @param {number} top @param {number} right @param {number} bottom */
function diagonals(left, top, right, bottom) {
  return `M${left} ${top}L${right} ${bottom}M${right} ${top}L${left} ${bottom}`;
}

/**
 * The block, or the way around it, and where both meet.
 * @param {Record<string, string>} d
 * @param {Place} place
 * @param {boolean} kept
 */
function addBlock(d, { from, to, x, wide, plus }, kept) {
  const [{ top, block }, y] = [CHAIN, MIDDLE];
  const box = `M${x} ${top}h${wide}v${block}h${-wide}Z`;
  d[kept ? "skip" : "bypass"] += `M${from + 1} ${y}V${top - 12}H${plus}V${y - 6}`;
  d.join += `M${plus - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0M${plus - 3} ${y}h6M${plus} ${y - 3}v6`;
  d.line += `M${plus + 5} ${y}H${to}`;
  if (kept) {
    d.kept += box;
    d.busy += `M${from} ${y}H${x}M${x + wide} ${y}H${plus - 5}`;
    return;
  }
  const inset = Math.min(8, wide / 5);
  d.gone += box;
  d.cross += diagonals(x + inset, top + 18, x + wide - inset, top + block - 6);
}

/**
 * Its name, what scales it, and its rate.
 * @param {ResidualState} now
 * @param {number} block
 * @param {number} rate thousandths
 * @param {Place} place
 * @param {boolean} narrow
 * @returns {Label[]}
 */
function blockLabels({ kept, variant }, block, rate, { x, wide }, narrow) {
  const middle = x + wide / 2;
  const share = 1 - rate / 1000;
  const is = kept[0][block];
  const name = narrow ? String(block + 1) : `block ${block + 1}`;
  const says = narrow
    ? (rate / 1000).toFixed(2).replace(/^0/, "")
    : `p = ${Number((rate / 1000).toFixed(3))}`;
  /** @type {Label[]} */
  const labels = [
    is
      ? [middle, MIDDLE + 4, "middle", name, "label"]
      : [middle, CHAIN.top + 12, "middle", name, "tick"],
    [middle, CHAIN.top + CHAIN.block + 16, "middle", says, "tick"],
  ];
  if (is && variant.scaled && share > 0 && share < 1 && !narrow)
    labels.push([middle, MIDDLE + 18, "middle", `× ${(1 / share).toFixed(2)}`, "tick"]);
  return labels;
}
