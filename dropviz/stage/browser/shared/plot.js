// What all plots are made of: an SVG with its paths and labels, scales, round ticks, marks.

import { element, setAttr, setText } from "./elements.js";
import { formatCount, superscript } from "./format.js";

/** @typedef {[x: number, y: number, anchor: string, text: string, kind: string]} Label */
/** @typedef {[low: number, high: number]} Range */
/** @typedef {(value: number) => number} Scale from data to px */

/**
 * @param {string} tag
 * @param {Record<string, string | number>} props attributes; `text` is set as text
 * @param {...SVGElement} children
 */
export function svgPart(tag, props = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "text") node.textContent = String(value);
    else node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

// An SVG whose paths are known by name; labels stand above all of them.
export class Plot {
  /**
   * @param {Record<string, string | number>} props of the SVG
   * @param {string[]} [names] of paths, what lies below first; others come above these when drawn
   */
  constructor(props, names = []) {
    this.svg = svgPart("svg", { role: "img", ...props });
    this.width = 0;
    this.height = Number(props.height ?? 0);
    /** @type {Map<string, SVGElement>} */
    this.paths = new Map();
    /** @type {SVGElement[]} */
    this.texts = [];
    for (const name of names) this.add(name);
  }

  /**
   * Whether the size is another one.
   * @param {number} width
   */
  fit(width, height = this.height) {
    if (!width || (width === this.width && height === this.height)) return false;
    [this.width, this.height] = [width, height];
    setAttr(this.svg, "width", width);
    setAttr(this.svg, "height", height);
    setAttr(this.svg, "viewBox", `0 0 ${width} ${height}`);
    return true;
  }

  /**
   * Scales over the room that the margins leave.
   * @param {Range} xs
   * @param {Range} ys
   * @param {{left: number, right: number, top: number, bottom: number}} margins px
   */
  frame(xs, ys, margins) {
    const { left, top } = margins;
    const [right, bottom] = [this.width - margins.right, this.height - margins.bottom];
    return { left, right, top, bottom, x: scale(xs, [left, right]), y: scale(ys, [bottom, top]) };
  }

  /** @param {string} name */
  add(name) {
    const node = svgPart("path", { class: name });
    this.paths.set(name, node);
    this.svg.insertBefore(node, this.texts.find((text) => text.parentNode) ?? null);
    return node;
  }

  /**
   * @param {string} name
   * @param {string} d
   * @param {{kind?: string, colour?: string}} how its class, and what var(--arm) is
   */
  path(name, d, { kind = name, colour } = {}) {
    const node = this.paths.get(name) ?? (d ? this.add(name) : null);
    if (!node) return;
    setAttr(node, "class", kind);
    setAttr(node, "d", d);
    if (colour && node.style.getPropertyValue("--arm") !== colour)
      node.style.setProperty("--arm", colour);
  }

  /** @param {Record<string, string>} paths d by name */
  draw(paths) {
    for (const [name, d] of Object.entries(paths)) this.path(name, d);
  }

  /**
   * Forgets the paths whose name begins so.
   * @param {...string} beginnings
   */
  clear(...beginnings) {
    for (const [name, node] of this.paths) {
      if (!beginnings.some((beginning) => name.startsWith(beginning))) continue;
      node.remove();
      this.paths.delete(name);
    }
  }

  /** @param {Label[]} labels all that there are now */
  write(labels) {
    while (this.texts.length < labels.length) this.texts.push(svgPart("text"));
    this.texts.forEach((node, i) => {
      if (i >= labels.length) return node.remove();
      const [x, y, anchor, text, kind] = labels[i];
      setText(node, text);
      setAttr(node, "x", x.toFixed(1));
      setAttr(node, "y", y.toFixed(1));
      setAttr(node, "text-anchor", anchor);
      setAttr(node, "class", kind);
      if (!node.parentNode) this.svg.append(node);
    });
  }

  /** @param {string} text what the plot shows, for those who do not see it */
  say(text) {
    setAttr(this.svg, "aria-label", text);
  }
}

