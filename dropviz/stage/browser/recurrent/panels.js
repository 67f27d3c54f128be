// @ts-nocheck
// One rule: its mask over time, what the cells hold, and what the gates read, as small grids.

import { element, setAttr } from "../shared/elements.js";
import { fittedContext } from "../shared/canvas.js";

const GRIDS = ["mask", "c", "read"];

export class RulePanel {
  // onPick(): open this rule's variant
  constructor(rule, onPick) {
    this.rule = rule;
    this.name = element("button", {
      type: "button",
      class: "rule-name",
      text: rule.name,
      title: `${rule.says}: open this variant`,
      onClick: onPick,
    });
    this.canvases = GRIDS.map(() => element("canvas", { role: "img" }));
    this.node = element(
      "section",
      { class: "rule", "data-rule": rule.slug },
      this.name,
      element("p", { class: "formula quiet", text: rule.formula }),
      element("p", { class: "formula quiet", text: rule.place }),
      ...this.canvases,
    );
  }

  // now: {mask, c, read, ofH}: [time][cell]; ofH, coins of h, where h is held too
  paint(now, { times, cells, current, width, height }, colours) {
    setAttr(this.name, "aria-pressed", current);
    this.node.classList.toggle("current", current);
    const cell = { width: Math.min(22, (width - 2) / times), height };
    GRIDS.forEach((kind, i) => {
      const context = fittedContext(this.canvases[i], width, cells * height + 1);
      const rows = now[kind];
      for (let t = 0; t < times; t++)
        for (let unit = 0; unit < cells; unit++)
          this.paintCell(
            context,
            kind,
            rows[t][unit],
            { x: t * cell.width, y: unit * height, ...cell },
            colours,
            kind === "read" && now.ofH?.[t][unit] === 0,
          );
    });
    const n = times * cells;
    const count = (rows, holds) =>
      rows.slice(0, times).reduce((sum, row) => sum + Array.from(row).filter(holds).length, 0);
    const { holds } = this.rule;
    const hit = holds ? "keep the value of the step before" : "dropped";
    setAttr(
      this.canvases[0],
      "aria-label",
      `Mask${holds ? " on c" : ""} of ${this.rule.name}, ${times} steps by ${cells} cells: ${count(now.mask, (kept) => !kept)} of ${n} ${hit}`,
    );
    setAttr(
      this.canvases[1],
      "aria-label",
      `What the cells hold: more than 0 in ${count(now.c, (value) => value > 0)} of ${n} places; ${now.alive} of ${cells} cells in the last step`,
    );
    setAttr(
      this.canvases[2],
      "aria-label",
      `What the gates read: more than 0 in ${now.seen} of ${n} places${holds ? `; the mask on h, of its own coins: ${count(now.ofH, (kept) => !kept)} of ${n} ${hit}` : ""}`,
    );
  }

  paintEqual(context, { x, y, width, height }, colour) {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.beginPath();
    for (const level of [0.38, 0.68]) {
      context.moveTo(x + 1.5, y + height * level);
      context.lineTo(x + width - 1.5, y + height * level);
    }
    context.stroke();
  }

  // held: h stays as it was
  paintCell(context, kind, value, at, colours, held) {
    const { x, y, width, height } = at;
    const box = [x + 0.5, y + 0.5, Math.max(1, width - 1), height - 1];
    if (value > 0) {
      const strength =
        kind === "mask" ? 0.5 : Math.max(0.2, Math.min(1, 0.5 + Math.log10(value) / 4));
      context.globalAlpha = strength;
      context.fillStyle = colours.on;
      context.fillRect(...box);
      context.globalAlpha = 1;
      if (held) this.paintEqual(context, at, colours.ink);
      return;
    }
    if (held || (kind === "mask" && this.rule.holds)) this.paintEqual(context, at, colours.dropped);
    if (kind === "mask" && this.rule.holds) return;
    context.strokeStyle = colours.dropped;
    context.lineWidth = 1;
    context.beginPath();
    const [left, right, top, bottom] = [x + 1.5, x + width - 1.5, y + 2, y + height - 2];
    if (kind === "mask") {
      context.moveTo(left, top);
      context.lineTo(right, bottom);
      context.moveTo(left, bottom);
      context.lineTo(right, top);
    } else context.rect(...box.map((at, i) => (i < 2 ? at + 0.5 : at - 1)));
    context.globalAlpha = kind === "mask" ? 1 : 0.4;
    context.stroke();
    context.globalAlpha = 1;
  }
}
