// @ts-nocheck
// The drawn network: an image of pixels, layers of units, output bars, and edges on a canvas below.
// Units are real elements, joined by id; edges are thousands, so they share one canvas.

import { argmax } from "./arithmetic.js";
import { element, setAttr, setText } from "./elements.js";
import { formatPercent, formatShortPercent } from "./format.js";
import { layerName, layoutNetwork } from "./layout.js";

const EDGE_LEVELS = 16;
const EDGES_IN_MOTION = 500;
const REST_MS = 180;
const DASHED_FROM = 0.3; // strength from which negative edges are dashed; fainter dashes look like dots
export const FAINTEST_EDGE = 0.05; // share of a layer's strongest edge below which none is drawn

export class NetworkDrawing {
  // onUnits([[layer, index]], kept): a gesture asks for those units. onFocus([layer, index] | null).
  constructor({ sizes, classes, height, interactive = true, onUnits, onFocus, onLayer, onDraw }) {
    Object.assign(this, { sizes, classes, height, interactive, onUnits, onFocus, onLayer, onDraw });
    this.canvas = element("canvas", { class: "edges", "aria-hidden": "true" });
    this.node = element("div", { class: "drawing" }, this.canvas);
    this.units = sizes
      .slice(0, -1)
      .map((n, layer) => Array.from({ length: n }, (_, index) => this.buildUnit(layer, index)));
    this.headings = sizes.map((_, layer) => this.buildHeading(layer));
    this.outputs = classes.map((name) => this.buildOutput(name));
    if (interactive) this.listen();
  }

  buildUnit(layer, index) {
    const props = { class: layer === 0 ? "unit pixel" : "unit", "data-unit": `${layer}:${index}` };
    if (this.interactive)
      Object.assign(props, {
        role: "button",
        tabindex: index === 0 ? "0" : "-1",
        "aria-pressed": "false",
      });
    const node = element("div", props);
    this.node.append(node);
    return node;
  }

  buildHeading(layer) {
    const last = layer === this.sizes.length - 1;
    const node = element(last || !this.interactive ? "div" : "button", {
      class: "heading",
      "data-layer": layer,
    });
    if (!last && this.interactive) {
      node.type = "button";
      node.title = "Drop or restore this whole layer";
      node.onclick = () => this.onLayer(layer);
    }
    if (last) node.textContent = "output";
    this.node.append(node);
    return node;
  }

  buildOutput(name) {
    const parts = {
      dot: element("span", { class: "output-dot" }),
      label: element("span", { class: "output-label", text: name }),
      bar: element("span", { class: "output-bar" }),
      percent: element("span", { class: "output-percent" }),
    };
    parts.node = element(
      "div",
      { class: "output", "data-output": name },
      parts.dot,
      parts.label,
      parts.bar,
      parts.percent,
    );
    this.node.append(parts.node);
    return parts;
  }

  // Positions follow the width; called by the stage when its width changes.
  resize(width) {
    if (!width || (this.layout && this.layout.width === width)) return;
    this.layout = layoutNetwork(this.sizes, width, this.height);
    const { layers, narrow, height } = this.layout;
    this.node.style.height = `${height}px`;
    this.node.classList.toggle("narrow", narrow);
    this.units.forEach((units, layer) =>
      units.forEach((unit, index) => {
        const { x, y } = layers[layer].units[index];
        const size = layers[layer].diameter;
        Object.assign(unit.style, {
          left: `${x - size / 2}px`,
          top: `${y - size / 2}px`,
          width: `${size}px`,
          height: `${size}px`,
        });
      }),
    );
    this.headings.forEach((heading, layer) => {
      Object.assign(heading.style, {
        left: `${layers[layer].heading.x}px`,
        top: `${layers[layer].heading.y}px`,
      });
    });
    this.outputs.forEach(({ node }, index) => {
      const { x, y } = layers.at(-1).units[index];
      Object.assign(node.style, { left: `${x}px`, top: `${y}px` });
    });
    this.outputs.forEach(({ node }) => node.classList.toggle("upright", narrow));
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    this.ratio = ratio;
  }

