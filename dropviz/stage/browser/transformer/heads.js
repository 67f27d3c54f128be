// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Attention weights of one head as a picture: a row for each query, a column for each key.

import { element, setAttr } from "../shared/elements.js";
import { fittedContext } from "../shared/pictures.js";

const SHOWN_SPACE = "␣";
export const shownCharacter = (character) => (character === " " ? SHOWN_SPACE : character);

export const HEAD_ROOM = { left: 20, top: 16, right: 54 };

export class HeadMap {
  // onLook({head, query, key} | null): a weight is pointed at, or reached with the arrow keys
  constructor(head, onLook) {
    Object.assign(this, { head, onLook, at: { query: 0, key: 0 } });
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.box = element("div", { class: "map", role: "group", tabindex: "0" }, this.canvas);
    this.node = element(
      "section",
      { class: "head" },
      element("h2", { text: `Head ${head + 1}` }),
      this.box,
    );
    this.box.onpointermove = (event) => this.point(event);
    this.box.onpointerdown = (event) => this.point(event);
    this.box.onpointerleave = () => onLook(null);
    this.box.onfocus = () => this.look(this.at.query, this.at.key);
    this.box.onblur = () => onLook(null);
    this.box.onkeydown = (event) => this.move(event);
  }

  look(query, key) {
    const last = this.times - 1;
    this.at = { query: Math.max(0, Math.min(last, query)), key: 0 };
    this.at.key = Math.max(0, Math.min(this.at.query, key));
    this.onLook({ head: this.head, ...this.at });
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const [key, query] = [
      event.clientX - box.left - HEAD_ROOM.left,
      event.clientY - box.top - HEAD_ROOM.top,
    ].map((px) => Math.floor(px / this.cell));
    if (key >= 0 && query < this.times && key <= query) this.look(query, key);
    else this.onLook(null);
  }

  move(event) {
    const [down, right] =
      { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ??
      [];
    if (down === undefined) return;
    event.preventDefault();
    this.look(this.at.query + down, this.at.key + right);
  }

  // weights: [query][key] as used; kept(query, key): false where dropped; cell: px
  paint({ weights, kept, characters, cell, dropping, looked }, colours) {
    const n = characters.length;
    const { left, top } = HEAD_ROOM;
    const side = cell * n;
    Object.assign(this, { cell, times: n });
    const context = fittedContext(this.canvas, left + side + HEAD_ROOM.right, top + side + 2);
    context.font = `12px ${colours.font}`;
    context.textBaseline = "middle";
    const write = (text, x, y, align, colour, bold = false) => {
      context.font = `${bold ? "600 " : ""}12px ${colours.font}`;
      Object.assign(context, { fillStyle: colour, textAlign: align });
      context.fillText(text, x, y);
    };
    characters.forEach((character, t) => {
      write(shownCharacter(character), left + (t + 0.5) * cell, top - 8, "center", colours.quiet);
      write(
        shownCharacter(character),
        left - 9,
        top + (t + 0.5) * cell,
        "center",
        colours.quiet,
        t === n - 1,
      );
    });
    write("row sum", left + side + HEAD_ROOM.right - 2, top - 8, "right", colours.quiet);
    weights.forEach((row, query) => {
      row.forEach((weight, key) =>
        this.paintCell(
          context,
          left + key * cell,
          top + query * cell,
          cell,
          weight,
          kept(query, key),
          dropping ? colours.on : colours.without,
          colours,
        ),
      );
      const sum = row.reduce((total, weight) => total + weight, 0);
      write(
        sum.toFixed(2),
        left + side + HEAD_ROOM.right - 2,
        top + (query + 0.5) * cell,
        "right",
        Math.abs(sum - 1) < 0.005 ? colours.quiet : colours.ink,
        Math.abs(sum - 1) >= 0.005,
      );
    });
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.strokeRect(left, top + (n - 1) * cell, side, cell); // what the prediction is made of
    if (looked && looked.query < n)
      context.strokeRect(left + looked.key * cell, top + looked.query * cell, cell, cell);
    const sums = weights.map((row) => row.reduce((total, weight) => total + weight, 0));
    const low = Math.min(...sums).toFixed(2);
    const high = Math.max(...sums).toFixed(2);
    setAttr(
      this.box,
      "aria-label",
      `Attention of head ${this.head + 1}: ${n} queries (rows) by ${n} keys; rows sum to ${low === high ? low : `${low} to ${high}`}. Arrow keys read the weights.`,
    );
  }

  paintCell(context, x, y, cell, weight, isKept, colour, colours) {
    if (isKept) {
      context.globalAlpha = 0.06 + 0.94 * Math.min(1, weight) ** 0.7;
      context.fillStyle = colour;
      context.fillRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
      context.globalAlpha = 1;
      return;
    }
    context.strokeStyle = colours.dropped;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x + 4, y + 4);
    context.lineTo(x + cell - 4, y + cell - 4);
    context.moveTo(x + cell - 4, y + 4);
    context.lineTo(x + 4, y + cell - 4);
    context.stroke();
    context.globalAlpha = 0.35;
    context.strokeRect(x + 1, y + 1, cell - 2, cell - 2);
    context.globalAlpha = 1;
  }
}
