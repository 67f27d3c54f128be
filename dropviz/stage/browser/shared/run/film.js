// A run in the browser: unpacking, medians and quartiles, frames of its film. No DOM.

import { decodeBytes, decodeFloats } from "../arithmetic.js";
import { armColours } from "./arms.js";

export const FEWEST_IN_BAND = 3; // runs whose middle half is shown

/** @typedef {"loss" | "error"} Measure */
/** @typedef {Measure | "rate"} Curve what a chart of curves shows */
/** @typedef {"train" | "validation" | "learnt"} Part of the data; or of the network, learnt rates */
/** @typedef {import("../payload.d.ts").RunPayload} RunPayload */
/** @typedef {import("../payload.d.ts").FilmPayload} FilmPayload */

/**
 * What is trained, whether it has been or not.
 * @typedef {object} Plan
 * @property {string[]} names of the arms
 * @property {string[]} colours of the arms
 * @property {number} last_step
 * @property {number} pairs
 */

/**
 * @typedef {object} Film masks of all steps, edges and surfaces of measured ones
 * @property {Uint8Array} kept
 * @property {Uint8Array | null} surfaces
 * @property {Int16Array} edges layer, from, to
 * @property {Float32Array} weights
 */

/**
 * A frame of a film: units kept, the strongest edges, what the first run of each arm says.
 * @typedef {object} Frame
 * @property {Uint8Array} kept
 * @property {Int16Array} edges
 * @property {Float32Array} weights
 * @property {Uint8Array | undefined} surfaces
 * @property {number} grid
 */

/**
 * Axes of `values`: curve, measured step, arm, pair; of `middle`: the quartiles in place of pairs.
 * @typedef {Omit<RunPayload, "film"> & Plan & {
 *   values: Float32Array, middle: Float64Array, points: Float32Array,
 *   film: (Omit<FilmPayload, "edge_weights" | keyof Film> & Film) | null }} Run
 */

/**
 * @param {RunPayload} packed
 * @param {Run | null} before the run that was shown: its curves may still be the newest
 * @returns {Run}
 */
export function decodeRun(packed, before = null) {
  const same =
    before?.hash === packed.hash &&
    before.steps.length === packed.steps.length &&
    before.state === packed.state;
  const { names, colours, values, middle, points } = same ? before : decodeCurves(packed);
  const film = same && packed.over ? before.film : packed.film && decodeFilm(packed.film);
  return { ...packed, names, colours, values, middle, points, film };
}

/** @param {RunPayload} packed */
function decodeCurves({ arms, pairs, curves, scene }) {
  const values = decodeFloats(curves);
  return {
    names: arms.map(({ name }) => name),
    colours: armColours(arms.map(({ drops }) => drops)),
    values,
    middle: quartilesOf(values, pairs),
    points: decodeFloats(scene?.points ?? ""),
  };
}

/** @param {FilmPayload} film */
function decodeFilm({ kept, surfaces, edges, edge_weights, ...film }) {
  return {
    ...film,
    kept: decodeBytes(kept),
    surfaces: surfaces ? decodeBytes(surfaces) : null,
    edges: new Int16Array(decodeBytes(edges).buffer),
    weights: decodeFloats(edge_weights),
  };
}

/** @param {Float32Array | Float64Array} sorted @param {number} share */
function sortedQuantile(sorted, share) {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const next = sorted[Math.min(below + 1, sorted.length - 1)];
  return sorted[below] + (place - below) * (next - sorted[below]);
}

/**
 * Lower quartile, median, upper quartile over the pairs that still run; NaN where none does.
 * @param {Float32Array} values
 * @param {number} pairs
 */
function quartilesOf(values, pairs) {
  const rows = values.length / pairs;
  const found = new Float64Array(3 * rows).fill(NaN);
  for (let row = 0; row < rows; row++) {
    const sorted = values
      .slice(row * pairs, (row + 1) * pairs)
      .filter(Number.isFinite)
      .sort();
    if (!sorted.length) continue;
    [0.25, 0.5, 0.75].forEach((share, i) => (found[3 * row + i] = sortedQuantile(sorted, share)));
  }
  return found;
}

