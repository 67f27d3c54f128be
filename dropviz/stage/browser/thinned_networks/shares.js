// A bar for each unit: the share of masks that kept it, with the theory and its band.

import { layerName } from "../shared/layout.js";
import { scale } from "../shared/plot.js";
import { figureOn, strokeThrough, writeTexts } from "./look.js";
import { hiddenSizes } from "./recording.js";

/** @import { Figure, Look } from "./look.js" */
/** @import { Scene } from "./scene.js" */

const SHARES = { height: 112, left: 34, top: 6, bottom: 18, gap: 12 };

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Look} look
 * @param {Scene} scene
 */
export function paintShares(canvas, look, scene) {
  const figure = figureOn(canvas, SHARES.height, look);
  const { pen, width, colours } = figure;
  const sizes = hiddenSizes(scene.run);
  const bottom = SHARES.height - SHARES.bottom;
  const y = scale([0, 1], [bottom, SHARES.top]);
  const pitch = (width - SHARES.left - SHARES.gap * (sizes.length - 1)) / scene.run.units;
  writeTexts(
    pen,
    colours.quiet,
    "right",
    [0, 0.5, 1].map((share) => [`${100 * share}%`, SHARES.left - 5, y(share)]),
  );
  let [unit, x] = [0, SHARES.left];
  sizes.forEach((n, layer) => {
    paintBars(figure, scene, { unit, n, x, y, pitch });
    const end = x + n * pitch;
    paintTheory(figure, scene, { start: x, end, y });
    const name = layerName(layer + 1, sizes.length + 1);
    writeTexts(pen, colours.quiet, "center", [[name, (x + end) / 2, bottom + 10]]);
    [unit, x] = [unit + n, end + SHARES.gap];
  });
}

/**
 * @param {Figure} figure
 * @param {Scene} scene
 * @param {{unit: number, n: number, x: number, y: (share: number) => number, pitch: number}} place
 */
function paintBars({ pen, colours }, { kept, draws, band: [low, high] }, place) {
  const { unit, n, x, y, pitch } = place;
  for (let index = 0; index < n; index++) {
    const share = kept[unit + index] / draws;
    const outside = share < low || share > high;
    const bar = x + index * pitch;
    pen.globalAlpha = outside ? 1 : 0.55;
    pen.fillStyle = colours.on;
    pen.fillRect(bar, y(share), pitch - 1, y(0) - y(share));
    if (!outside) continue;
    pen.fillStyle = colours.ink;
    pen.fillRect(bar, y(share) - 2, pitch - 1, 2);
  }
}

/**
 * @param {Figure} figure
 * @param {Scene} scene
 * @param {{start: number, end: number, y: (share: number) => number}} place
 */
function paintTheory({ pen, colours }, { view, band: [low, high] }, { start, end, y }) {
  pen.globalAlpha = 0.22;
  pen.fillStyle = colours.theory;
  pen.fillRect(start - 1, y(high), end - start + 1, Math.max(1, y(low) - y(high)));
  pen.globalAlpha = 1;
  pen.strokeStyle = colours.theory;
  pen.lineWidth = 1.25;
  strokeThrough(pen, [
    [start - 1, y(1 - view.p)],
    [end, y(1 - view.p)],
  ]);
}