  // state: {pass, kept: [per layer], edges: [per layer], label: the true class}
  paint(state) {
    if (!this.layout) return;
    this.paintEdges(state);
    this.units.forEach((units, layer) => {
      const values = state.pass.activations[layer];
      const largest = layer === 0 ? 1 : Math.max(1e-9, ...values);
      const name = layerName(layer, this.sizes.length - 1);
      units.forEach((unit, index) => {
        const kept = Boolean(state.kept[layer][index]);
        const strength = Math.round((100 * values[index]) / largest);
        if (unit.dataset.strength !== String(strength)) {
          unit.dataset.strength = strength;
          unit.style.setProperty("--strength", `${strength}%`);
        }
        if (!this.interactive) {
          unit.classList.toggle("dropped", !kept);
          return;
        }
        setAttr(unit, "aria-pressed", !kept);
        const what = layer === 0 ? `pixel ${index + 1}` : `unit ${index + 1}`;
        setAttr(
          unit,
          "aria-label",
          `${name}, ${what}: ${kept ? "kept" : "dropped"}, activation ${values[index].toFixed(2)}`,
        );
      });
      const count = state.kept[layer].reduce((sum, keep) => sum + keep, 0);
      setText(this.headings[layer], `${name} · ${count} of ${units.length}`);
    });
    const best = argmax(state.pass.probabilities);
    this.outputs.forEach(({ node, bar, percent }, index) => {
      const share = state.pass.probabilities[index];
      const text = `${(100 * share).toFixed(1)}%`;
      if (bar.dataset.share !== text) {
        bar.dataset.share = text;
        bar.style.setProperty("--share", share.toFixed(4));
        setText(percent, this.layout.narrow ? formatShortPercent(share) : formatPercent(share));
      }
      node.classList.toggle("best", index === best);
      node.classList.toggle("target", index === state.label);
    });
  }

  // While something moves only the strongest edges are drawn, so that every frame is in time; the
  // faint rest follows once the picture is at rest.
  paintEdges(state) {
    clearTimeout(this.refining);
    const buckets = this.edgeBuckets(state);
    const total = buckets.reduce((sum, bucket) => sum + bucket.length / 4, 0);
    this.strokeEdges(buckets, EDGES_IN_MOTION);
    if (total > EDGES_IN_MOTION)
      this.refining = setTimeout(() => this.strokeEdges(buckets, Infinity), REST_MS);
  }

  // Line ends [x1, y1, x2, y2, ...] of the edges between kept units, by strength and sign.
  edgeBuckets({ edges, kept }) {
    const buckets = Array.from({ length: 2 * EDGE_LEVELS }, () => []);
    edges.forEach((values, layer) => {
      const from = this.layout.layers[layer].units;
      const to = this.layout.layers[layer + 1].units;
      let largest = 0;
      for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
      if (largest === 0) return;
      for (let out = 0; out < to.length; out++) {
        if (kept[layer + 1] && !kept[layer + 1][out]) continue;
        for (let i = 0; i < from.length; i++) {
          const value = values[out * from.length + i];
          const share = Math.abs(value) / largest;
          if (share < FAINTEST_EDGE || !kept[layer][i]) continue;
          const level = Math.min(EDGE_LEVELS - 1, Math.floor(share * EDGE_LEVELS));
          buckets[2 * level + (value < 0 ? 1 : 0)].push(from[i].x, from[i].y, to[out].x, to[out].y);
        }
      }
    });
    return buckets;
  }