/**
 * The row of the curves that has a measure of a part of the data.
 * @param {Run} run
 * @param {Part} part
 * @param {Curve} measure
 */
export function curveOf(run, part, measure) {
  return run.curve_names.indexOf(`${part}_${measure}`);
}

/**
 * @param {Run} run
 * @param {number} curve
 * @param {number} at the place among the measured steps
 * @param {number} arm
 * @param {0 | 1 | 2} which lower quartile, median, upper quartile
 */
export function middleOf(run, curve, at, arm, which = 1) {
  return run.middle[3 * ((curve * run.steps.length + at) * run.arms.length + arm) + which];
}

/**
 * @param {Run} run
 * @param {number} curve
 * @param {number} at
 * @param {number} arm
 * @param {number} pair
 */
export function valueOf(run, curve, at, arm, pair) {
  return run.values[((curve * run.steps.length + at) * run.arms.length + arm) * run.pairs + pair];
}

/**
 * The steps whose weights early stopping chose, the median over the pairs that were finished.
 * @param {Run} run
 * @returns {{arm: number, step: number}[]}
 */
export function chosenSteps({ arms, outcome }) {
  return arms
    .map(({ early_stopping }, arm) => {
      const chosen =
        early_stopping && outcome
          ? outcome.chosen_step[arm].filter((_, pair) => outcome.test_loss[arm][pair] !== null)
          : [];
      return { arm, step: sortedQuantile(Float64Array.from(chosen).sort(), 0.5) };
    })
    .filter(({ step }) => Number.isFinite(step));
}

/**
 * The step that a view looks at; the newest while it trains.
 * @param {Run} run
 * @param {number} at
 */
export function stepOf(run, at) {
  return run.over && at >= 0 ? Math.min(at, run.step) : run.step;
}

/**
 * The place among the measured steps of the last one that is not after a step, -1 before any.
 * @param {Run} run
 * @param {number} step
 */
export function measuredPlace(run, step) {
  let place = run.steps.length - 1;
  while (place > 0 && run.steps[place] > step) place -= 1;
  return place;
}

/**
 * The film at a step: its mask, edges and surfaces of the last measured step.
 * @param {Run} run
 * @param {number} step
 * @returns {Frame | null}
 */
export function frameOf(run, step) {
  const { film } = run;
  if (!film) return null;
  const bytes = Math.ceil(film.units / 8);
  const rows = film.kept.length / bytes;
  const row = Math.max(0, Math.min(rows - 1, Math.floor((step - film.first_step) / film.stride)));
  const kept = new Uint8Array(film.units).fill(rows ? 0 : 1);
  for (let unit = 0; rows && unit < film.units; unit++)
    kept[unit] = (film.kept[row * bytes + (unit >> 3)] >> (7 - (unit & 7))) & 1;
  const frame = Math.max(0, Math.min(film.frames - 1, measuredPlace(run, step) - film.first));
  const { n_edges: edges, grid } = film;
  const size = run.arms.length * grid * grid * 2;
  return {
    kept,
    edges: film.edges.subarray(frame * edges * 3, (frame + 1) * edges * 3),
    weights: film.weights.subarray(frame * edges, (frame + 1) * edges),
    surfaces: film.surfaces?.subarray(frame * size, (frame + 1) * size),
    grid,
  };
}

/**
 * Units kept in each layer, from the row of all droppable units.
 * @param {Uint8Array} kept
 * @param {number[]} sizes
 */
export function keptByLayer(kept, sizes) {
  let start = 0;
  return sizes
    .slice(0, -1)
    .map((n) => kept.subarray(start, (start += n)).reduce((sum, keep) => sum + keep, 0));
}
