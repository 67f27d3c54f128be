// @ts-nocheck
/* eslint-disable max-lines-per-function */
// The chain of residual blocks of example 1, and below it the masks of all examples.

import { element, setAttr } from "../shared/elements.js";
import { svgPart, writeLabels } from "../shared/plot.js";

const CHAIN = { top: 34, block: 46, rates: 22, row: 10, gap: 12 };

export class ResidualChain {
  constructor({ blocks, examples }) {
    this.size = { blocks, examples };
    this.svg = svgPart("svg", { role: "img" });
    this.paths = Object.fromEntries(
      [
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
      ].map((name) => [name, svgPart("path", { class: name })]),
    );
    this.texts = Array.from({ length: 3 * blocks + 6 }, () => svgPart("text"));
    this.svg.append(...Object.values(this.paths), ...this.texts);
    this.node = element("div", { class: "chain" }, this.svg);
  }

  // now: {kept: [example][block], rates (thousandths), scaled, shared, depth, step}
  paint(now, width) {
    const { blocks, examples } = this.size;
    const narrow = width < 600;
    const [left, right] = [62, width - (narrow ? 16 : 62)];
    const pitch = (right - left) / blocks;
    const wide = Math.min(78, pitch * 0.62);
    const middle = CHAIN.top + CHAIN.block / 2;
    const gridTop = CHAIN.top + CHAIN.block + CHAIN.rates + CHAIN.gap;
    const height = gridTop + examples * CHAIN.row + 6;
    setAttr(this.svg, "width", width);
    setAttr(this.svg, "height", height);
    const d = Object.fromEntries(Object.keys(this.paths).map((name) => [name, ""]));
    const labels = [
      [left - 34, middle + 4, "middle", "input", "tick"],
      [right + 34, middle + 4, "middle", narrow ? "" : "output", "tick"],
      [2, gridTop + 9, "start", now.shared ? `all ${examples}` : "example 1", "tick"],
      [2, gridTop + 22, "start", now.shared ? "examples" : `to ${examples}`, "tick"],
    ];
    d.line = `M${left - 12} ${middle}H${left}M${right} ${middle}H${right + 12}`;
    now.rates.forEach((rate, block) => {
      const from = left + block * pitch;
      const x = from + (pitch - wide - 10) / 2;
      const plus = from + pitch - 7;
      const is = now.kept[0][block];
      const box = `M${x} ${CHAIN.top}h${wide}v${CHAIN.block}h${-wide}Z`;
      d[is ? "skip" : "bypass"] += `M${from + 1} ${middle}V${CHAIN.top - 12}H${plus}V${middle - 6}`;
      d.join += `M${plus - 5} ${middle}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0M${plus - 3} ${middle}h6M${plus} ${middle - 3}v6`;
      d.line += `M${plus + 5} ${middle}H${from + pitch}`;
      if (is) {
        d.kept += box;
        d.busy += `M${from} ${middle}H${x}M${x + wide} ${middle}H${plus - 5}`;
      } else {
        d.gone += box;
        const inset = Math.min(8, wide / 5);
        d.cross += `M${x + inset} ${CHAIN.top + 18}L${x + wide - inset} ${CHAIN.top + CHAIN.block - 6}M${x + wide - inset} ${CHAIN.top + 18}L${x + inset} ${CHAIN.top + CHAIN.block - 6}`;
      }
      const share = 1 - rate / 1000;
      labels.push([
        x + wide / 2,
        is ? middle + 4 : CHAIN.top + 12,
        "middle",
        narrow ? String(block + 1) : `block ${block + 1}`,
        is ? "label" : "tick",
      ]);
      if (is && now.scaled && share > 0 && share < 1 && !narrow)
        labels.push([x + wide / 2, middle + 18, "middle", `× ${(1 / share).toFixed(2)}`, "tick"]);
      labels.push([
        x + wide / 2,
        CHAIN.top + CHAIN.block + 16,
        "middle",
        narrow
          ? (rate / 1000).toFixed(2).replace(/^0/, "")
          : `p = ${Number((rate / 1000).toFixed(3))}`,
        "tick",
      ]);
      this.addCells(d, now, block, x, wide, gridTop);
    });
    if (!now.shared)
      d.frame = `M${left + 1} ${gridTop - 1.5}H${right - 1}v${CHAIN.row + 1}H${left + 1}Z`;
    for (const [name, path] of Object.entries(this.paths)) setAttr(path, "d", d[name]);
    writeLabels(this.texts, labels);
    setAttr(
      this.svg,
      "aria-label",
      `Step ${now.step}: example 1 goes through ${now.depth} of ${blocks} blocks: ${
        now.kept[0]
          .map((keep, block) => (keep ? block + 1 : ""))
          .filter(Boolean)
          .join(", ") || "none"
      }`,
    );
  }

  // One cell for each coin: one for all examples where they share it.
  addCells(d, { kept, shared }, block, x, wide, top) {
    const { examples } = this.size;
    const rows = shared ? [[0, examples]] : kept.map((_, example) => [example, 1]);
    for (const [example, tall] of rows) {
      const y = top + example * CHAIN.row;
      const high = tall * CHAIN.row - 2;
      const cell = `M${x} ${y}h${wide}v${high}h${-wide}Z`;
      if (kept[example][block]) d.cells += cell;
      else {
        d.empty += cell;
        d.cross += `M${x + 3} ${y + 1.5}L${x + wide - 3} ${y + high - 1.5}M${x + wide - 3} ${y + 1.5}L${x + 3} ${y + high - 1.5}`;
      }
    }
  }
}
