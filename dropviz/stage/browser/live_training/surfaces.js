// Decision surfaces of data with two features, one for each arm, with the training points.

import { element } from "../shared/elements.js";
import { markAt, shortName } from "../shared/run/arms.js";
import { LiveFigure } from "../shared/run/figure.js";
import { parseColour } from "../shared/theme.js";
import { pointsWords } from "./words.js";

/** @typedef {import("../shared/plot.js").Label} Label */
/** @typedef {import("../shared/run/film.js").Frame} Frame */
/** @typedef {import("../shared/run/film.js").Plan} Plan */
/** @typedef {import("./state.js").LiveRun} LiveRun */
/** @typedef {{x: number, y: number}} Place */

export const SURFACE = { head: 20, gap: 14, foot: 34, line: 14, says: 390, least: 0.1, most: 0.72 };
const LETTER = { wide: 6.6, narrow: 5.8 }; // px

/**
 * Columns in which `count` squares are largest, and their side.
 * @param {number} count
 * @param {number} width
 * @param {number} height
 */
export function squaresIn(count, width, height) {
  let best = { columns: 1, side: 0 };
  for (let rows = 1; rows <= count; rows++) {
    const columns = Math.ceil(count / rows);
    const across = (width - SURFACE.gap * (columns - 1)) / columns;
    const side = Math.floor(Math.min(across, height / rows - SURFACE.head - 4));
    if (side > best.side) best = { columns, side };
  }
  return best;
}

/**
 * Of the classes, as [red, green, blue].
 * @param {Element} root
 */
export function classColours(root) {
  const style = getComputedStyle(root);
  return ["one", "two", "three"].map((name) =>
    parseColour(style.getPropertyValue(`--dv-class-${name}`).trim()),
  );
}

/**
 * A surface: the colour of the class, as strong as it is sure.
 * @param {HTMLCanvasElement} canvas
 * @param {Frame | null} frame
 * @param {number} arm
 * @param {number[][]} colours of the classes
 * @param {number} nClasses
 */
function paintSurface(canvas, frame, arm, colours, nClasses) {
  const context = canvas.getContext("2d");
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (!frame?.surfaces) return;
  const { surfaces, grid } = frame;
  if (canvas.width !== grid) canvas.width = canvas.height = grid;
  const image = context.createImageData(grid, grid);
  const chance = 255 / nClasses;
  for (let cell = 0; cell < grid * grid; cell++) {
    const from = 2 * (arm * grid * grid + cell);
    const row = grid - 1 - Math.floor(cell / grid);
    const to = 4 * (row * grid + (cell % grid));
    const sure = Math.max(0, (surfaces[from + 1] - chance) / (255 - chance));
    image.data.set(colours[surfaces[from] % 3], to);
    image.data[to + 3] = 255 * (SURFACE.least + (SURFACE.most - SURFACE.least) * sure);
  }
  context.putImageData(image, 0, 0);
}

export class SurfacePicture extends LiveFigure {
  constructor() {
    super({ name: "live-surfaces", title: "Decision surfaces" });
    /** @type {HTMLCanvasElement[]} */
    this.canvases = [];
    /** @type {Place[]} */
    this.squares = [];
    this.side = 0;
    /** @type {Frame | null} */
    this.frame = null;
    this.nClasses = 2;
  }

  /**
   * Where each square stands, in px.
   * @param {number} count
   * @param {number} foot room below them
   */
  place(count, foot) {
    const { columns, side } = squaresIn(count, this.width, this.height - foot);
    const left = (this.width - columns * side - SURFACE.gap * (columns - 1)) / 2;
    this.side = side;
    this.squares = Array.from({ length: count }, (_, i) => ({
      x: Math.round(left + (i % columns) * (side + SURFACE.gap)),
      y: SURFACE.head + Math.floor(i / columns) * (side + SURFACE.head + 4),
    }));
    while (this.canvases.length < count) {
      const canvas = element("canvas", { "aria-hidden": "true" });
      this.canvases.push(canvas);
      this.plot.prepend(canvas);
    }
    this.canvases.forEach((canvas, i) => {
      canvas.hidden = i >= count;
      if (canvas.hidden) return;
      const [left, top] = [`${this.squares[i].x}px`, `${this.squares[i].y}px`];
      Object.assign(canvas.style, { left, top, width: `${side}px`, height: `${side}px` });
    });
  }

