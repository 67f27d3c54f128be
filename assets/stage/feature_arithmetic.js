// Arithmetic of a small convolutional network and of three ways to drop its maps: the same formulas
// as dropviz/core/conv_network.py and map_masks.py. Tests compare both with PyTorch. Pure functions.

// Maps lie one after another, row by row. shape: {maps, rows, columns}.
const pixelsOfMap = ({ rows, columns }) => rows * columns;

// {kernels: [base64], kernel_biases: [base64], shapes: [[maps, rows, columns]], weights, biases}
function decodeConvNetwork(packed) {
  const blocks = packed.shapes.map(([maps, rows, columns], depth) => ({
    shape: { maps, rows, columns },
    nIn: depth ? packed.shapes[depth - 1][0] : 1,
    kernels: decodeFloats(packed.kernels[depth]), // maps x nIn x 3 x 3
    biases: decodeFloats(packed.kernel_biases[depth]),
  }));
  const head = { weights: decodeFloats(packed.weights), biases: decodeFloats(packed.biases) }; // classes x inputs
  return { blocks, head };
}

// 3x3 cross-correlation with a border of zeros, then ReLU.
function convolved({ shape, nIn, kernels, biases }, input) {
  const { maps, rows, columns } = shape;
  const n = rows * columns;
  const values = new Float64Array(maps * n);
  for (let map = 0; map < maps; map++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        let sum = biases[map];
        for (let from = 0; from < nIn; from++)
          for (let dy = Math.max(0, 1 - row); dy < Math.min(3, rows + 1 - row); dy++)
            for (let dx = Math.max(0, 1 - column); dx < Math.min(3, columns + 1 - column); dx++)
              sum += kernels[(map * nIn + from) * 9 + 3 * dy + dx] * input[from * n + (row + dy - 1) * columns + column + dx - 1];
        values[map * n + row * columns + column] = sum > 0 ? sum : 0;
      }
  return values;
}

// The largest of each 2x2 square.
function pooledMaps({ maps, rows, columns }, values) {
  const [low, narrow] = [rows >> 1, columns >> 1];
  const pooled = new Float64Array(maps * low * narrow);
  for (let map = 0; map < maps; map++)
    for (let row = 0; row < low; row++)
      for (let column = 0; column < narrow; column++) {
        const at = map * rows * columns + 2 * row * columns + 2 * column;
        pooled[(map * low + row) * narrow + column] = Math.max(values[at], values[at + 1], values[at + columns], values[at + columns + 1]);
      }
  return pooled;
}

// multipliers: one number a pixel for each block, 0 where dropped; null for the whole network.
// values are the maps' own, signals what dropout lets through.
function convForward({ blocks, head }, image, multipliers = null) {
  let input = image;
  const passed = blocks.map((block, depth) => {
    const values = convolved(block, input);
    const signals = multipliers ? values.map((value, i) => value * multipliers[depth][i]) : values;
    input = pooledMaps(block.shape, signals);
    return { values, signals, pooled: input };
  });
  const logits = Float64Array.from(head.biases, (bias, out) => {
    let sum = bias;
    for (let i = 0; i < input.length; i++) sum += head.weights[out * input.length + i] * input[i];
    return sum;
  });
  return { blocks: passed, logits, probabilities: softmax(logits) };
}

// --- three ways to drop the same share ---

// DropBlock: the chance that a square starts at a place where it fits.
function squareRate(p, side, rows, columns) {
  return ((p / side ** 2) * rows * columns) / ((rows - side + 1) * (columns - side + 1));
}

// Which pixels the coins u keep, 1 or 0 each.
function keptByCoins(way, u, shape, p, block) {
  const { maps, rows, columns } = shape;
  const n = pixelsOfMap(shape);
  if (way === "hand") return new Uint8Array(maps * n).fill(1);
  if (way === "block") return keptBySquares(u, shape, p, block);
  return Uint8Array.from({ length: maps * n }, (_, i) => (u[way === "spatial" ? i - (i % n) : i] >= p ? 1 : 0));
}

function keptBySquares(u, { maps, rows, columns }, p, block) {
  const kept = new Uint8Array(maps * rows * columns).fill(p < 1 ? 1 : 0);
  if (p >= 1) return kept;
  const side = Math.min(block, rows, columns);
  const rate = squareRate(p, side, rows, columns);
  for (let map = 0; map < maps; map++)
    for (let row = 0; row <= rows - side; row++)
      for (let column = 0; column <= columns - side; column++) {
        const at = (map * rows + row) * columns + column;
        if (u[at] >= rate) continue;
        for (let dy = 0; dy < side; dy++) kept.fill(0, at + dy * columns, at + dy * columns + side);
      }
  return kept;
}

// By hand, on top of the coins. forced: "0" off, "1" on, "-" as the coins say; off: 1 = off in any case.
function keptByHand(kept, shape, forced, off) {
  const n = pixelsOfMap(shape);
  return kept.map((keep, i) => {
    const sign = forced ? forced[Math.floor(i / n)] : "-";
    return sign === "0" || off?.[i] ? 0 : sign === "1" ? 1 : keep;
  });
}

// What the kept pixels of each map are multiplied by. DropBlock divides by what its squares left.
function mapFactors(way, byCoins, shape, p, forced) {
  const n = pixelsOfMap(shape);
  return Float64Array.from({ length: shape.maps }, (_, map) => {
    if (way === "hand" || (way === "block" && forced?.[map] === "1")) return 1;
    if (way !== "block") return p < 1 ? 1 / (1 - p) : 0;
    let left = 0;
    for (let i = map * n; i < (map + 1) * n; i++) left += byCoins[i];
    return n / Math.max(1, left);
  });
}

// One block's kept pixels, and what its pixels are multiplied by.
function mapMask(way, u, shape, { p, block, forced = "", off = null }) {
  const byCoins = keptByCoins(way, u, shape, p, block);
  const kept = forced || off ? keptByHand(byCoins, shape, forced, off) : byCoins;
  const factors = mapFactors(way, byCoins, shape, p, forced);
  const n = pixelsOfMap(shape);
  return { byCoins, kept, factors, multipliers: Float64Array.from(kept, (keep, i) => (keep ? factors[Math.floor(i / n)] : 0)) };
}

function shareDropped(masks) {
  const sizes = masks.map(({ kept }) => kept.length);
  const left = masks.map(({ kept }) => kept.reduce((sum, keep) => sum + keep, 0));
  return 1 - left.reduce((a, b) => a + b) / sizes.reduce((a, b) => a + b);
}
