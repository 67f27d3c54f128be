// Sentences of "Expected activations", made of the numbers on its stage.

import { formatValue } from "../shared/plot.js";
import { isResolved, sumOf } from "./moments.js";

/** @import { ExpectedView } from "./payload.d.ts" */
/** @import { ArmState, ExpectedState } from "./state.js" */

/** @type {Record<string, {short: string, title: string, trains: string, infers: string}>} */
export const ARM_TEXTS = {
  none: { short: "none", title: "No scaling", trains: "Σ m w x", infers: "Σ w x" },
  inverted: {
    short: "divide while training",
    title: "Inverted (PyTorch)",
    trains: "Σ m w x / (1 − p)",
    infers: "Σ w x",
  },
  classical: {
    short: "multiply at inference",
    title: "Classical (2014 paper)",
    trains: "Σ m w x",
    infers: "(1 − p) Σ w x",
  },
  mistake: {
    short: "divide in both",
    title: "The mistake: divide at inference too",
    trains: "Σ m w x / (1 − p)",
    infers: "Σ w x / (1 − p)",
  },
};

/** @type {Record<string, string>} */
export const VALUE_TEXTS = {
  random: "random",
  equal: "all equal",
  large: "one large",
  signs: "signs alternate",
};

/**
 * @param {ArmState} arm
 * @param {number} total
 */
export function armVerdict({ theory, inference, agree }, total) {
  if (inference === null) return `Undefined: inference is ${formatValue(total)} / 0.`;
  if (agree) return `Agree: inference is the training mean, ${formatValue(theory.mean)}.`;
  if (Math.abs(theory.mean) < 1e-9)
    return `Differ: inference ${formatValue(inference)}, training mean 0.`;
  return `Differ: inference is ${formatValue(inference / theory.mean)} times the training mean.`;
}

/**
 * @param {ArmState} arm
 * @param {Pick<ExpectedState, "relu">} state
 */
export function afterReluVerdict({ factor, inference }, { relu }) {
  if (inference === null) return "After a ReLU: undefined too.";
  const gap = Math.max(0, inference) - factor * relu.mean;
  const error = factor * relu.error;
  const size = formatValue(Math.abs(gap));
  const side = gap > 0 ? "high" : "low";
  if (!isResolved(gap, { error, exact: relu.exact }))
    return `After a ReLU no gap is resolved${error > 0 ? ` (standard error ${formatValue(error)})` : " by the samples"}.`;
  if (Math.abs(gap) < 1e-9) return "After a ReLU: no gap.";
  if (relu.exact || error === 0)
    return `After a ReLU inference is ${relu.exact ? "" : "about "}${size} too ${side}.`;
  return `After a ReLU: ${size} too ${side} (standard error ${formatValue(error)}).`;
}

/**
 * @param {ExpectedView} view
 * @param {Pick<ExpectedState, "contributions" | "arms">} state
 */
export function expectedCaption(view, { contributions, arms }) {
  const total = sumOf(contributions);
  const value = formatValue(total);
  const [, inverted] = arms;
  const cancels = Math.abs(total) < 1e-9;
  if (view.p === 0)
    return `p = 0 drops nothing: all four rules give ${value} in training and at inference.`;
  if (view.p === 1) {
    const others = cancels
      ? "At inference the sum is 0 too"
      : `At inference classical scaling gives 0 as well; no scaling and inverted give ${value}`;
    return `p = 1 drops every input: while training only zeros pass. ${others}. Dividing at inference too is a division by zero.`;
  }
  if (inverted.theory.variance === 0)
    return "Every contribution w x is 0: all four rules give 0 in training and at inference, without noise.";
  if (cancels)
    return "The contributions cancel, Σ w x = 0: all four rules agree at any p below 1. The noise does not cancel.";
  const times = formatValue(1 / (1 - view.p));
  return `At p = ${view.p.toFixed(2)} and without scaling, inference gives ${times} times the training mean. Divide while training, or multiply at inference. The mean is repaired then; the noise stays.`;
}

/** @param {Pick<ExpectedState, "contributions" | "sums" | "kept">} state */
export function sumsWords({ contributions, sums, kept }) {
  return `These coins keep ${sumOf(kept)} of ${kept.length} inputs. Their sum is ${formatValue(sums[0])}, of all inputs ${formatValue(sumOf(contributions))}.`;
}
