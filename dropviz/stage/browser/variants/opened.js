// One variant, large: what goes in, its mask, what comes out.

import { element, setAttr, setText } from "../shared/elements.js";
import { placeIn } from "../shared/scale.js";
import { ARROWS } from "../shared/units.js";
import { LARGEST_CELL, Painting, TensorPicture } from "./pictures.js";

/** @import { StageColours } from "../shared/theme.js" */
/** @import { DecodedVariant, VariantMask } from "./masks.js" */
/** @import { Frame } from "./pictures.js" */

const PANEL_HEIGHT = 330; // px
const LOWEST_PANEL = 160;
const EDGE = 20; // px at the left and below, for the axes

class TensorPanel {
  /** @type {Frame | null} */
  frame = null;

  constructor() {
    this.heading = element("h2");
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.holder = element("div", { class: "tensor", tabindex: "0", role: "group" }, this.canvas);
    this.node = element("section", {}, this.heading, this.holder);
  }

  /** @param {TensorPicture} picture */
  fit(picture) {
    const width = this.holder.clientWidth;
    const cell = Math.min(
      LARGEST_CELL,
      (width - 24) / picture.width,
      (PANEL_HEIGHT - 24) / picture.height,
    );
    const top = picture.variant.words ? 22 : 2;
    const high = Math.max(LOWEST_PANEL, Math.ceil(cell * picture.height) + 24 + top);
    const margins = { left: EDGE, bottom: EDGE, top };
    this.frame = picture.fit(width, Math.min(PANEL_HEIGHT, high), margins);
  }

  /** @param {string} name @param {DecodedVariant} variant */
  call(name, { axes }) {
    setText(this.heading, name);
    const sizes = axes.map(([axis, size]) => `${axis} ${size}`).join(" by ");
    setAttr(this.holder, "aria-label", `${name}, ${sizes}; arrow keys choose an entry`);
  }

  // draw: what this panel shows of the tensor
  /** @param {TensorPicture} picture @param {number} focus @param {StageColours} colours @param {(painting: Painting) => void} draw */
  paint(picture, focus, colours, draw) {
    if (!this.frame) return;
    const painting = new Painting(this.canvas, picture, this.frame, colours);
    painting.axes();
    draw(painting);
    painting.words();
    painting.focus(focus);
  }
}

export class VariantPanels {
  /** @type {TensorPicture | null} */
  picture = null;
  width = 0;
  named = ""; // the variant whose names stand over the panels
  focus = 0; // the entry that is read out

  // onFocus: an entry was pointed at, or reached with the arrow keys.
  /** @param {(entry: number) => void} onFocus */
  constructor(onFocus) {
    this.onFocus = onFocus;
    this.x = new TensorPanel();
    this.mask = new TensorPanel();
    this.y = new TensorPanel();
    this.panels = [this.x, this.mask, this.y];
    this.signs = this.panels
      .slice(1)
      .map(() => element("span", { class: "sign", "aria-hidden": "true" }));
    this.node = element(
      "div",
      { class: "tensors" },
      this.x.node,
      this.signs[0],
      this.mask.node,
      this.signs[1],
      this.y.node,
    );
    for (const panel of this.panels) {
      panel.holder.onpointermove = panel.holder.onpointerdown = (event) => this.point(panel, event);
      panel.holder.onkeydown = (event) => this.move(event);
    }
  }

  /** @param {TensorPanel} panel @param {PointerEvent} event */
  point({ canvas, frame }, event) {
    if (!frame) return;
    const { x, y } = placeIn(canvas, event);
    const entry = this.picture?.entryAt(frame, x, y);
    if (entry !== undefined) this.onFocus(entry);
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    const entry = this.picture?.entryBeside(this.focus, ARROWS[event.key]);
    if (entry !== undefined) this.onFocus(entry);
  }

  // What the three are called; operators between them hold where a mask multiplies.
  /** @param {DecodedVariant} variant */
  name(variant) {
    this.named = variant.slug;
    const weights = variant.of_weights;
    this.x.call(weights ? "Weights W" : "What goes in, x", variant);
    this.mask.call(variant.kind === "gaussian" ? "Noise m" : "Mask m", variant);
    this.y.call(weights ? "m ∗ W / (1 − p)" : "What comes out, y", variant);
    const multiplies = variant.kind !== "alpha" && variant.kind !== "zoneout";
    setText(this.signs[0], multiplies ? "×" : "→");
    setText(this.signs[1], multiplies ? "=" : "→");
  }

  /** @param {DecodedVariant} variant */
  pictureOf(variant) {
    const width = this.node.clientWidth;
    if (this.picture?.variant === variant && this.width === width) return this.picture;
    if (this.named !== variant.slug) this.name(variant);
    this.picture = new TensorPicture(variant);
    this.width = width;
    for (const panel of this.panels) panel.fit(this.picture);
    return this.picture;
  }

  /** @param {DecodedVariant} variant @param {VariantMask} mask @param {Float64Array} outputs @param {number} focus @param {StageColours} colours */
  paint(variant, mask, outputs, focus, colours) {
    const picture = this.pictureOf(variant);
    this.focus = focus;
    const largest = Math.max(0.01, ...variant.x.map(Math.abs), ...outputs.map(Math.abs));
    this.x.paint(picture, focus, colours, (drawn) => drawn.values(variant.x, largest, null));
    this.mask.paint(picture, focus, colours, (drawn) => drawn.mask(mask));
    this.y.paint(picture, focus, colours, (drawn) => drawn.values(outputs, largest, mask));
  }
}
