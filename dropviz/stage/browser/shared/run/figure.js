// A figure in two layers of SVG: what changes with the data, and above it what moves with the step,
// so that scrubbing leaves the many lines below alone.

import { element } from "../elements.js";
import { Plot } from "../plot.js";

export class LiveFigure {
  /** @param {{name: string, title: string}} figure name: for files and styles */
  constructor({ name, title }) {
    this.name = name;
    this.title = title;
    this.base = new Plot({ class: "base", "aria-label": title });
    this.over = new Plot({ class: "over", "aria-hidden": "true" });
    this.heading = element("h2", { text: title });
    this.note = element("span", { class: "quiet" });
    this.plot = element("div", { class: "plot" }, this.base.svg, this.over.svg);
    this.node = element(
      "section",
      { class: `figure ${name}` },
      element("div", { class: "figure-head" }, this.heading, this.note),
      this.plot,
    );
  }

  get width() {
    return this.base.width;
  }

  get height() {
    return this.base.height;
  }

  /**
   * Whether the size is another one.
   * @param {number} width
   * @param {number} height
   */
  fit(width, height) {
    this.over.fit(width, height);
    if (!this.base.fit(width, height)) return false;
    this.plot.style.height = `${height}px`;
    this.node.style.width = `${width}px`;
    return true;
  }
}
