// Everything that is shown of a step of a recorded run, computed once for each repaint. No DOM.

import { binomialBand, countMasks, evaluateExample, runningMeans } from "./recording.js";

/** @import { ThinnedView } from "./payload.d.ts" */
/** @import { RecordedRun } from "./recording.js" */

/** @typedef {"masked" | "plain" | "validation"} LossName */
/** @typedef {Record<LossName, Float64Array>} Means */
/** @typedef {ReturnType<Scenes["of"]>} Scene */

export const MEAN_STEPS = 9; // of the thick lines

export class Scenes {
  /** @param {RecordedRun} run */
  constructor(run) {
    this.run = run;
    /** @type {Means} */
    this.means = {
      masked: runningMeans(run.masked, MEAN_STEPS),
      plain: runningMeans(run.plain, MEAN_STEPS),
      validation: runningMeans(run.validation, MEAN_STEPS),
    };
    this.counted = { p: run.settings.p, ...countMasks(run, run.settings.p) };
  }

  /** @param {ThinnedView} view */
  of(view) {
    const { run, means } = this;
    const step = Math.min(view.step, run.steps) - 1;
    const example = Math.min(view.example, run.batch) - 1;
    if (this.counted.p !== view.p) this.counted = { p: view.p, ...countMasks(run, view.p) };
    const { kept, distinct } = this.counted;
    const draws = (step + 1) * run.rows;
    return {
      run,
      means,
      view,
      step,
      example,
      draws,
      state: evaluateExample(run, { step, example, p: view.p, edges: view.edges }),
      kept: kept.subarray(step * run.units, (step + 1) * run.units),
      distinct: distinct[step],
      band: binomialBand(draws, 1 - view.p),
      stale: differ(view, run.settings),
    };
  }
}

/**
 * Whether a view wants another run than one with these settings.
 * @param {object} view
 * @param {object} settings
 */
export function differ(view, settings) {
  const wanted = new Map(Object.entries(view));
  return Object.entries(settings).some(([name, value]) => wanted.get(name) !== value);
}
