// Pictures of maps on small canvases: the fuller a pixel, the larger its value; dropped pixels are
// crossed in grey.

const DROPPED = 255; // in place of a level of brightness, 0 to 254

// The colours of a stage, and what maps are painted with; the same object until the theme changes.
function stageColours(root) {
  const style = getComputedStyle(root);
  const names = ["--dv-ink", "--st-background-color", "--dv-dropped", "--dv-positive", "--dv-negative"];
  const texts = names.map((name) => style.getPropertyValue(name).trim());
  const key = texts.join();
  if (root.colours?.key === key) return root.colours;
  const [ink, paper, dropped, positive, negative] = texts.map(parseColour);
  const ramp = Uint32Array.from({ length: DROPPED }, (_, level) => packedColour(mixed(paper, ink, level / (DROPPED - 1))));
  const [line, gap] = [packedColour(dropped), packedColour(mixed(paper, dropped, 0.25))];
  return (root.colours = { key, paper, dropped, positive, negative, ramp, line, gap });
}

const cssColour = (channels) => `rgb(${channels.map(Math.round).join(" ")})`;
const mixed = (from, to, share) => from.map((channel, i) => channel + (to[i] - channel) * share);

// A canvas of `columns` x `rows` pixels, `cell` canvas units wide each; its size on screen is the style's.
function mapCanvas(columns, rows, cell, props = {}) {
  return element("canvas", { width: columns * cell, height: rows * cell, "aria-hidden": "true", ...props });
}

const packedColour = ([red, green, blue]) => ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;

// What a canvas is to show: a level of brightness for each pixel, or DROPPED. Null if it shows that.
// values, kept: of all maps, this one from `start` on; kept may be null (nothing can be dropped there).
function newLevels(canvas, n, { values, kept, start = 0, largest, colours }) {
  const levels = new Uint8Array(n);
  const scale = largest > 0 ? (DROPPED - 1) / largest : 0;
  const shown = canvas.colours === colours ? canvas.levels : null;
  let changed = !shown;
  for (let i = 0; i < n; i++) {
    levels[i] = kept && !kept[start + i] ? DROPPED : Math.min(DROPPED - 1, Math.round(values[start + i] * scale));
    if (shown && shown[i] !== levels[i]) changed = true;
  }
  Object.assign(canvas, { levels, colours });
  return changed ? levels : null;
}

// A map of a few pixels, each a square with a cross where it is dropped.
function paintMap(canvas, { columns, rows, ...map }) {
  const levels = newLevels(canvas, rows * columns, map);
  if (!levels) return;
  const { colours } = map;
  if (levels.every((level) => level === DROPPED)) return paintCross(canvas, colours);
  const [context, image, pixels] = canvasPixels(canvas);
  const { width } = canvas;
  const cell = width / columns;
  levels.forEach((level, i) => {
    const first = Math.floor(i / columns) * cell * width + (i % columns) * cell;
    const colour = level === DROPPED ? colours.gap : colours.ramp[level];
    for (let y = 0; y < cell; y++) pixels.fill(colour, first + y * width, first + y * width + cell);
    if (level !== DROPPED) return;
    for (let k = Math.round(cell / 5); k < cell - Math.round(cell / 5); k++) {
      const row = first + k * width;
      pixels.fill(colours.line, row + k, row + k + 2);
      pixels.fill(colours.line, row + cell - 2 - k, row + cell - k);
    }
  });
  context.putImageData(image, 0, 0);
}

function canvasPixels(canvas) {
  const context = canvas.getContext("2d");
  canvas.image ??= context.createImageData(canvas.width, canvas.height);
  return [context, canvas.image, new Uint32Array(canvas.image.data.buffer)];
}

// A map that is wholly off.
function paintCross(canvas, { paper, dropped }) {
  const context = canvas.getContext("2d");
  context.fillStyle = cssColour(mixed(paper, dropped, 0.22));
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = cssColour(dropped);
  context.lineWidth = Math.max(1, canvas.width / 48);
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(canvas.width, canvas.height);
  context.moveTo(canvas.width, 0);
  context.lineTo(0, canvas.height);
  context.stroke();
}

// A map of thousands of pixels, one canvas unit each; dropped pixels are grey with slanting lines.
function paintFineMap(canvas, map) {
  const levels = newLevels(canvas, canvas.width * canvas.height, map);
  if (!levels) return;
  const { colours } = map;
  if (levels.every((level) => level === DROPPED)) return paintCross(canvas, colours);
  const [context, image, pixels] = canvasPixels(canvas);
  for (let i = 0; i < levels.length; i++) {
    const slant = (i + Math.floor(i / canvas.width)) % 4;
    pixels[i] = levels[i] < DROPPED ? colours.ramp[levels[i]] : slant ? colours.gap : colours.line;
  }
  context.putImageData(image, 0, 0);
}

// A photo, red, green and blue of each pixel in [0, 1]; what lies beyond is cut off.
function paintPhoto(canvas, photo) {
  const [context, image] = canvasPixels(canvas);
  for (let i = 0; i < canvas.width * canvas.height; i++) {
    for (let colour = 0; colour < 3; colour++) image.data[4 * i + colour] = 255 * photo[3 * i + colour]; // clamped by the array
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

// A colour filter (colours x side x side): grey is 0, brighter adds, darker takes away.
function paintFilter(canvas, weights) {
  const largest = Math.max(1e-9, ...weights.map(Math.abs));
  const n = weights.length / 3;
  paintPhoto(canvas, Float32Array.from({ length: 3 * n }, (_, i) => 0.5 + weights[(i % 3) * n + Math.floor(i / 3)] / (2 * largest)));
}

// A 3x3 kernel: green adds, purple takes away; largest gives the full colour.
function paintKernel(canvas, weights, side, largest, colours) {
  const context = canvas.getContext("2d");
  const cell = canvas.width / side;
  weights.forEach((weight, i) => {
    const full = weight < 0 ? colours.negative : colours.positive;
    context.fillStyle = cssColour(mixed(colours.paper, full, Math.min(1, Math.abs(weight) / largest)));
    context.fillRect((i % side) * cell, Math.floor(i / side) * cell, cell, cell);
    if (weight >= 0) return;
    context.fillStyle = cssColour(colours.paper); // a minus, so that colour does not say it alone
    context.fillRect((i % side) * cell + cell * 0.3, Math.floor(i / side) * cell + cell * 0.45, cell * 0.4, cell * 0.1);
  });
}

// Which of these elements lies nearest in the direction of an arrow key.
function nearestInDirection(nodes, from, key) {
  const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  const centre = (node) => {
    const box = node.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = centre(from);
  let best = null;
  let least = Infinity;
  for (const node of nodes) {
    const [toX, toY] = centre(node);
    const ahead = (toX - x) * dx + (toY - y) * dy;
    const aside = Math.abs((toX - x) * dy) + Math.abs((toY - y) * dx);
    if (ahead < 2 || ahead + 3 * aside >= least) continue;
    [least, best] = [ahead + 3 * aside, node];
  }
  return best;
}
