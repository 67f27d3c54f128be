// @ts-nocheck
// What stages that draw on a canvas share.

import { setAttr, setText } from "./elements.js";

// A canvas of that many px, clean, to draw on in px.
export function fittedContext(canvas, width, height) {
  const ratio = Math.max(1, Math.min(window.devicePixelRatio || 1, 3));
  const size = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== size[0] || canvas.height !== size[1]) {
    [canvas.width, canvas.height] = size;
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

// The colours of the theme, read once for each repaint.
export function stageColours(root) {
  const style = getComputedStyle(root);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    on: of("--dv-with-dropout"),
    off: of("--st-border-color"),
    without: of("--dv-without-dropout"),
    dropped: of("--dv-dropped"),
    ink: of("--dv-ink"),
    quiet: of("--dv-quiet"),
    background: of("--st-background-color"),
    font: of("--st-font") || "sans-serif",
  };
}

// Fills the text nodes of a plot; those left over are emptied. labels: [[x, y, anchor, text, class]]
export function writeLabels(nodes, labels) {
  nodes.forEach((node, i) => {
    const [x = 0, y = 0, anchor = "start", text = "", kind = ""] = labels[i] ?? [];
    setText(node, text);
    Object.entries({
      x: x.toFixed(1),
      y: y.toFixed(1),
      "text-anchor": anchor,
      class: kind,
    }).forEach(([name, value]) => setAttr(node, name, value));
  });
}
