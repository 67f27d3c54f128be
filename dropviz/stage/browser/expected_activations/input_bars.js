import { element, setAttr, setProperty } from "../shared/elements.js";

const MANY = 24; // inputs, beyond which bars are thin

// A row of bars that can be dragged or moved with the arrow keys, one for each input.
export class InputBars {
  /**
   * @param {{
   *   name: string,
   *   largest: number,
   *   zero: number,
   *   onLevel: (index: number, level: number) => void,
   * }} row zero: the level of the value 0
   */
  constructor({ name, largest, zero, onLevel }) {
    this.name = name;
    this.largest = largest;
    this.zero = zero;
    this.setLevel = (/** @type {number} */ index, /** @type {number} */ level) =>
      onLevel(index, Math.max(0, Math.min(largest, level)));
    /** @type {HTMLElement[]} */
    this.bars = [];
    this.shown = 0;
    this.node = element("div", { class: "bars", role: "group", "aria-label": `${name}s` });
    setProperty(this.node, "--zero", String(zero / largest));
    this.node.onpointerdown = (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.node.setPointerCapture(event.pointerId);
      this.drag(event);
    };
    this.node.onpointermove = (event) => {
      if (this.node.hasPointerCapture(event.pointerId)) this.drag(event);
    };
    this.node.onkeydown = (event) => this.key(event);
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const box = this.node.getBoundingClientRect();
    const index = Math.floor(((event.clientX - box.left) / box.width) * this.shown);
    const level = Math.round((1 - (event.clientY - box.top) / box.height) * this.largest);
    this.setLevel(this.focus(index), level);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const index = this.bars.findIndex((bar) => bar === event.target);
    if (index < 0) return;
    const level = Number(this.bars[index].dataset.level);
    const wanted = {
      ArrowUp: level + 1,
      ArrowDown: level - 1,
      PageUp: level + 5,
      PageDown: level - 5,
      Home: 0,
      End: this.largest,
    }[event.key];
    const next = { ArrowLeft: index - 1, ArrowRight: index + 1 }[event.key];
    if (next !== undefined) this.focus(next);
    else if (wanted !== undefined) this.setLevel(index, wanted);
    else return;
    event.preventDefault();
  }

  /**
   * Focuses the nearest bar that is shown, and returns its index.
   * @param {number} wanted
   */
  focus(wanted) {
    const index = Math.max(0, Math.min(this.shown - 1, wanted));
    this.reach(index);
    this.bars[index].focus({ preventScroll: true });
    return index;
  }

  /**
   * Which bar the tabulator key reaches.
   * @param {number} index
   */
  reach(index) {
    this.bars.forEach((bar, i) => setAttr(bar, "tabindex", i === index ? 0 : -1));
  }

  /** @param {number} index */
  build(index) {
    const bar = element(
      "div",
      {
        class: "bar",
        role: "slider",
        tabindex: index ? -1 : 0,
        "aria-orientation": "vertical",
        "aria-valuemin": -this.zero / 10,
        "aria-valuemax": (this.largest - this.zero) / 10,
        "data-input": `${this.name[0]}:${index}`,
      },
      element("span"),
    );
    this.bars.push(bar);
    this.node.append(bar);
  }

  /**
   * @param {Uint8Array} levels one an input
   * @param {Uint8Array} kept
   */
  paint(levels, kept) {
    this.shown = levels.length;
    this.node.classList.toggle("many", this.shown > MANY);
    while (this.bars.length < this.shown) this.build(this.bars.length);
    this.bars.forEach((bar, index) => {
      bar.hidden = index >= this.shown;
      if (bar.hidden) return;
      if (bar.dataset.level !== String(levels[index])) this.paintLevel(bar, index, levels[index]);
      const dropped = kept[index] ? "" : ", dropped in sample 1";
      setAttr(bar, "aria-label", `${this.name} of input ${index + 1}${dropped}`);
      bar.classList.toggle("out", !kept[index]);
    });
    if (this.bars.findIndex((bar) => bar.tabIndex === 0) >= this.shown) this.reach(0);
  }

  /**
   * @param {HTMLElement} bar
   * @param {number} index
   * @param {number} level
   */
  paintLevel(bar, index, level) {
    const value = (level - this.zero) / 10;
    const filled = /** @type {HTMLElement} */ (bar.firstChild);
    bar.dataset.level = String(level);
    bar.title = `${this.name} ${index + 1}: ${value.toFixed(1)}`;
    setProperty(filled, "--from", String(Math.min(level, this.zero) / this.largest));
    setProperty(filled, "--size", String(Math.abs(level - this.zero) / this.largest));
    setAttr(bar, "aria-valuenow", value);
  }
}
