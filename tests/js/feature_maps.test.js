// Convolutions, masks of feature maps and the rebuilt photo against PyTorch and NumPy.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  convForward,
  decodeConvNetwork,
  keptByCoins,
  mapMask,
  pooledProduct,
  shareDropped,
} from "../../dropviz/stage/browser/feature_maps/arithmetic.js";
import {
  decodePhotoFilters,
  decodedOutputs,
  explainedShare,
  photoMaps,
  scatteredCoins,
  unfolded,
} from "../../dropviz/stage/browser/feature_maps/photo_arithmetic.js";
import { squareAt } from "../../dropviz/stage/browser/feature_maps/photo_slide.js";
import { decodeBytes, decodeFloats } from "../../dropviz/stage/browser/shared/arithmetic.js";
import { assertClose, vectors } from "./vectors.js";

const { network, states, photos } = vectors("feature_maps");
const decoded = decodeConvNetwork(network);

function evaluated({ image, seed, way, p, block, forced, off }) {
  const sizes = network.shapes.map(([maps, rows, columns]) => maps * rows * columns);
  const u = scatteredCoins(seed, sizes[0] + sizes[1]);
  const bits = off && decodeBytes(off);
  let [pixel, map] = [0, 0];
  const masks = decoded.blocks.map(({ shape }, depth) => {
    const [pixels, maps] = [pixel + sizes[depth], map + shape.maps];
    const mask = mapMask(way, u.subarray(pixel, pixels), shape, {
      p,
      block,
      forced: forced.slice(map, maps),
      off: bits && bits.subarray(pixel, pixels),
    });
    [pixel, map] = [pixels, maps];
    return mask;
  });
  const multipliers = masks.map((mask) => mask.multipliers);
  return { masks, pass: convForward(decoded, decodeFloats(image), multipliers) };
}

test("maps, masks and classes equal PyTorch's in every state", () => {
  assert.ok(states.length >= 80);
  states.forEach((state, i) => {
    const { masks, pass } = evaluated(state);
    pass.blocks.forEach(({ signals, pooled }, depth) => {
      assertClose(signals, state.signals[depth], `state ${i}, signals ${depth}`);
      assertClose(pooled, state.pooled[depth], `state ${i}, pooled ${depth}`);
      // at p = 1 what is put on by hand is kept, but times 0
      if (state.kept[depth] !== null) assert.equal(masks[depth].kept.join(""), state.kept[depth]);
    });
    assertClose(pass.logits, state.logits, `state ${i}, logits`);
    assertClose(pass.probabilities, state.probabilities, `state ${i}, probabilities`);
    if (state.share !== null)
      assertClose([shareDropped(masks)], [state.share], `state ${i}, share`, 1e-8);
  });
});

test("a block of one pixel and one of a whole map are the other two ways", () => {
  const u = scatteredCoins(7, 512);
  const shape = { maps: 8, rows: 8, columns: 8 };
  for (const p of [0.15, 0.5, 0.9]) {
    const kept = (way, block) => keptByCoins(way, u, shape, p, block).join("");
    assert.equal(kept("block", 1), kept("element"));
    assert.equal(kept("block", 8), kept("spatial"));
    assert.notEqual(kept("block", 3), kept("element"));
  }
});

test("coins made in the browser are those made in Python", () => {
  const coins = decodeFloats(photos.coins);
  assert.ok(coins.length);
  assert.deepEqual(scatteredCoins(photos.seed, coins.length), coins);
});

test("a rebuilt photo equals what NumPy computes", () => {
  const model = decodePhotoFilters(photos.filters);
  const { shape } = model.filters;
  const photo = Float32Array.from(decodeBytes(photos.photo), (level) => level / 255);
  const values = photoMaps(model, photo);
  const u = scatteredCoins(photos.seed, values.length);
  assert.equal(photos.cases.length, 4);
  for (const { way, p, block, ...expected } of photos.cases) {
    const mask = mapMask(way, u, shape, { p, block, forced: photos.forced });
    const outputs = decodedOutputs(model, pooledProduct(shape, values, mask.multipliers));
    const rebuilt = unfolded(outputs, shape.rows, shape.columns);
    assertClose(values, expected.values, `${way}, maps`);
    assertClose(rebuilt, expected.rebuilt, `${way}, rebuilt`, 1e-4);
    assertClose([explainedShare(photo, rebuilt)], [expected.share], `${way}, share`, 1e-4);
  }
});

test("the square of a place holds all that its value comes from", () => {
  const model = decodePhotoFilters(photos.filters);
  const { rows, columns, maps } = model.filters.shape;
  const photo = Float32Array.from(decodeBytes(photos.photo), (level) => level / 255);
  const before = photoMaps(model, photo);
  const all = Array.from({ length: maps }, (_, map) => map * rows * columns);
  for (const at of [0, columns * 4 + 6, columns * rows - 1]) {
    const { left, top, width, height } = squareAt(model.filters, at);
    const inside = (x, y) =>
      x >= left * columns - 1e-9 &&
      x + 1 <= (left + width) * columns + 1e-9 &&
      y >= top * rows - 1e-9 &&
      y + 1 <= (top + height) * rows + 1e-9;
    const without = (keep) =>
      photo.map((level, i) => {
        const [x, y] = [Math.floor(i / 3) % columns, Math.floor(i / 3 / columns)];
        return inside(x, y) === keep ? level : 1 - level;
      });
    const [kept, changed] = [true, false].map((keep) => photoMaps(model, without(keep)));
    assert.ok(all.every((start) => kept[start + at] === before[start + at]));
    assert.ok(all.some((start) => changed[start + at] !== before[start + at]));
    const [x, y] = [at % columns, Math.floor(at / columns)];
    assert.ok(inside(x, y));
  }
});
