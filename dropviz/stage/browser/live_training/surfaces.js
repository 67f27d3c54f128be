// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Decision surfaces of data with two features, one for each arm, with the training points.

import { element } from "../shared/elements.js";
import { markAt, shortName } from "../shared/run/arms.js";
import { LiveFigure } from "../shared/run/figure.js";
import { GRID_SIDE } from "../shared/run/film.js";
import { pointsWords } from "../shared/run/words.js";
import { parseColour } from "../shared/theme.js";

export const SURFACE = { head: 20, gap: 14, foot: 34, line: 14, says: 390, least: 0.1, most: 0.72 };

// Rows and columns in which `count` squares are largest: {columns, rows, side}.
function squaresIn(count, width, height, foot) {
  let best = { side: 0 };
  for (let rows = 1; rows <= count; rows++) {
    const columns = Math.ceil(count / rows);
    const side = Math.floor(
      Math.min(
        (width - SURFACE.gap * (columns - 1)) / columns,
        (height - foot) / rows - SURFACE.head - 4,
      ),
    );
    if (side > best.side) best = { columns, rows, side };
  }
  return best;
}

// Of the classes, as [red, green, blue].
export function classColours(root) {
  const style = getComputedStyle(root);
  return ["one", "two", "three"].map((name) =>
    parseColour(style.getPropertyValue(`--dv-class-${name}`).trim()),
  );
}

export class SurfacePicture extends LiveFigure {
  constructor() {
    super({ name: "live-surfaces", title: "Decision surfaces" });
    this.canvases = [];
  }

  // Where each square stands, in px: [{x, y}], and the side.
  places(count, foot) {
    const { columns, side } = squaresIn(count, this.width, this.height, foot);
    const left = (this.width - columns * side - SURFACE.gap * (columns - 1)) / 2;
    const squares = Array.from({ length: count }, (_, i) => ({
      x: Math.round(left + (i % columns) * (side + SURFACE.gap)),
      y: SURFACE.head + Math.floor(i / columns) * (side + SURFACE.head + 4),
    }));
    return { squares, side };
  }

  // What stays through the steps: frames, points, names. classes: their names.
  paintStill(run, names, colours, classes) {
    const wide = (name) => 30 + 6.6 * shortName(String(name)).length; // of a class in the key
    const needed = classes.reduce((sum, name) => sum + wide(name), SURFACE.says);
    const together = needed <= this.width;
    const line = together ? 0 : SURFACE.line; // below the key, or beside it
    const { squares, side } = this.places(names.length, SURFACE.foot - SURFACE.line + line);
    Object.assign(this, { squares, side });
    while (this.canvases.length < names.length) {
      const canvas = element("canvas", {
        width: GRID_SIDE,
        height: GRID_SIDE,
        "aria-hidden": "true",
      });
      this.canvases.push(canvas);
      this.plot.prepend(canvas);
    }
    this.canvases.forEach((canvas, i) => {
      canvas.hidden = i >= names.length;
      if (i < names.length)
        Object.assign(canvas.style, {
          left: `${squares[i].x}px`,
          top: `${squares[i].y}px`,
          width: `${side}px`,
          height: `${side}px`,
        });
    });
    this.clear("arm");
    this.path("frame", squares.map(({ x, y }) => `M${x} ${y}h${side}v${side}h${-side}Z`).join(""));
    const seen = this.paintPoints(run, classes.length);
    squares.forEach(({ x, y }, arm) =>
      this.path(`arm ${arm}`, markAt(arm, x + 5, y - 8, 4), { kind: "mark", colour: colours[arm] }),
    );
    const key = classes
      .map((name, number) => ({ name, number }))
      .filter(({ number }) => seen.has(number));
    let x = together ? Math.min(squares[0].x, this.width - needed) : squares[0].x;
    const foot = this.height - 5 - line;
    const labels = key.map(({ name, number }) => {
      this.path(`arm key ${number}`, markAt(number, x + 5, foot - 4, 4), {
        kind: `point class-${number % 3}`,
      });
      const label = [x + 14, foot, "start", shortName(String(name)), "tick"];
      x += wide(name);
      return label;
    });
    const room = Math.floor(side / 6.6) - 2;
    const points = run?.scene ? pointsWords(run) : "";
    const from = together ? x : squares[0].x;
    const below = [
      Math.max(0, Math.min(from, this.width - 5.8 * points.length)),
      this.height - 5,
      "start",
      points,
      "tick",
    ];
    this.write([
      ...squares.map((square, arm) => [
        square.x + 14,
        square.y - 4,
        "start",
        shortName(names[arm], room),
        "label",
      ]),
      ...labels,
      below,
    ]);
  }

  paintPoints(run, nClasses) {
    const seen = new Set();
    this.clear("points");
    if (!run?.scene) return seen;
    const [lowX, highX, lowY, highY] = run.scene.bounds;
    const radius = Math.max(1.7, Math.min(3.2, this.side / 58));
    const paths = Array.from({ length: Math.max(1, nClasses) }, () => "");
    for (let i = 0; i < run.points.length; i += 3) {
      const [px, py, label] = run.points.subarray(i, i + 3);
      seen.add(label);
      for (const { x, y } of this.squares)
        paths[label] += markAt(
          label,
          x + ((px - lowX) / (highX - lowX)) * this.side,
          y + (1 - (py - lowY) / (highY - lowY)) * this.side,
          radius,
        );
    }
    paths.forEach((d, label) =>
      this.path(`points ${label}`, d, { kind: `point class-${label % 3}` }),
    );
    return seen;
  }

  // surfaces: class and probability (of 255) for each point of the grid of each arm; colours: of
  // the classes as [red, green, blue].
  paintSurfaces(surfaces, colours, nClasses) {
    Object.assign(this, { surfaces, nClasses });
    this.canvases.forEach((canvas, arm) =>
      this.paintSurface(canvas, canvas.hidden ? null : surfaces, arm, colours),
    );
  }

  paintSurface(canvas, surfaces, arm, colours) {
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, GRID_SIDE, GRID_SIDE);
    if (!surfaces) return;
    const image = context.createImageData(GRID_SIDE, GRID_SIDE);
    const chance = 255 / this.nClasses;
    for (let cell = 0; cell < GRID_SIDE * GRID_SIDE; cell++) {
      const from = 2 * (arm * GRID_SIDE * GRID_SIDE + cell);
      const row = GRID_SIDE - 1 - Math.floor(cell / GRID_SIDE);
      const to = 4 * (row * GRID_SIDE + (cell % GRID_SIDE));
      const sure = Math.max(0, (surfaces[from + 1] - chance) / (255 - chance));
      image.data.set(colours[surfaces[from] % 3], to);
      image.data[to + 3] = 255 * (SURFACE.least + (SURFACE.most - SURFACE.least) * sure);
    }
    context.putImageData(image, 0, 0);
  }

  // For files, in these colours.
  pictures(colours) {
    return this.squares.map((square, arm) => {
      const canvas = element("canvas", { width: GRID_SIDE, height: GRID_SIDE });
      this.paintSurface(canvas, this.surfaces, arm, colours);
      return { canvas, ...square, side: this.side };
    });
  }
}
