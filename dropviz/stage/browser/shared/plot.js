// @ts-nocheck
// Text and paths that the plots of a stage share.

import { formatCount, superscript } from "./format.js";

export function svgPart(tag, props = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "text") node.textContent = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export function formatValue(value) {
  const size = Math.abs(value);
  if (size < 1e-9) return "0";
  if (size < 1e-4) {
    const [digit, power] = value.toExponential(0).split("e");
    return `${digit.replace("-", "−")}×10${superscript(Number(power))}`;
  }
  const text =
    size >= 100
      ? formatCount(size)
      : size >= 10
        ? size.toFixed(1)
        : size >= 0.01
          ? size.toFixed(2)
          : size.toPrecision(1);
  return value < 0 ? `−${text}` : text;
}

export function formatTick(value) {
  return Number(value.toPrecision(6)).toLocaleString("en-US").replace("-", "−");
}

export function joinedPath(points) {
  let path = "";
  for (let i = 0; i < points.length; i++)
    path += `${i ? "L" : "M"}${points[i][0].toFixed(1)} ${points[i][1].toFixed(1)}`;
  return path;
}

// At most about `count` round numbers between low and high.
export function roundTicks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((base) => base * power).find((size) => size >= rough);
  const ticks = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) ticks.push(k * step);
  return ticks;
}

// Moves label heights apart so that none is closer than `gap` to the next; keeps their order.
export function spreadLabels(heights, gap, low, high) {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const spread = [...heights];
  let last = -Infinity;
  for (const i of order) last = spread[i] = Math.max(spread[i], last + gap, low);
  last = high + gap;
  for (const i of order.reverse()) last = spread[i] = Math.min(spread[i], last - gap);
  return spread;
}
