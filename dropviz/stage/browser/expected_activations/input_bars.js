// @ts-nocheck
import { element, setAttr } from "../shared/elements.js";

// A row of bars that can be dragged or moved with the arrow keys, one for each input.
export class InputBars {
  // onLevel(index, level); zero: the level of the value 0
  constructor({ name, largest, zero, onLevel }) {
    Object.assign(this, { name, largest, zero, onLevel });
    this.bars = [];
    this.node = element("div", { class: "bars", role: "group", "aria-label": `${name}s` });
    this.node.style.setProperty("--zero", zero / largest);
    let held = false;
    const move = (event) => {
      const box = this.node.getBoundingClientRect();
      const index = Math.floor(((event.clientX - box.left) / box.width) * this.shown);
      const level = Math.round((1 - (event.clientY - box.top) / box.height) * largest);
      const within = Math.max(0, Math.min(this.shown - 1, index));
      this.focus(within);
      onLevel(within, Math.max(0, Math.min(largest, level)));
    };
    this.node.onpointerdown = (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      held = true;
      this.node.setPointerCapture(event.pointerId);
      move(event);
    };
    this.node.onpointermove = (event) => held && move(event);
    this.node.onpointerup = this.node.onpointercancel = () => (held = false);
    this.node.onkeydown = (event) => this.key(event);
  }

  key(event) {
    const index = this.bars.indexOf(event.target);
    const level = Number(event.target.dataset.level);
    const wanted = {
      ArrowUp: level + 1,
      ArrowDown: level - 1,
      PageUp: level + 5,
      PageDown: level - 5,
      Home: 0,
      End: this.largest,
    }[event.key];
    const next = { ArrowLeft: index - 1, ArrowRight: index + 1 }[event.key];
    if (index < 0 || (wanted === undefined && next === undefined)) return;
    event.preventDefault();
    if (next !== undefined) this.focus(Math.max(0, Math.min(this.shown - 1, next)));
    else this.onLevel(index, Math.max(0, Math.min(this.largest, wanted)));
  }

  focus(index) {
    this.bars.forEach((bar, i) => setAttr(bar, "tabindex", i === index ? 0 : -1));
    this.bars[index].focus({ preventScroll: true });
  }

  build(index) {
    const bar = element(
      "div",
      {
        class: "bar",
        role: "slider",
        tabindex: index ? -1 : 0,
        "aria-orientation": "vertical",
        "data-input": `${this.name[0]}:${index}`,
      },
      element("span"),
    );
    this.bars.push(bar);
    this.node.append(bar);
  }

  // levels, kept: one an input; both Uint8Array
  paint(levels, kept) {
    this.shown = levels.length;
    this.node.classList.toggle("many", this.shown > 24);
    while (this.bars.length < this.shown) this.build(this.bars.length);
    this.bars.forEach((bar, index) => {
      bar.hidden = index >= this.shown;
      if (bar.hidden) return;
      const value = (levels[index] - this.zero) / 10;
      if (bar.dataset.level !== String(levels[index])) {
        bar.dataset.level = levels[index];
        bar.firstChild.style.setProperty(
          "--from",
          Math.min(levels[index], this.zero) / this.largest,
        );
        bar.firstChild.style.setProperty(
          "--size",
          Math.abs(levels[index] - this.zero) / this.largest,
        );
        bar.title = `${this.name} ${index + 1}: ${value.toFixed(1)}`;
        for (const [key, number] of [
          ["now", value],
          ["min", -this.zero / 10],
          ["max", (this.largest - this.zero) / 10],
        ])
          setAttr(bar, `aria-value${key}`, number);
      }
      setAttr(
        bar,
        "aria-label",
        `${this.name} of input ${index + 1}${kept[index] ? "" : ", dropped in sample 1"}`,
      );
      bar.classList.toggle("out", !kept[index]);
    });
    const reachable = this.bars.findIndex((bar) => bar.tabIndex === 0);
    if (reachable >= this.shown)
      this.bars.forEach((bar, i) => setAttr(bar, "tabindex", i ? -1 : 0));
  }
}
