// The sentences of "Toggle neurons", computed from what is on its stage.

import { unitFactor } from "../shared/arithmetic.js";
import { FAINTEST_EDGE } from "../shared/edges.js";
import { formatPercent } from "../shared/format.js";

/** @import { ToggleView } from "./payload.d.ts" */
/** @import { ToggleState, UnitCounts } from "./state.js" */

/** @param {UnitCounts} counts */
function unitsOff({ keptInput, nInput, keptHidden, nHidden }) {
  const off = nHidden - keptHidden;
  const offInput = nInput - keptInput;
  if (!off && !offInput) return `All ${nHidden} hidden units are on`;
  const parts = [
    off && `${off} of ${nHidden} hidden units`,
    offInput && `${offInput} of ${nInput} pixels`,
  ];
  return `${parts.filter(Boolean).join(" and ")} ${off + offInput === 1 ? "is" : "are"} off`;
}

// What must be said before the numbers, lest they mislead.
/** @param {ToggleView} view @param {UnitCounts} counts */
function toggleLead(view, { keptHidden }) {
  const factor = unitFactor(view.p, view.scaling, view.mode);
  const same = "only zeros pass, and the output biases give every image the same answer. ";
  if (view.mode === "training") {
    if (view.p < 1 || (keptHidden > 0 && factor > 0)) return "";
    if (keptHidden > 0)
      return `p = 1: inverted scaling has nothing left to divide by, its factor is taken as 0 (PyTorch returns zeros): ${same}`;
    return `p = 1 drops every hidden unit: ${same}`;
  }
  const trained = view.network === "with" ? "with inverted scaling" : "without dropout";
  const rule = `but these weights were trained ${trained} and do not need it. `;
  if (factor === 0) return `Inference: the classical factor 1 − p is 0, so ${same}`;
  if (factor !== 1)
    return `Inference: no coin is looked at. The classical rule makes each signal ${factor.toFixed(2)} times as large, ${rule}`;
  return "Inference: no coin is looked at. ";
}

/** @param {ToggleView} view @param {ToggleState} state @param {UnitCounts} counts */
export function toggleCaption(view, state, counts) {
  const { before, after, keptHidden, nHidden, keptInput, nInput } = counts;
  const was = formatPercent(state.whole.probabilities[before]);
  const is = formatPercent(state.pass.probabilities[after]);
  const lead = toggleLead(view, counts) + unitsOff(counts);
  const anyOff = keptHidden + keptInput < nHidden + nInput;
  const wrong =
    view.drawn || before === state.label
      ? ""
      : ` It is a ${state.label}: the network is wrong without dropout, too.`;
  if (before !== after)
    return `${lead}; the network now says ${after} (${is}) instead of ${before} (${was}).${wrong}`;
  if (is !== was)
    return `${lead}; the network still says ${after}, at ${is} instead of ${was}.${wrong}`;
  return `${lead}; the network says ${after}, at ${is}${anyOff ? ", as before" : ""}.${wrong}`;
}

// Of a probability, in points.
/** @param {number} points */
export function changeWords(points) {
  if (Math.abs(points) < 0.05) return "none";
  return `${points < 0 ? "−" : "+"}${Math.abs(points).toFixed(1)} points`;
}

/** @param {ToggleView} view */
export function toggleNote(view) {
  const edges =
    view.edges === "gradient"
      ? "Edges: |dL/dW| by width, solid green positive, dashed purple negative; exactly 0 at a dropped unit."
      : "Edges: activation × weight by width, solid green adds to the next unit, dashed purple takes away.";
  const faintest = (100 * FAINTEST_EDGE).toFixed(0);
  return `Units: the fuller the more active; empty = on, but at 0; crossed out = dropped. ${edges} Below ${faintest} % of a layer’s strongest none is drawn. Filled output: the true digit.`;
}
