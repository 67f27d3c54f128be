// @ts-nocheck
// The thinned network of a step, all units as dots: kept filled, dropped crossed out or pale.

import { layerName } from "../shared/layout.js";
import { LiveFigure } from "../shared/run/figure.js";
import { keptByLayer } from "../shared/run/film.js";

const DOTS = { largest: 13, smallest: 2, gap: 26, head: 36, crossed: 6.5, small: 260, foot: 22 };
const SIGNS = ["positive", "negative"];
const WEIGHT_LEVELS = 3;

// Layers as blocks of dots side by side, as large as they fit: [[{x, y}]] and the pitch.
function dotLayers(sizes, width, height) {
  const room = (width - DOTS.gap * (sizes.length - 1)) / sizes.length;
  const tall = height - DOTS.head - (width < DOTS.small ? DOTS.foot : 6);
  const blockOf = (n, pitch, input) => {
    const side = Math.round(Math.sqrt(n));
    if (input && n >= 49 && side * side === n && side * pitch <= tall)
      return { columns: side, rows: side, across: true };
    const rows = Math.max(1, Math.min(n, Math.floor(tall / pitch)));
    const columns = Math.ceil(n / rows);
    return { columns, rows: Math.ceil(n / columns), across: false };
  };
  let pitch = DOTS.largest;
  const wide = () =>
    sizes.reduce((sum, n, layer) => sum + blockOf(n, pitch, !layer).columns * pitch, 0);
  while (pitch > DOTS.smallest && wide() > room * sizes.length) pitch -= 0.25;
  const blocks = sizes.map((n, layer) => blockOf(n, pitch, !layer)); // an image as a square
  const gap = (width - wide() - pitch) / Math.max(1, sizes.length - 1);
  let left = pitch / 2;
  const layers = sizes.map((n, layer) => {
    const { columns, rows, across } = blocks[layer];
    const top = DOTS.head + (tall - rows * pitch) / 2 + pitch / 2;
    const units = Array.from({ length: n }, (_, i) => {
      const [column, row] = across
        ? [i % columns, Math.floor(i / columns)]
        : [Math.floor(i / rows), i % rows];
      return { x: left + (column + 0.5) * pitch, y: top + row * pitch };
    });
    const centre = left + (columns * pitch) / 2;
    left += columns * pitch + gap;
    return { units, centre };
  });
  return { layers, pitch };
}

export class NetworkPicture extends LiveFigure {
  constructor() {
    super({ name: "live-network", title: "Thinned network" });
    for (let level = 0; level < WEIGHT_LEVELS; level++)
      for (const sign of SIGNS)
        this.path(`edge ${sign} ${level}`, "M0 0", { kind: `edge ${sign} level-${level}` });
    for (const kind of ["kept", "pale", "crossed"]) this.path(kind, "M0 0");
  }

  // sizes: units in each layer, input first; frame: of frameOf, or null: all units, no edges.
  // signs: whether these are told by colour, else by dashes alone.
  paint(sizes, frame, signs) {
    const place = [sizes, this.width, this.height].join();
    if (place !== this.place)
      Object.assign(this, { place, ...dotLayers(sizes, this.width, this.height) });
    const { layers, pitch } = this;
    const last = sizes.length - 1;
    const dots = { kept: "", pale: "", crossed: "" };
    const arm = Math.min(4, 0.3 * pitch).toFixed(1);
    const counts = frame ? [...keptByLayer(frame.kept, sizes), sizes[last]] : sizes;
    let unitAt = 0;
    layers.forEach(({ units }, layer) => {
      for (const unit of units) {
        const { x, y } = unit;
        const at = `M${x.toFixed(1)} ${y.toFixed(1)}`;
        unit.dropped = Boolean(frame) && layer < last && !frame.kept[unitAt++];
        if (!unit.dropped) dots.kept += `${at}h0`;
        else if (pitch < DOTS.crossed) dots.pale += `${at}h0`;
        else
          dots.crossed += `${at}m-${arm} -${arm}l${2 * arm} ${2 * arm}m-${2 * arm} 0l${2 * arm} -${2 * arm}`;
      }
    });
    this.plot.style.setProperty("--dot", `${(0.66 * pitch).toFixed(2)}px`);
    for (const [kind, d] of Object.entries(dots)) this.path(kind, d);
    this.paintEdges(frame);
    this.plot.classList.toggle("plain", !signs);
    const key =
      signs || !frame
        ? []
        : [[this.width / 2, this.height - 5, "middle", "dashed: negative weights", "tick"]];
    this.write(
      key.concat(
        layers.flatMap(({ centre }, layer) => {
          const [x, anchor] =
            layer === 0 && centre < 26
              ? [0, "start"]
              : layer === last && this.width - centre < 26
                ? [this.width, "end"]
                : [centre, "middle"];
          const [name, of] = [
            layer === last ? "output" : layerName(layer, last),
            frame && layer < last ? ` of ${sizes[layer]}` : "",
          ];
          if (this.width < DOTS.small)
            return [
              [x, 12, anchor, String(counts[layer]), "label"],
              [x, 26, anchor, of.trim(), "tick"],
            ];
          return [
            [x, 12, anchor, name, "tick"],
            [x, 26, anchor, `${counts[layer]}${of}`, "label"],
          ];
        }),
      ),
    );
    return counts;
  }

  paintEdges(frame) {
    const paths = Array.from({ length: 2 * WEIGHT_LEVELS }, () => "");
    const range = new Map(); // weakest and strongest of each layer
    const count = frame?.weights.length ?? 0;
    for (let i = 0; i < count; i++) {
      const [layer, size] = [frame.edges[3 * i], Math.abs(frame.weights[i])];
      const [low, high] = range.get(layer) ?? [size, size];
      range.set(layer, [Math.min(low, size), Math.max(high, size)]);
    }
    for (let i = 0; i < count; i++) {
      const [layer, from, to] = frame.edges.subarray(3 * i, 3 * i + 3);
      const [start, end] = [this.layers[layer]?.units[from], this.layers[layer + 1]?.units[to]];
      if (!start || !end || !frame.weights[i] || start.dropped || end.dropped) continue;
      const [low, high] = range.get(layer);
      const strength = high > low ? (Math.abs(frame.weights[i]) - low) / (high - low) : 1;
      const level = Math.min(WEIGHT_LEVELS - 1, Math.floor(WEIGHT_LEVELS * strength));
      paths[2 * level + (frame.weights[i] < 0 ? 1 : 0)] +=
        `M${start.x.toFixed(1)} ${start.y.toFixed(1)}L${end.x.toFixed(1)} ${end.y.toFixed(1)}`;
    }
    paths.forEach((d, i) =>
      this.path(`edge ${SIGNS[i % 2]} ${Math.floor(i / 2)}`, d, {
        kind: `edge ${SIGNS[i % 2]} level-${Math.floor(i / 2)}`,
      }),
    );
  }
}
