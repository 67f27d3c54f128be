// @ts-nocheck
// A figure in two layers of SVG: what changes with the data, and above it what moves with the step,
// so that scrubbing leaves the many lines below alone. Parts are joined by name.

import { element, setAttr, setText } from "../elements.js";
import { svgPart } from "../plot.js";

export class LiveFigure {
  // name: for files and styles. says: what it shows, set again by its painter.
  constructor({ name, title }) {
    Object.assign(this, { name, title, width: 0, height: 0 });
    this.base = svgPart("svg", { class: "base", role: "img", "aria-label": title });
    this.over = svgPart("svg", { class: "over", "aria-hidden": "true" });
    this.heading = element("h2", { text: title });
    this.note = element("span", { class: "quiet" });
    this.plot = element("div", { class: "plot" }, this.base, this.over);
    this.node = element(
      "section",
      { class: `figure ${name}` },
      element("div", { class: "figure-head" }, this.heading, this.note),
      this.plot,
    );
    this.parts = new Map();
    this.lines = { base: [], over: [] };
  }

  // Whether the size is another one.
  fit(width, height) {
    if (!width || (width === this.width && height === this.height)) return false;
    Object.assign(this, { width, height });
    for (const layer of [this.base, this.over]) {
      setAttr(layer, "width", width);
      setAttr(layer, "height", height);
      setAttr(layer, "viewBox", `0 0 ${width} ${height}`);
    }
    this.plot.style.height = `${height}px`;
    this.node.style.width = `${width}px`;
    return true;
  }

  // kind: its class; colour: for var(--arm). The first call decides what lies above what.
  path(name, d, { layer = "base", kind = name, colour } = {}) {
    let node = this.parts.get(name);
    if (!node) {
      if (!d) return;
      node = svgPart("path", {});
      this.parts.set(name, node);
      this[layer].append(node);
    }
    setAttr(node, "class", kind);
    setAttr(node, "d", d);
    if (colour && node.colour !== colour) node.style.setProperty("--arm", (node.colour = colour));
  }

  // Forgets the parts whose name begins so: another run may have fewer arms.
  clear(...beginnings) {
    for (const [name, node] of this.parts) {
      if (!beginnings.some((beginning) => name.startsWith(beginning))) continue;
      node.remove();
      this.parts.delete(name);
    }
  }

  // labels: [[x, y, anchor, text, class]], over everything else in their layer.
  write(labels, layer = "base") {
    const lines = this.lines[layer];
    while (lines.length < labels.length) lines.push(svgPart("text"));
    lines.forEach((node, i) => {
      if (i >= labels.length) return node.remove();
      const [x, y, anchor, text, kind] = labels[i];
      setText(node, text);
      setAttr(node, "x", x.toFixed(1));
      setAttr(node, "y", y.toFixed(1));
      setAttr(node, "text-anchor", anchor);
      setAttr(node, "class", kind);
      if (!node.parentNode || node.nextSibling?.tagName === "path") this[layer].append(node);
    });
  }

  say(text) {
    setAttr(this.base, "aria-label", text);
  }
}