  /**
   * What stays through the steps: frames, points, names.
   * @param {LiveRun | null} run
   * @param {Plan} plan
   * @param {string[]} classes their names
   */
  paintStill(run, { names, colours }, classes) {
    const needed = classes.reduce((sum, name) => sum + keyWidth(name), SURFACE.says);
    const together = needed <= this.width; // all below the squares is one line
    this.place(names.length, together ? SURFACE.foot - SURFACE.line : SURFACE.foot);
    const { squares, side } = this;
    this.base.clear("arm");
    const frames = squares.map(({ x, y }) => `M${x} ${y}h${side}v${side}h${-side}Z`);
    this.base.path("frame", frames.join(""));
    const seen = this.paintPoints(run, classes.length);
    squares.forEach(({ x, y }, arm) =>
      this.base.path(`arm ${arm}`, markAt(arm, x + 5, y - 8, 4), {
        kind: "mark",
        colour: colours[arm],
      }),
    );
    const room = Math.floor(side / LETTER.wide) - 2;
    const left = together ? Math.min(squares[0].x, this.width - needed) : squares[0].x;
    const key = this.paintKey(classes, seen, left, this.height - (together ? 5 : 5 + SURFACE.line));
    const points = pointsWords(run);
    const from = together ? key.right : left;
    const fits = Math.max(0, Math.min(from, this.width - LETTER.narrow * points.length));
    this.base.write([
      ...squares.map(
        ({ x, y }, arm) =>
          /** @type {Label} */ ([x + 14, y - 4, "start", shortName(names[arm], room), "label"]),
      ),
      ...key.labels,
      [fits, this.height - 5, "start", points, "tick"],
    ]);
  }

  /**
   * The classes that are among the points.
   * @param {string[]} classes
   * @param {Set<number>} seen
   * @param {number} left
   * @param {number} y
   */
  paintKey(classes, seen, left, y) {
    /** @type {Label[]} */
    const labels = [];
    let right = left;
    classes.forEach((name, number) => {
      if (!seen.has(number)) return;
      this.base.path(`arm key ${number}`, markAt(number, right + 5, y - 4, 4), {
        kind: `point class-${number % 3}`,
      });
      labels.push([right + 14, y, "start", shortName(name), "tick"]);
      right += keyWidth(name);
    });
    return { labels, right };
  }

  /**
   * @param {LiveRun | null} run
   * @param {number} nClasses
   * @returns {Set<number>} the classes of the points
   */
  paintPoints(run, nClasses) {
    /** @type {Set<number>} */
    const seen = new Set();
    this.base.clear("points");
    if (!run?.scene) return seen;
    const [lowX, highX, lowY, highY] = run.scene.bounds;
    const radius = Math.max(1.7, Math.min(3.2, this.side / 58));
    const paths = Array.from({ length: Math.max(1, nClasses) }, () => "");
    for (let i = 0; i < run.points.length; i += 3) {
      const [px, py, label] = run.points.subarray(i, i + 3);
      seen.add(label);
      const [across, down] = [(px - lowX) / (highX - lowX), 1 - (py - lowY) / (highY - lowY)];
      for (const { x, y } of this.squares)
        paths[label] += markAt(label, x + across * this.side, y + down * this.side, radius);
    }
    paths.forEach((d, label) =>
      this.base.path(`points ${label}`, d, { kind: `point class-${label % 3}` }),
    );
    return seen;
  }

  /**
   * @param {Frame | null} frame
   * @param {number[][]} colours of the classes as [red, green, blue]
   * @param {number} nClasses
   */
  paintSurfaces(frame, colours, nClasses) {
    Object.assign(this, { frame, nClasses });
    this.canvases.forEach((canvas, arm) =>
      paintSurface(canvas, canvas.hidden ? null : frame, arm, colours, nClasses),
    );
  }

  /**
   * For files, in these colours.
   * @param {number[][]} colours
   */
  pictures(colours) {
    return this.squares.map((square, arm) => {
      const canvas = element("canvas");
      paintSurface(canvas, this.frame, arm, colours, this.nClasses);
      return { canvas, ...square, side: this.side };
    });
  }
}

/**
 * Of a class in the key, in px.
 * @param {string} name
 */
function keyWidth(name) {
  return 30 + LETTER.wide * shortName(name).length;
}
