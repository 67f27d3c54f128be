// The drawn network: an image of pixels, layers of units, output bars, and edges below.
// Units are real elements, joined by id.

import { argmax } from "./arithmetic.js";
import { plainContext } from "./canvas.js";
import { Edges } from "./edges.js";
import { element, setAttr, setProperty, setText } from "./elements.js";
import { formatPercent, formatShortPercent } from "./format.js";
import { layerName, layoutNetwork } from "./layout.js";
import { stageColours } from "./theme.js";
import { focusAmong, listenToStrokes, nearestInDirection } from "./units.js";

/** @import { NetworkLayout, Point } from "./layout.js" */

/** @typedef {[layer: number, index: number]} UnitPlace */

/**
 * What a person does with the units.
 * @typedef {Object} UnitGestures
 * @property {(places: UnitPlace[], keep: boolean) => void} onUnits they are to be kept, or dropped
 * @property {(layer: number) => void} onLayer the whole layer is to be dropped, or restored
 * @property {(place: UnitPlace | null) => void} onFocus
 * @property {(pixel: number, event: Event) => boolean} onDraw whether it was ink, no toggling
 */

/**
 * @typedef {Object} NetworkState
 * @property {{activations: ArrayLike<number>[], probabilities: Float64Array}} pass
 * @property {Uint8Array[]} kept of each layer
 * @property {ArrayLike<number>[]} edges values between each two layers, row-major (nOut x nIn)
 * @property {number} label the true class
 */

export class NetworkDrawing {
  /** @type {NetworkLayout | null} */
  layout = null;

  // sizes: of all layers, input and output included; without gestures it is a picture.
  /** @param {{sizes: number[], classes: string[], height: number, gestures?: UnitGestures}} options */
  constructor({ sizes, classes, height, gestures }) {
    this.sizes = sizes;
    this.height = height;
    this.gestures = gestures;
    this.edges = new Edges();
    this.node = element("div", { class: "drawing" }, this.edges.node);
    this.units = sizes
      .slice(0, -1)
      .map((n, layer) => Array.from({ length: n }, (_, index) => this.buildUnit(layer, index)));
    this.headings = sizes.map((_, layer) => this.buildHeading(layer));
    this.outputs = classes.map((name) => this.buildOutput(name));
    if (gestures) this.listen(gestures);
  }

  /** @param {number} layer @param {number} index @returns {HTMLElement} */
  buildUnit(layer, index) {
    const props = { class: layer === 0 ? "unit pixel" : "unit", "data-unit": `${layer}:${index}` };
    const pressable = {
      role: "button",
      tabindex: index === 0 ? "0" : "-1",
      "aria-pressed": "false",
    };
    const node = element("div", this.gestures ? { ...props, ...pressable } : props);
    this.node.append(node);
    return node;
  }

  /** @param {number} layer @returns {HTMLElement} */
  buildHeading(layer) {
    const props = { class: "heading", "data-layer": layer };
    const last = layer === this.sizes.length - 1;
    const node =
      last || !this.gestures
        ? element("div", { ...props, text: last ? "output" : "" })
        : element("button", {
            ...props,
            type: "button",
            title: "Drop or restore this whole layer",
            onClick: () => this.gestures?.onLayer(layer),
          });
    this.node.append(node);
    return node;
  }

  /** @param {string} name */
  buildOutput(name) {
    const parts = {
      dot: element("span", { class: "output-dot" }),
      label: element("span", { class: "output-label", text: name }),
      bar: element("span", { class: "output-bar" }),
      percent: element("span", { class: "output-percent" }),
    };
    const { dot, label, bar, percent } = parts;
    const node = element("div", { class: "output", "data-output": name }, dot, label, bar, percent);
    this.node.append(node);
    return { node, bar, percent };
  }

  // Positions follow the size; called by the stage when it changes.
  /** @param {number} width @param {number} [room] height that there is for it */
  resize(width, room = this.height) {
    if (!width || (this.layout?.width === width && this.height === room)) return;
    this.height = room;
    this.layout = layoutNetwork(this.sizes, width, this.height);
    const { layers, narrow, height } = this.layout;
    this.node.style.height = `${height}px`;
    this.node.classList.toggle("narrow", narrow);
    this.units.forEach((units, layer) =>
      units.forEach((unit, index) => {
        const { x, y } = layers[layer].units[index];
        const size = layers[layer].diameter;
        moveTo(unit, { x: x - size / 2, y: y - size / 2 });
        Object.assign(unit.style, { width: `${size}px`, height: `${size}px` });
      }),
    );
    this.headings.forEach((heading, layer) => moveTo(heading, layers[layer].heading));
    this.outputs.forEach(({ node }, index) => {
      moveTo(node, layers[layers.length - 1].units[index]);
      node.classList.toggle("upright", narrow);
    });
  }

