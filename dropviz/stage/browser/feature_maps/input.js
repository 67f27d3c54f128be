// The digit that a network reads, as a grid of pixels; buttons while someone draws on it.

import { element, setAttr, setProperty } from "../shared/elements.js";
import { focusAmong, listenToStrokes, nearestNode } from "../shared/units.js";

export class InkGrid {
  /** @param {(pixel: number, event: Event) => void} onInk */
  constructor(onInk) {
    this.pixels = Array.from({ length: 64 }, (_, index) =>
      element("div", { class: "ink", "data-pixel": index }),
    );
    this.node = element("div", { class: "ink-grid" }, ...this.pixels);
    listenToStrokes(this.node, {
      isUnit: (node) => node.getAttribute("role") === "button",
      focus: (pixel) => focusAmong(this.pixels, pixel),
      neighbour: (pixel, key) => nearestNode(this.pixels, pixel, key),
      cross: (pixel, event) => onInk(Number(pixel.dataset.pixel), event),
    });
  }

  // values: 0..1 each; name says what is shown.
  /** @param {Float64Array} values @param {string} name @param {boolean} drawing */
  paint(values, name, drawing) {
    this.node.classList.toggle("inking", drawing);
    setAttr(this.node, "role", drawing ? "group" : "img");
    setAttr(this.node, "aria-label", name);
    this.pixels.forEach((pixel, index) => {
      setProperty(pixel, "--strength", `${Math.round(100 * values[index])}%`);
      if (drawing) {
        setAttr(pixel, "role", "button");
        setAttr(pixel, "aria-label", `pixel ${index + 1}: ink ${values[index].toFixed(2)}`);
        if (!pixel.hasAttribute("tabindex")) setAttr(pixel, "tabindex", index === 0 ? "0" : "-1");
      } else for (const name of ["role", "aria-label", "tabindex"]) pixel.removeAttribute(name);
    });
  }
}
