// Pictures of maps on small canvases: the fuller a pixel, the larger its value; dropped pixels are
// crossed in grey.

// The colours of a stage as [red, green, blue], for one repaint.
function stageColours(root) {
  const style = getComputedStyle(root);
  const colour = (name) => parseColour(style.getPropertyValue(name).trim());
  return {
    ink: colour("--dv-ink"),
    paper: colour("--st-background-color"),
    dropped: colour("--dv-dropped"),
    positive: colour("--dv-positive"),
    negative: colour("--dv-negative"),
  };
}

const cssColour = (channels) => `rgb(${channels.map(Math.round).join(" ")})`;
const mixed = (from, to, share) => from.map((channel, i) => channel + (to[i] - channel) * share);

// A canvas of `columns` x `rows` pixels, `cell` canvas units wide each; its size on screen is the style's.
function mapCanvas(columns, rows, cell, props = {}) {
  return element("canvas", { width: columns * cell, height: rows * cell, "aria-hidden": "true", ...props });
}

// values[start ...] of one map; kept may be null (nothing can be dropped there).
function paintMap(canvas, { values, kept, start = 0, columns, rows, largest, colours }) {
  const context = canvas.getContext("2d");
  const cell = canvas.width / columns;
  context.fillStyle = cssColour(colours.paper);
  context.fillRect(0, 0, canvas.width, canvas.height);
  const crosses = [];
  if (kept && !kept.subarray(start, start + rows * columns).some(Boolean)) return paintCross(canvas, colours);
  for (let i = 0; i < rows * columns; i++) {
    const [x, y] = [(i % columns) * cell, Math.floor(i / columns) * cell];
    if (kept && !kept[start + i]) {
      crosses.push([x, y]);
      continue;
    }
    const strength = largest > 0 ? Math.min(1, values[start + i] / largest) : 0;
    if (strength < 0.004) continue;
    context.fillStyle = cssColour(mixed(colours.paper, colours.ink, strength));
    context.fillRect(x, y, cell, cell);
  }
  if (crosses.length) paintCrosses(context, crosses, cell, colours);
}

// A map that is wholly off.
function paintCross(canvas, { paper, dropped }) {
  const context = canvas.getContext("2d");
  context.fillStyle = cssColour(mixed(paper, dropped, 0.22));
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = cssColour(dropped);
  context.lineWidth = Math.max(2, canvas.width / 32);
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(canvas.width, canvas.height);
  context.moveTo(canvas.width, 0);
  context.lineTo(0, canvas.height);
  context.stroke();
}

function paintCrosses(context, places, cell, { paper, dropped }) {
  context.fillStyle = cssColour(mixed(paper, dropped, 0.22));
  for (const [x, y] of places) context.fillRect(x, y, cell, cell);
  const [from, to] = [0.22 * cell, 0.78 * cell];
  context.strokeStyle = cssColour(dropped);
  context.lineWidth = Math.max(1, cell / 9);
  context.beginPath();
  for (const [x, y] of places) {
    context.moveTo(x + from, y + from);
    context.lineTo(x + to, y + to);
    context.moveTo(x + to, y + from);
    context.lineTo(x + from, y + to);
  }
  context.stroke();
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