  /** @param {NetworkState} state */
  paint(state) {
    if (!this.layout) return;
    this.edges.paint(this.layout, state);
    this.units.forEach((units, layer) => {
      const values = state.pass.activations[layer];
      const largest = layer === 0 ? 1 : Math.max(1e-9, ...Array.from(values));
      units.forEach((unit, index) => {
        setProperty(unit, "--strength", `${Math.round((100 * values[index]) / largest)}%`);
        this.paintKept(unit, layer, index, Boolean(state.kept[layer][index]), values[index]);
      });
      const count = state.kept[layer].reduce((sum, keep) => sum + keep, 0);
      setText(this.headings[layer], `${this.layerName(layer)} · ${count} of ${units.length}`);
    });
    this.paintOutputs(state, this.layout.narrow);
  }

  /**
   * @param {HTMLElement} unit
   * @param {number} layer
   * @param {number} index
   * @param {boolean} kept
   * @param {number} value
   */
  paintKept(unit, layer, index, kept, value) {
    if (!this.gestures) {
      unit.classList.toggle("dropped", !kept);
      return;
    }
    setAttr(unit, "aria-pressed", !kept);
    const what = `${layer === 0 ? "pixel" : "unit"} ${index + 1}`;
    const state = kept ? "kept" : "dropped";
    const label = `${this.layerName(layer)}, ${what}: ${state}, activation ${value.toFixed(2)}`;
    setAttr(unit, "aria-label", label);
  }

  /** @param {NetworkState} state @param {boolean} narrow */
  paintOutputs({ pass: { probabilities }, label }, narrow) {
    const best = argmax(probabilities);
    this.outputs.forEach(({ node, bar, percent }, index) => {
      const share = probabilities[index];
      setProperty(bar, "--share", share.toFixed(4));
      setText(percent, narrow ? formatShortPercent(share) : formatPercent(share));
      node.classList.toggle("best", index === best);
      node.classList.toggle("target", index === label);
    });
  }

  /** @param {number} layer */
  layerName(layer) {
    return layerName(layer, this.sizes.length - 1);
  }

  // --- gestures ---

  /** @param {UnitGestures} gestures */
  listen({ onUnits, onFocus, onDraw }) {
    let keep = false; // what a stroke does to the units that it crosses
    listenToStrokes(this.node, {
      isUnit,
      focus: (unit) => focusAmong(this.units[placeOfUnit(unit)[0]], unit),
      neighbour: (unit, key) => this.neighbour(placeOfUnit(unit), key),
      begin: (unit) => (keep = unit.getAttribute("aria-pressed") === "true"),
      cross(unit, event) {
        const [layer, index] = placeOfUnit(unit);
        if (layer > 0 || !onDraw(index, event)) onUnits([[layer, index]], keep);
      },
      hover: (unit) => onFocus(unit && placeOfUnit(unit)),
    });
    // Browsers have no handler property for focusin.
    this.node.addEventListener("focusin", ({ target }) => {
      const unit = /** @type {HTMLElement} */ (target);
      if (isUnit(unit)) onFocus(placeOfUnit(unit));
    });
  }

  // By position on the stage.
  /** @param {UnitPlace} place @param {string} key */
  neighbour([layer, index], key) {
    const layers = /** @type {NetworkLayout} */ (this.layout).layers.slice(0, -1);
    const points = layers.flatMap(({ units }) => units);
    return this.units.flat()[nearestInDirection(points, layers[layer].units[index], key)];
  }
}

/** @param {HTMLElement} node */
const isUnit = (node) => Boolean(node.dataset?.unit);

/** @param {HTMLElement} unit @returns {UnitPlace} */
function placeOfUnit(unit) {
  const [layer, index] = String(unit.dataset.unit).split(":").map(Number);
  return [layer, index];
}

/** @param {HTMLElement} node @param {Point} point */
function moveTo(node, { x, y }) {
  Object.assign(node.style, { left: `${x}px`, top: `${y}px` });
}

// An 8x8 picture of signed weights on a small canvas: green for positive, purple for negative.
/** @param {HTMLCanvasElement} canvas @param {Float32Array} weights @param {number} side */
export function paintWeights(canvas, weights, side) {
  const context = plainContext(canvas);
  const { positive, negative } = stageColours(canvas);
  const cell = canvas.width / side;
  const largest = Math.max(1e-9, ...weights.map(Math.abs));
  context.clearRect(0, 0, canvas.width, canvas.height);
  weights.forEach((weight, i) => {
    context.globalAlpha = Math.abs(weight) / largest;
    context.fillStyle = weight < 0 ? negative : positive;
    context.fillRect((i % side) * cell, Math.floor(i / side) * cell, cell, cell);
  });
  context.globalAlpha = 1;
}