  // Faint edges first, strong ones above them. A stroke for each line: one path of a thousand
  // crossing lines takes a browser several times as long.
  strokeEdges(buckets, budget) {
    const context = this.canvas.getContext("2d");
    const style = getComputedStyle(this.node);
    const colours = [
      style.getPropertyValue("--dv-positive"),
      style.getPropertyValue("--dv-negative"),
    ];
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.layout.width, this.layout.height);
    let first = buckets.length;
    for (let left = budget; first > 0 && left > 0; first--) left -= buckets[first - 1].length / 4;
    for (let bucket = first; bucket < buckets.length; bucket++) {
      const share = (Math.floor(bucket / 2) + 1) / EDGE_LEVELS;
      const negative = bucket % 2;
      context.strokeStyle = colours[negative];
      context.globalAlpha = 0.1 + 0.78 * share;
      context.lineWidth = 0.5 + 2.4 * share * share;
      context.setLineDash(negative && share > DASHED_FROM ? [5, 3] : []);
      const ends = buckets[bucket];
      for (let i = 0; i < ends.length; i += 4) {
        context.beginPath();
        context.moveTo(ends[i], ends[i + 1]);
        context.lineTo(ends[i + 2], ends[i + 3]);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  // --- gestures ---

  unitAt(event) {
    const found = this.node.getRootNode().elementFromPoint(event.clientX, event.clientY);
    return found?.dataset?.unit ? found : null;
  }

  listen() {
    const place = (unit) => unit.dataset.unit.split(":").map(Number);
    let painting = null; // what a drag does to the units it crosses: true = keep
    let crossed = new Set();
    const cross = (unit, event) => {
      if (!unit || crossed.has(unit)) return;
      crossed.add(unit);
      if (this.onDraw && place(unit)[0] === 0 && this.onDraw(place(unit)[1], event)) return;
      this.onUnits([place(unit)], painting);
    };
    this.node.onpointerdown = (event) => {
      const unit = event.target.closest?.("[data-unit]");
      if (!unit || event.button !== 0) return;
      event.preventDefault();
      painting = unit.getAttribute("aria-pressed") === "true";
      crossed = new Set();
      this.focusUnit(unit);
      cross(unit, event);
      this.node.setPointerCapture(event.pointerId);
    };
    this.node.onpointermove = (event) => {
      if (painting === null) {
        const unit = event.target.closest?.("[data-unit]");
        this.onFocus(unit ? place(unit) : null);
        return;
      }
      cross(this.unitAt(event), event);
    };
    this.node.onpointerup = this.node.onpointercancel = () => (painting = null);
    this.node.onpointerleave = () => painting === null && this.onFocus(null);
    this.node.onfocusin = (event) => event.target.dataset.unit && this.onFocus(place(event.target));
    this.node.onkeydown = (event) => {
      const unit = event.target;
      if (!unit.dataset.unit) return;
      if (event.key === " " || event.key === "Enter") {
        event.preventDefault();
        crossed = new Set();
        painting = unit.getAttribute("aria-pressed") === "true";
        cross(unit, event);
        painting = null;
      } else if (event.key.startsWith("Arrow")) {
        event.preventDefault();
        const next = this.neighbour(place(unit), event.key);
        if (next) this.focusUnit(this.units[next[0]][next[1]]);
      }
    };
    // Screen readers press a button with a click that no pointer made.
    this.node.onclick = (event) => {
      if (event.detail !== 0 || !event.target.dataset.unit) return;
      this.onUnits([place(event.target)], event.target.getAttribute("aria-pressed") === "true");
    };
  }

  focusUnit(unit) {
    const layer = Number(unit.dataset.unit.split(":")[0]);
    for (const other of this.units[layer]) setAttr(other, "tabindex", other === unit ? "0" : "-1");
    unit.focus({ preventScroll: true });
  }

  // The nearest unit in the direction of an arrow key, by position on the stage.
  neighbour([layer, index], key) {
    const [dx, dy] = {
      ArrowRight: [1, 0],
      ArrowLeft: [-1, 0],
      ArrowDown: [0, 1],
      ArrowUp: [0, -1],
    }[key];
    const start = this.layout.layers[layer].units[index];
    let best = null;
    let least = Infinity;
    this.units.forEach((units, otherLayer) =>
      units.forEach((_, other) => {
        const { x, y } = this.layout.layers[otherLayer].units[other];
        const ahead = (x - start.x) * dx + (y - start.y) * dy;
        const aside = Math.abs((x - start.x) * dy) + Math.abs((y - start.y) * dx);
        if (ahead < 2) return;
        const distance = ahead + 3 * aside;
        if (distance < least) [least, best] = [distance, [otherLayer, other]];
      }),
    );
    return best;
  }
}

// An 8x8 picture of signed weights on a small canvas: green for positive, purple for negative.
export function paintWeights(canvas, weights, side) {
  const context = canvas.getContext("2d");
  const style = getComputedStyle(canvas);
  const cell = canvas.width / side;
  const largest = Math.max(1e-9, ...weights.map(Math.abs));
  context.clearRect(0, 0, canvas.width, canvas.height);
  weights.forEach((weight, i) => {
    context.globalAlpha = Math.abs(weight) / largest;
    context.fillStyle = style.getPropertyValue(weight < 0 ? "--dv-negative" : "--dv-positive");
    context.fillRect((i % side) * cell, Math.floor(i / side) * cell, cell, cell);
  });
  context.globalAlpha = 1;
}
