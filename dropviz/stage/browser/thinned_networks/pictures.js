// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Pictures of a recorded run: masks as thumbnails, loss curves, shares of each unit.

import { element, setAttr } from "../shared/elements.js";
import { formatCount, superscript } from "../shared/format.js";
import { layerName } from "../shared/layout.js";
import { spreadLabels } from "../shared/plot.js";

export const PLOT = {
  left: 34,
  right: 178,
  top: 10,
  bottom: 20,
  height: 124,
  narrow: 520,
  labels: 44,
};
export const MEAN_STEPS = 9; // of the thick lines
export const CURVES = [
  { name: "masked", label: "batch, with masks", dash: [], width: 2.2 },
  { name: "validation", label: "validation, no masks", dash: [1.5, 3.5], width: 2 },
  { name: "plain", label: "same batch, no masks", dash: [6, 4], width: 1.6 },
];

// A mask as a small picture: one column of units (two for a wide layer) for each hidden layer,
// filled = kept, pale = dropped.
function paintThumbnail(canvas, mask, layerSizes, colour) {
  const lines = layerSizes.map((n) => Math.ceil(n / 16));
  const tallest = Math.max(...layerSizes.map((n, i) => Math.ceil(n / lines[i])));
  const cell = {
    width: Math.max(...lines) > 1 ? 4 : 7,
    height: Math.min(7, Math.floor(48 / tallest)),
  };
  const gap = 3;
  const width = lines.reduce((sum, n) => sum + n * cell.width, 0) + gap * (lines.length - 1);
  const height = tallest * cell.height;
  const ratio = Math.max(2, Math.min(window.devicePixelRatio || 1, 3));
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
    Object.assign(canvas, { width: width * ratio, height: height * ratio });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.fillStyle = colour;
  let unit = 0;
  let x = 0;
  layerSizes.forEach((n, layer) => {
    for (let index = 0; index < n; index++, unit++) {
      const left = x + (index % lines[layer]) * cell.width;
      const top = Math.floor(index / lines[layer]) * cell.height;
      context.globalAlpha = mask[unit] ? 1 : 0.13;
      context.fillRect(left, top, cell.width - 1, cell.height - 0.75);
    }
    x += lines[layer] * cell.width + gap;
  });
  context.globalAlpha = 1;
}

// A row of small pictures that are buttons; arrow keys move along it. onPick gets the place.
export function maskStrip(label, onPick) {
  const node = element("div", { class: "strip", role: "group", "aria-label": label });
  const items = [];
  node.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step && items[items.findIndex((item) => item.node === event.target) + step];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    if (next && !next.node.hidden) next.node.focus();
  };
  function build(at) {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const button = element(
      "button",
      { type: "button", class: "mask", onClick: () => onPick(at) },
      canvas,
    );
    node.append(button);
    items.push({ node: button, canvas });
  }
  return {
    node,
    // entries: [{mask, title, pressed}]
    paint(entries, layerSizes, colour) {
      while (items.length < entries.length) build(items.length);
      const current = Math.max(
        0,
        entries.findIndex((entry) => entry.pressed),
      );
      items.forEach((item, at) => {
        item.node.hidden = at >= entries.length;
        if (item.node.hidden) return;
        const { mask, title, pressed } = entries[at];
        setAttr(item.node, "aria-label", title);
        setAttr(item.node, "title", title);
        setAttr(item.node, "aria-pressed", pressed);
        setAttr(item.node, "tabindex", at === current ? 0 : -1);
        paintThumbnail(item.canvas, mask, layerSizes, colour);
      });
    },
  };
}

// 2^n, written out while that is short.
export function formatPowerOfTwo(n) {
  if (n <= 16) return `2${superscript(n)} = ${formatCount(2 ** n)}`;
  const exponent = Math.floor(n * Math.log10(2));
  return `2${superscript(n)} ≈ ${(2 ** n / 10 ** exponent).toFixed(1)} · 10${superscript(exponent)}`;
}

