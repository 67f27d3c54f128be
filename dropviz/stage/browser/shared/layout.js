// Where the parts of a drawn network stand: layers side by side, or one below the other on a phone.

/** @typedef {{x: number, y: number}} Point centre, in px */
/** @typedef {{heading: Point, diameter: number, units: Point[]}} LayerLayout */
/** @typedef {{narrow: boolean, width: number, height: number, layers: LayerLayout[]}} NetworkLayout */

const OUTPUT_ROOM = 190; // px beside the last layer for digit, bar and percentage
const HEADING_ROOM = 34;
const NARROW = 640; // px: below this the network flows downwards (a phone)

/** @param {number} layer @param {number} depth */
export function layerName(layer, depth) {
  if (layer === 0) return "input";
  return depth > 2 ? `hidden ${layer}` : "hidden";
}

// Centres, in px around 0, of n units in staggered lines: along a line and across the lines.
/** @param {number} n @param {{lines: number, pitch: number, linePitch: number}} spacing */
function unitGrid(n, { lines, pitch, linePitch }) {
  const perLine = Math.ceil(n / lines);
  return Array.from({ length: n }, (_, unit) => {
    const line = unit % lines;
    const place = Math.floor(unit / lines);
    const shift = lines > 1 ? (line % 2) * 0.5 - 0.25 : 0;
    return {
      along: (place + shift - (perLine - 1) / 2) * pitch,
      across: (line - (lines - 1) / 2) * linePitch,
    };
  });
}

// sizes: units of each layer, input and output included.
/**
 * @param {number[]} sizes @param {number} width @param {number} height
 * @returns {NetworkLayout}
 */
export function layoutNetwork(sizes, width, height) {
  return width < NARROW ? layoutDownwards(sizes, width) : layoutAcross(sizes, width, height);
}

/** @param {number[]} sizes @param {number} width @param {number} height */
function layoutAcross(sizes, width, height) {
  const hidden = sizes.slice(1, -1);
  const nOutputs = sizes[sizes.length - 1];
  const side = Math.round(Math.sqrt(sizes[0]));
  const middle = HEADING_ROOM + (height - HEADING_ROOM) / 2;
  const room = height - HEADING_ROOM - 8;
  const pixel = Math.min(30, Math.floor(Math.min(room * 0.62, width * 0.2) / side));
  const imageWidth = pixel * side;
  const lastX = width - OUTPUT_ROOM;
  const layers = [
    {
      heading: { x: imageWidth / 2, y: 0 },
      diameter: pixel,
      units: squareGrid(side, pixel, imageWidth / 2, middle),
    },
  ];
  hidden.forEach((n, index) => {
    const x = imageWidth + ((lastX - imageWidth) * (index + 1)) / (hidden.length + 1);
    const lines = Math.max(1, Math.ceil(n / 17));
    const pitch = Math.min(36, room / (Math.ceil(n / lines) + 0.5));
    const diameter = Math.min(24, pitch - 3);
    const units = unitGrid(n, { lines, pitch, linePitch: diameter + 8 });
    layers.push({
      heading: { x, y: 0 },
      diameter,
      units: units.map(({ along, across }) => ({ x: x + across, y: middle + along })),
    });
  });
  const outputs = unitGrid(nOutputs, {
    lines: 1,
    pitch: Math.min(40, room / nOutputs),
    linePitch: 0,
  });
  layers.push({
    heading: { x: lastX + 90, y: 0 },
    diameter: 14,
    units: outputs.map(({ along }) => ({ x: lastX, y: middle + along })),
  });
  return { narrow: false, width, height, layers };
}

/** @param {number[]} sizes @param {number} width */
function layoutDownwards(sizes, width) {
  const nOutputs = sizes[sizes.length - 1];
  const side = Math.round(Math.sqrt(sizes[0]));
  const pixel = Math.min(22, Math.floor((width * 0.5) / side));
  const centre = width / 2;
  let y = HEADING_ROOM;
  const layers = [
    {
      heading: { x: centre, y: 0 },
      diameter: pixel,
      units: squareGrid(side, pixel, centre, y + (pixel * side) / 2),
    },
  ];
  y += pixel * side + 44;
  for (const n of sizes.slice(1, -1)) {
    const lines = Math.max(1, Math.ceil(n / 11));
    const pitch = Math.min(36, (width - 16) / (Math.ceil(n / lines) + 0.5));
    const diameter = Math.min(25, pitch - 4);
    const linePitch = diameter + 7;
    const middle = y + HEADING_ROOM + (lines * linePitch) / 2;
    const units = unitGrid(n, { lines, pitch, linePitch });
    layers.push({
      heading: { x: centre, y },
      diameter,
      units: units.map(({ along, across }) => ({ x: centre + along, y: middle + across })),
    });
    y += HEADING_ROOM + lines * linePitch + 40;
  }
  const outputs = unitGrid(nOutputs, { lines: 1, pitch: (width - 8) / nOutputs, linePitch: 0 });
  layers.push({
    heading: { x: centre, y: y - 6 },
    diameter: 12,
    units: outputs.map(({ along }) => ({ x: centre + along, y: y + 34 })),
  });
  return { narrow: true, width, height: y + 150, layers };
}

/** @param {number} side @param {number} pixel @param {number} centreX @param {number} centreY */
function squareGrid(side, pixel, centreX, centreY) {
  return Array.from({ length: side * side }, (_, i) => ({
    x: centreX + ((i % side) - (side - 1) / 2) * pixel,
    y: centreY + (Math.floor(i / side) - (side - 1) / 2) * pixel,
  }));
}
