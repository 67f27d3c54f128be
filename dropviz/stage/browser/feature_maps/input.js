// @ts-nocheck
// The digit that a network reads, as a grid of pixels; buttons while someone draws on it.

import { element, setAttr } from "../shared/elements.js";
import { nearestInDirection } from "./map_pictures.js";

export class InkGrid {
  // onInk(pixel, event)
  constructor(onInk) {
    this.onInk = onInk;
    this.pixels = Array.from({ length: 64 }, (_, index) =>
      element("div", { class: "ink", "data-pixel": index }),
    );
    this.node = element("div", { class: "ink-grid" }, ...this.pixels);
    this.listen();
  }

  // values: 0..1 each; name says what is shown.
  paint(values, name, drawing) {
    this.node.classList.toggle("inking", drawing);
    setAttr(this.node, "role", drawing ? "group" : "img");
    setAttr(this.node, "aria-label", name);
    this.pixels.forEach((pixel, index) => {
      const strength = `${Math.round(100 * values[index])}%`;
      if (pixel.dataset.strength !== strength) {
        pixel.dataset.strength = strength;
        pixel.style.setProperty("--strength", strength);
      }
      if (drawing) {
        setAttr(pixel, "role", "button");
        setAttr(pixel, "aria-label", `pixel ${index + 1}: ink ${values[index].toFixed(2)}`);
        if (!pixel.hasAttribute("tabindex")) setAttr(pixel, "tabindex", index === 0 ? "0" : "-1");
      } else for (const name of ["role", "aria-label", "tabindex"]) pixel.removeAttribute(name);
    });
  }

  listen() {
    let crossed = null;
    const cross = (pixel, event) => {
      if (!pixel || crossed.has(pixel)) return;
      crossed.add(pixel);
      this.onInk(Number(pixel.dataset.pixel), event);
    };
    this.node.onpointerdown = (event) => {
      const pixel = event.target.closest("[role=button]");
      if (!pixel || event.button !== 0) return;
      event.preventDefault();
      crossed = new Set();
      this.focusPixel(pixel);
      cross(pixel, event);
      this.node.setPointerCapture(event.pointerId);
    };
    this.node.onpointermove = (event) => {
      if (!crossed) return;
      const under = this.node.getRootNode().elementFromPoint(event.clientX, event.clientY);
      if (this.pixels.includes(under)) cross(under, event);
    };
    this.node.onpointerup = this.node.onpointercancel = () => (crossed = null);
    this.node.onkeydown = (event) => {
      if (event.target.getAttribute("role") !== "button") return;
      if (event.key === " " || event.key === "Enter") {
        event.preventDefault();
        this.onInk(Number(event.target.dataset.pixel), event);
      } else if (event.key.startsWith("Arrow")) {
        event.preventDefault();
        const next = nearestInDirection(this.pixels, event.target, event.key);
        if (next) this.focusPixel(next);
      }
    };
    this.node.onclick = (event) => {
      if (event.detail === 0 && event.target.getAttribute("role") === "button")
        this.onInk(Number(event.target.dataset.pixel), { type: "keydown" });
    };
  }

  focusPixel(pixel) {
    for (const other of this.pixels) setAttr(other, "tabindex", other === pixel ? "0" : "-1");
    pixel.focus({ preventScroll: true });
  }
}