// A plot with its title above, and a sentence below.
export class TitledPlot extends Plot {
  /** @param {{kind: string, title: string, height: number, names: string[]}} plot */
  constructor({ kind, title, height, names }) {
    super({ height }, names);
    this.note = element("p", { class: "quiet" });
    this.node = element(
      "section",
      { class: kind },
      element("h2", { text: title }),
      this.svg,
      this.note,
    );
  }
}

/**
 * @param {Range} from data
 * @param {Range} to px
 * @returns {Scale}
 */
export function scale([low, high], [start, end]) {
  return (value) => start + ((value - low) / (high - low)) * (end - start);
}

/**
 * Lines across a plot at some heights, and what stands beside them.
 * @param {number[]} ticks
 * @param {{left: number, right: number, y: Scale}} frame
 */
export function linesAcross(ticks, { left, right, y }) {
  return ticks.map((tick) => `M${left} ${y(tick).toFixed(1)}H${right}`).join("");
}

/**
 * @param {number[]} ticks
 * @param {{left: number, y: Scale}} frame
 * @param {(tick: number) => string} format
 * @returns {Label[]}
 */
export function labelsBeside(ticks, { left, y }, format = String) {
  return ticks.map((tick) => [left - 6, y(tick) + 4, "end", format(tick), "tick"]);
}

/**
 * Labels below a plot.
 * @param {number[]} ticks
 * @param {Scale} x
 * @param {number} y px
 * @param {(tick: number) => string} [format]
 * @returns {Label[]}
 */
export function labelsBelow(ticks, x, y, format = String) {
  return ticks.map((tick) => [x(tick), y, "middle", format(tick), "tick"]);
}

/**
 * Names of lines beside their ends, apart from each other.
 * @param {[name: string, y: number][]} ends
 * @param {{x: number, gap: number, low: number, high: number}} room px
 * @returns {Label[]}
 */
export function namesBeside(ends, { x, gap, low, high }) {
  const heights = spreadLabels(
    ends.map(([, y]) => y + 4),
    gap,
    low,
    high,
  );
  return ends.map(([name], i) => [x, heights[i], "start", name, "label"]);
}

/** @param {number} value */
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

/** @param {number} value */
export function formatTick(value) {
  return Number(value.toPrecision(6)).toLocaleString("en-US").replace("-", "−");
}

/** @param {number[][]} points px */
export function joinedPath(points) {
  let path = "";
  for (let i = 0; i < points.length; i++)
    path += `${i ? "L" : "M"}${points[i][0].toFixed(1)} ${points[i][1].toFixed(1)}`;
  return path;
}

// A power of ten, 1 written as such.
/** @param {number} power */
export function formatDecade(power) {
  return power === 0 ? "1" : `10${superscript(power)}`;
}

/**
 * At most about `count` round numbers between low and high.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
export function roundTicks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((base) => base * power >= rough) ?? 10);
  const ticks = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) ticks.push(k * step);
  return ticks;
}

/**
 * Moves label heights apart so that none is closer than `gap` to the next; keeps their order.
 * @param {number[]} heights
 * @param {number} gap
 * @param {number} low
 * @param {number} high
 */
export function spreadLabels(heights, gap, low, high) {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const spread = [...heights];
  let last = -Infinity;
  for (const i of order) last = spread[i] = Math.max(spread[i], last + gap, low);
  last = high + gap;
  for (const i of order.reverse()) last = spread[i] = Math.min(spread[i], last - gap);
  return spread;
}

// Marks around a point, as paths; r is half of their width.

/** @param {number} x @param {number} y @param {number} r */
export function circleAt(x, y, r) {
  return `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/** @param {number} x @param {number} y @param {number} r */
export function squareAt(x, y, r) {
  return `M${(x - r).toFixed(1)} ${(y - r).toFixed(1)}h${2 * r}v${2 * r}h${-2 * r}Z`;
}

/** @param {number} x @param {number} y @param {number} r */
export function diamondAt(x, y, r) {
  return `M${(x - r).toFixed(1)} ${y.toFixed(1)}l${r} ${-r}l${r} ${r}l${-r} ${r}Z`;
}

/** @param {number} x @param {number} y @param {number} r */
export function crossAt(x, y, r) {
  return `M${(x - r).toFixed(1)} ${(y - r).toFixed(1)}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`;
}