// Colours and font, read once when they may have changed: reading them in every frame is slow.
export function readLook(root) {
  const style = getComputedStyle(root);
  const names = ["ink", "quiet", "with-dropout", "theory", "background"];
  const colours = Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--dv-${name}`).trim()]),
  );
  return { colours, font: `12px ${style.fontFamily}`, widths: new Map() };
}

// A canvas of that size, sharp on any screen, cleared. Returns the context and its width in px.
function figureContext(canvas, height, look) {
  const width = look.widths.get(canvas) ?? 300;
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const [pixels, lines] = [Math.round(width * ratio), Math.round(height * ratio)];
  const context = canvas.getContext("2d");
  if (canvas.width !== pixels || canvas.height !== lines || canvas.look !== look) {
    Object.assign(canvas, { width: pixels, height: lines, look });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    context.font = look.font; // makes the browser compute styles, so not in every frame
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, colour: (name) => look.colours[name] };
}

// Where the loss axis ends, in px: labels stand beside the lines, or above them on a phone.
export function plotRight(width) {
  return width < PLOT.narrow ? width - 10 : width - PLOT.right;
}

export function paintCurves(canvas, look, run, means, step, faded) {
  const narrow = look.widths.get(canvas) < PLOT.narrow;
  const height = PLOT.height + (narrow ? PLOT.labels : 0);
  const { context, width, colour } = figureContext(canvas, height, look);
  const bottom = height - PLOT.bottom;
  const ceiling = PLOT.top + (narrow ? PLOT.labels : 0);
  const right = plotRight(width);
  const labelX = narrow ? PLOT.left - 6 : right;
  const top = 1.08 * Math.max(...CURVES.map(({ name }) => Math.max(...means[name])), 0.1);
  const x = (at) => PLOT.left + ((right - PLOT.left) * at) / (run.steps - 1);
  const y = (loss) => bottom - ((bottom - ceiling) * Math.min(loss, top)) / top;
  const line = (values, until = values.length - 1) => {
    context.beginPath();
    for (let at = 0; at <= until; at++) context.lineTo(x(at), y(values[at]));
    context.stroke();
  };
  context.fillStyle = colour("quiet");
  context.strokeStyle = colour("quiet");
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  const spacing = top > 4 ? 2 : top > 1.6 ? 1 : 0.5;
  for (let loss = 0; loss <= top; loss += spacing) {
    context.globalAlpha = 0.25;
    context.beginPath();
    context.moveTo(PLOT.left, y(loss));
    context.lineTo(right, y(loss));
    context.stroke();
    context.globalAlpha = 1;
    context.fillText(loss, PLOT.left - 6, y(loss));
  }
  context.textAlign = "left";
  context.fillText("loss", 0, ceiling - 2);
  context.textAlign = "center";
  for (const at of [1, 50, 100, 150, 200].filter((n) => n <= run.steps))
    context.fillText(at, x(at - 1), bottom + 11);
  context.strokeStyle = colour("with-dropout");
  context.globalAlpha = faded ? 0.2 : 0.5;
  line(run.masked);
  const labels = narrow
    ? CURVES.map((_, i) => PLOT.top + 15 * i)
    : spreadLabels(
        CURVES.map(({ name }) => y(means[name].at(-1))),
        15,
        PLOT.top,
        bottom - 2,
      );
  CURVES.forEach(({ name, label, dash, width: stroke }, i) => {
    context.lineWidth = stroke;
    context.setLineDash(dash);
    context.globalAlpha = faded ? 0.3 : 0.45;
    line(means[name]);
    context.globalAlpha = faded ? 0.4 : 1;
    line(means[name], step);
    context.beginPath();
    context.moveTo(labelX + 6, labels[i]);
    context.lineTo(labelX + 24, labels[i]);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = faded ? 0.6 : 1;
    context.textAlign = "left";
    context.fillStyle = colour("ink");
    context.fillText(label, labelX + 29, labels[i]);
  });
  context.globalAlpha = 1;
  context.lineWidth = 1.25;
  context.strokeStyle = colour("ink");
  context.beginPath();
  context.moveTo(x(step), ceiling - 6);
  context.lineTo(x(step), bottom);
  context.stroke();
  const dot = (loss, radius, fill) => {
    context.beginPath();
    context.arc(x(step), y(loss), radius, 0, 7);
    context.fillStyle = colour(fill);
    context.fill();
    context.stroke();
  };
  // Rings on the thick lines, and a dot on the thin one: the loss of this very batch.
  context.strokeStyle = colour("with-dropout");
  context.lineWidth = 2;
  for (const { name } of [...CURVES].reverse()) dot(means[name][step], 3.5, "background");
  context.lineWidth = 1;
  dot(run.masked[step], 2.5, "with-dropout");
}

// A bar for each unit: the share of masks that kept it, with the theory and its band.
export function paintShares(canvas, look, counts, draws, layerSizes, p, [low, high]) {
  const height = 112;
  const { context, width, colour } = figureContext(canvas, height, look);
  const [left, top, bottom, gap] = [34, 6, height - 18, 12];
  const units = counts.length;
  const y = (value) => bottom - (bottom - top) * value;
  const pitch = (width - left - gap * (layerSizes.length - 1)) / units;
  context.textBaseline = "middle";
  context.fillStyle = colour("quiet");
  context.textAlign = "right";
  for (const value of [0, 0.5, 1]) context.fillText(`${100 * value}%`, left - 5, y(value));
  let unit = 0;
  let x = left;
  layerSizes.forEach((n, layer) => {
    const start = x;
    for (let index = 0; index < n; index++, unit++, x += pitch) {
      const value = counts[unit] / draws;
      const outside = value < low || value > high;
      context.globalAlpha = outside ? 1 : 0.55;
      context.fillStyle = colour("with-dropout");
      context.fillRect(x, y(value), pitch - 1, bottom - y(value));
      if (!outside) continue;
      context.fillStyle = colour("ink");
      context.fillRect(x, y(value) - 2, pitch - 1, 2);
    }
    context.globalAlpha = 0.22;
    context.fillStyle = colour("theory");
    context.fillRect(start - 1, y(high), x - start + 1, Math.max(1, y(low) - y(high)));
    context.globalAlpha = 1;
    context.strokeStyle = colour("theory");
    context.lineWidth = 1.25;
    context.beginPath();
    context.moveTo(start - 1, y(1 - p));
    context.lineTo(x, y(1 - p));
    context.stroke();
    context.fillStyle = colour("quiet");
    context.textAlign = "center";
    context.fillText(layerName(layer + 1, layerSizes.length + 1), (start + x) / 2, bottom + 10);
    x += gap;
  });
}
