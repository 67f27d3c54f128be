// Attention weights of one head as a picture: a row for each query, a column for each key.

import { crossOut, fittedContext } from "../shared/canvas.js";
import { element, setAttr } from "../shared/elements.js";
import { placeIn } from "../shared/scale.js";
import { ARROWS } from "../shared/units.js";
import { isWeightKept } from "./reading.js";
import { rowSumRange, shownCharacter } from "./words.js";

/** @import { StageColours } from "../shared/theme.js" */
/** @import { TransformerState, WeightPlace } from "./reading.js" */

export const HEAD_ROOM = { left: 20, top: 16, right: 54 };

export class HeadMap {
  at = { query: 0, key: 0 };
  cell = 1; // px
  times = 1;

  // onLook: a weight is pointed at, or reached with the arrow keys
  /** @param {number} head @param {(weight: WeightPlace | null) => void} onLook */
  constructor(head, onLook) {
    this.head = head;
    this.onLook = onLook;
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

  /** @param {number} query @param {number} key */
  look(query, key) {
    const last = this.times - 1;
    this.at = { query: Math.max(0, Math.min(last, query)), key: 0 };
    this.at.key = Math.max(0, Math.min(this.at.query, key));
    this.onLook({ head: this.head, ...this.at });
  }

  /** @param {PointerEvent} event */
  point(event) {
    const { x, y } = placeIn(this.canvas, event);
    const [key, query] = [x - HEAD_ROOM.left, y - HEAD_ROOM.top].map((px) =>
      Math.floor(px / this.cell),
    );
    if (key >= 0 && query < this.times && key <= query) this.look(query, key);
    else this.onLook(null);
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    const [right, down] = ARROWS[event.key];
    this.look(this.at.query + down, this.at.key + right);
  }

  // cell: px; looked: the weight that is read out
  /** @param {TransformerState} state @param {number} cell @param {WeightPlace | null} looked @param {StageColours} colours */
  paint(state, cell, looked, colours) {
    this.cell = cell;
    this.times = state.characters.length;
    const { left, top, right } = HEAD_ROOM;
    const side = cell * this.times;
    const context = fittedContext(this.canvas, left + side + right, top + side + 2);
    this.write(context, state, colours);
    const rows = state.pass.attention[this.head];
    rows.forEach((row, query) =>
      row.forEach((weight, key) => {
        const [x, y] = [left + key * cell, top + query * cell];
        if (isWeightKept(state, { head: this.head, query, key })) {
          context.globalAlpha = 0.06 + 0.94 * Math.min(1, weight) ** 0.7;
          context.fillStyle = state.on.size ? colours.on : colours.without;
          context.fillRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
          context.globalAlpha = 1;
        } else paintDropped(context, x, y, cell, colours.dropped);
      }),
    );
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.strokeRect(left, top + side - cell, side, cell); // what the prediction is made of
    if (looked?.head === this.head && looked.query < this.times)
      context.strokeRect(left + looked.key * cell, top + looked.query * cell, cell, cell);
    setAttr(
      this.box,
      "aria-label",
      `Attention of head ${this.head + 1}: ${this.times} queries (rows) by ${this.times} keys; rows sum to ${rowSumRange(rows)}. Arrow keys read the weights.`,
    );
  }

  // The characters above and beside the weights, and what each row sums to.
  /** @param {CanvasRenderingContext2D} context @param {TransformerState} state @param {StageColours} colours */
  write(context, { characters, pass }, { quiet, ink, font }) {
    const { cell } = this;
    const { left, top, right } = HEAD_ROOM;
    const end = left + cell * this.times + right - 2;
    context.textBaseline = "middle";
    /** @param {string} text @param {number} x @param {number} y @param {{align?: CanvasTextAlign, strong?: boolean, colour?: string}} how */
    const write = (text, x, y, { align = "center", strong = false, colour = quiet } = {}) => {
      context.font = `${strong ? "600 " : ""}13px ${font}`;
      context.fillStyle = colour;
      context.textAlign = align;
      context.fillText(text, x, y);
    };
    characters.forEach((character, t) => {
      const text = shownCharacter(character);
      const middle = (t + 0.5) * cell;
      write(text, left + middle, top - 8);
      write(text, left - 9, top + middle, { strong: t === this.times - 1 });
    });
    write("row sum", end, top - 8, { align: "right" });
    pass.attention[this.head].forEach((row, query) => {
      const sum = row.reduce((total, weight) => total + weight, 0);
      const strong = Math.abs(sum - 1) >= 0.005;
      const how = { align: /** @type {const} */ ("right"), strong, colour: strong ? ink : quiet };
      write(sum.toFixed(2), end, top + (query + 0.5) * cell, how);
    });
  }
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} cell @param {string} colour */
function paintDropped(context, x, y, cell, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  crossOut(context, x + 4, y + 4, x + cell - 4, y + cell - 4);
  context.stroke();
  context.globalAlpha = 0.35;
  context.strokeRect(x + 1, y + 1, cell - 2, cell - 2);
  context.globalAlpha = 1;
}
