// What the stage of "Why dropout?" says.

import { formatPercent } from "../shared/format.js";
import { NEW, TRAIN } from "./errors.js";

/** @import { Errors } from "./errors.js" */
/** @import { WhyView } from "./payload.d.ts" */

/** How many training labels are given back, a mean over the networks. @param {Errors} errors @param {number} at @param {number} arm */
export const givenBack = (errors, at, arm) =>
  Math.round(errors.nTrain * (1 - errors.mean(TRAIN, at, arm)));

/** @param {Errors} errors @param {WhyView} view */
export function caption(errors, { lines, at }) {
  const step = `Step ${errors.steps[at]}`;
  const learnt = (/** @type {number} */ arm) =>
    `${givenBack(errors, at, arm)} of ${errors.nTrain} training labels`;
  const wrong = (/** @type {number} */ arm) => formatPercent(errors.mean(NEW, at, arm));
  if (lines === "train") return `${step}: the networks give back ${learnt(0)}.`;
  if (lines === "new")
    return `${step}: they give back ${learnt(0)}, and are wrong on ${wrong(0)} of the new digits.`;
  return `${step}: wrong on ${wrong(1)} of the new digits with dropout, on ${wrong(0)} without.`;
}

/** @param {Errors} errors */
export function pairsWords(errors) {
  const gains = errors.gains();
  const better = gains.filter((gain) => gain > 0).length;
  const [least, most] = [Math.min(...gains), Math.max(...gains)].map((gain) => gain.toFixed(1));
  const share = better === gains.length ? `all ${better}` : `${better} of ${gains.length}`;
  return least.startsWith("-")
    ? `Dropout is better in ${share} pairs.`
    : `Dropout is better in ${share} pairs, by ${least} to ${most} points.`;
}
