// @ts-nocheck
// A run in the browser: unpacking, medians and quartiles, frames of its film. No DOM.

import { decodeBytes, decodeFloats } from "../arithmetic.js";
import { armColours, armNames } from "./arms.js";

export const CURVE_OF = { loss: { train: 0, validation: 2 }, error: { train: 1, validation: 3 } };
export const GRID_SIDE = 40;
export const FEWEST_IN_BAND = 3; // runs whose middle half is shown
const ENDED = ["finished", "cancelled", "failed", "lost"];

// packed: of packed_run in live_run.py; before: the run that was shown, whose curves may still be
// the newest. Axes of the curves: kind, measured step, arm, pair.
export function decodeRun(packed, before) {
  const { settings, steps } = packed;
  const same =
    before &&
    before.hash === packed.hash &&
    before.steps.length === steps.length &&
    before.state === packed.state;
  const over = ENDED.includes(packed.state);
  const run = {
    ...packed,
    over,
    arms: settings.arms,
    pairs: settings.pairs,
    names: same ? before.names : (packed.names ?? armNames(settings.arms)),
    colours: same ? before.colours : armColours(settings.arms),
    values: same ? before.values : decodeFloats(packed.curves),
    film: same && over ? before.film : packed.film && decodeFilm(packed.film, settings.arms.length),
    points: same ? before.points : decodeFloats(packed.scene?.points ?? ""),
  };
  run.middle = same
    ? before.middle
    : quartilesOf(run.values, steps.length, run.arms.length, run.pairs);
  return run;
}

function decodeFilm(film, arms) {
  const surfaces = decodeBytes(film.surfaces);
  return {
    ...film,
    kept: decodeBytes(film.kept),
    surfaces: surfaces.length ? surfaces : null,
    size: arms * GRID_SIDE * GRID_SIDE * 2,
    edges: new Int16Array(decodeBytes(film.edges).buffer),
    weights: decodeFloats(film.edge_weights),
  };
}

function sortedQuantile(sorted, share) {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const next = sorted[Math.min(below + 1, sorted.length - 1)];
  return sorted[below] + (place - below) * (next - sorted[below]);
}

// Lower quartile, median, upper quartile over the pairs that still run; NaN where none does.
function quartilesOf(values, times, arms, pairs) {
  const found = new Float64Array(4 * times * arms * 3).fill(NaN);
  for (let row = 0; row < 4 * times * arms; row++) {
    const sorted = values
      .slice(row * pairs, (row + 1) * pairs)
      .filter(Number.isFinite)
      .sort();
    if (!sorted.length) continue;
    [0.25, 0.5, 0.75].forEach((share, i) => (found[3 * row + i] = sortedQuantile(sorted, share)));
  }
  return found;
}

// which: 0 lower quartile, 1 median, 2 upper quartile.
export function middleOf(run, curve, at, arm, which = 1) {
  return run.middle[3 * ((curve * run.steps.length + at) * run.arms.length + arm) + which];
}

export function valueOf(run, curve, at, arm, pair) {
  return run.values[((curve * run.steps.length + at) * run.arms.length + arm) * run.pairs + pair];
}

// The steps whose weights early stopping chose, the median over the pairs that were finished:
// [{arm, step}].
export function chosenSteps(run) {
  return run.arms
    .map(({ early_stopping }, arm) => {
      const chosen =
        early_stopping && run.outcome
          ? run.outcome.chosen_step[arm].filter(
              (_, pair) => run.outcome.test_loss[arm][pair] !== null,
            )
          : [];
      return { arm, step: sortedQuantile(Float64Array.from(chosen).sort(), 0.5) };
    })
    .filter(({ step }) => Number.isFinite(step));
}

// The step that a view looks at; the newest while it trains.
export function stepOf(run, at) {
  return run.over && at >= 0 ? Math.min(at, run.step) : run.step;
}

// The place among the measured steps of the last one that is not after a step, -1 before any.
export function measuredPlace(run, step) {
  let place = run.steps.length - 1;
  while (place > 0 && run.steps[place] > step) place -= 1;
  return place;
}

// The film at a step: its mask, strongest edges between kept units and surfaces of the last
// measured step; null without a film.
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
  return {
    kept,
    edges: film.edges.subarray(frame * film.n_edges * 3, (frame + 1) * film.n_edges * 3),
    weights: film.weights.subarray(frame * film.n_edges, (frame + 1) * film.n_edges),
    surfaces: film.surfaces?.subarray(frame * film.size, (frame + 1) * film.size),
  };
}

// Units kept in each layer, from the row of all droppable units.
export function keptByLayer(kept, sizes) {
  let start = 0;
  return sizes
    .slice(0, -1)
    .map((n) => kept.subarray(start, (start += n)).reduce((sum, keep) => sum + keep, 0));
}
