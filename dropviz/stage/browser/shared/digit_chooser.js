// Which digit a network reads: one of the test images, or one's own drawing.

import { button, dropdown } from "./controls.js";
import { element, setAttr, setText } from "./elements.js";

const N_INK = 64;

/** @import { ViewStore } from "./protocol.js" */

/** @typedef {{image: number, drawn: string}} DigitView which test image; or 64 levels of ink, a digit each */

/** @template {DigitView} View */
export class DigitChooser {
  // pixels: 64 bytes an image, up to `largest`; hard(view): those least certain, first the worst.
  /**
   * @param {ViewStore<View>} store
   * @param {{pixels: Uint8Array, labels: Uint8Array, largest: number, hard: (view: View) => number[]}} images
   */
  constructor(store, { pixels, labels, largest, hard }) {
    this.store = store;
    this.pixels = pixels;
    this.labels = labels;
    this.largest = largest;
    this.hard = hard;
    this.kind = ""; // what was last picked from the list
    this.drawing = false;
    const digits = Array.from({ length: 10 }, (_, digit) => [
      String(digit),
      `${digit === 8 ? "an" : "a"} ${digit}`,
    ]);
    const blank = "0".repeat(N_INK);
    this.image = dropdown({
      label: "image",
      name: "image",
      title: "Which test image the network looks at",
      options: [...digits, ["hard", "a hard one"], ["drawn", "your drawing"]],
      onPick: (/** @type {string} */ kind) =>
        kind === "drawn" ? this.start() : this.choose(kind, 0),
    });
    this.another = button("Another", "Another image of the same kind", () =>
      this.choose(this.image.select.value === "drawn" ? "hard" : this.image.select.value, 1),
    );
    this.draw = button(
      "Draw",
      "Draw a digit on the 8 by 8 grid with the pointer, or with arrow keys and Space",
      () => (this.drawing ? this.stop() : this.start()),
    );
    this.clear = button("Clear", "Start the drawing again", () => this.change({ drawn: blank }));
    this.nodes = [
      element("span", { class: "control" }, this.image.node, this.another),
      element("span", { class: "control" }, this.draw, this.clear),
    ];
  }

  /** @param {Partial<DigitView>} chosen */
  change(chosen) {
    this.store.change(/** @type {Partial<View>} */ (chosen));
  }

  // 0 to the largest each.
  /** @param {View} view @returns {Uint8Array} */
  pixelsOf(view) {
    if (view.drawn) return Uint8Array.from(view.drawn, (char) => parseInt(char, this.largest + 1));
    return this.pixels.subarray(view.image * N_INK, (view.image + 1) * N_INK);
  }

  /** @param {string} kind @param {number} step */
  choose(kind, step) {
    const view = this.store.view;
    const pool =
      kind === "hard"
        ? this.hard(view)
        : Array.from(this.labels.keys()).filter((image) => this.labels[image] === Number(kind));
    const at = pool.indexOf(view.image);
    const image = view.drawn || at < 0 ? pool[0] : pool[(at + step) % pool.length];
    this.kind = kind;
    this.drawing = false;
    this.change({ image, drawn: "" });
  }

  // Ink on a pixel, by pointer (with a soft edge) or by key. False when no one is drawing.
  /** @param {number} pixel @param {Event} event */
  ink(pixel, event) {
    if (!this.drawing) return false;
    const ink = [...this.pixelsOf(this.store.view)];
    /** @param {number} index @param {number} level */
    const raise = (index, level) => (ink[index] = Math.max(ink[index], level));
    if (!event.type.startsWith("pointer"))
      ink[pixel] = ink[pixel] >= this.largest ? 0 : ink[pixel] + 8;
    else {
      raise(pixel, this.largest);
      const column = pixel % 8;
      if (column > 0) raise(pixel - 1, 5);
      if (column < 7) raise(pixel + 1, 5);
      if (pixel > 7) raise(pixel - 8, 5);
      if (pixel < 56) raise(pixel + 8, 5);
    }
    this.change({
      drawn: ink.map((level) => Math.min(this.largest, level).toString(this.largest + 1)).join(""),
    });
    return true;
  }

  start() {
    this.drawing = true;
    this.change({ drawn: this.store.view.drawn || "0".repeat(N_INK) });
  }

  // What a network reads, in [0, 1].
  /** @param {View} view */
  inputOf(view) {
    return Float64Array.from(this.pixelsOf(view), (value) => value / this.largest);
  }

  stop() {
    this.drawing = false;
    this.store.schedule();
  }

  // For the keydown of the stage.
  /** @param {KeyboardEvent} event */
  leave(event) {
    if (event.key !== "Escape" || !this.drawing) return;
    this.stop();
    this.draw.focus();
  }

  /** @param {View} view */
  paint(view) {
    if (!view.drawn) this.drawing = false; // the back button may have taken the drawing away
    const kind = view.drawn
      ? "drawn"
      : this.kind === "hard" && this.hard(view).includes(view.image)
        ? "hard"
        : String(this.labels[view.image]);
    this.image.set(kind);
    setAttr(this.draw, "aria-pressed", this.drawing);
    setText(this.draw, this.drawing ? "Done drawing" : "Draw");
    this.clear.hidden = !this.drawing;
  }
}
