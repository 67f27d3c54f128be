// When the scenes of "Expected activations" are done, and what is then said.

import { listed } from "../shared/format.js";
import { formatValue } from "../shared/plot.js";
import { sumOf } from "./moments.js";

/** @import { Happened, SceneRules } from "../shared/guide.js" */
/** @import { RanCalls } from "./calls.js" */
/** @import { ExpectedView } from "./payload.d.ts" */
/** @import { ExpectedState } from "./state.js" */

/**
 * @typedef {object} ExpectedFacts
 * @property {ExpectedState} state
 * @property {{most: number, silent: number}} place what the place of dropout makes
 * @property {{calls: RanCalls, ticked: boolean[]}} calls
 */
/** @typedef {Happened<ExpectedView, ExpectedFacts>} At */
/** @typedef {SceneRules<ExpectedView, ExpectedFacts>} Rules */

const NONE = -1; // of the answers
const FLIPS = 3;
const WIDE = 0.8; // a rate
const SAME = 1e-9;

/** @type {Rules} */
const oneSum = {
  note({ memory, before, now }) {
    memory.seen ??= [];
    if (now.view.seed !== before.view.seed) memory.seen.push(now.facts.state.sums[0]);
  },
  done: ({ memory }) => memory.seen.length >= FLIPS,
  came({ now: { view } }) {
    return view.p === 0 ? 0 : view.p === 0.5 ? 1 : NONE;
  },
  says({ memory, now: { facts } }) {
    const { contributions, run } = facts.state;
    const seen = listed(memory.seen.map(formatValue));
    const [mean, whole] = [run.mean[run.mean.length - 1], sumOf(contributions)].map(formatValue);
    return `You saw ${seen}. Over 1,000 masks the mean is ${mean}; without dropout the sum is ${whole}.`;
  },
};

const REPAIRS = ["inverted", "classical", "mistake"];

/** The rule's state. @param {At} at @param {string} name */
function armOf({ now }, name) {
  const arm = now.facts.state.arms.find((one) => one.arm === name);
  return /** @type {ExpectedState["arms"][number]} */ (arm);
}

/** @type {Rules} */
const repair = {
  note({ memory, now }) {
    memory.seen ??= new Set();
    memory.seen.add(now.view.rule);
  },
  done: ({ memory }) => REPAIRS.every((rule) => memory.seen.has(rule)),
  came(at) {
    const [divide, multiply, both] = REPAIRS.map((rule) => armOf(at, rule).agree);
    return divide && multiply && !both ? 2 : NONE;
  },
  says(at) {
    const told = REPAIRS.map((rule) => armOf(at, rule));
    const value = (/** @type {number | null} */ sum) =>
      sum === null ? "undefined" : formatValue(sum);
    const [divide, multiply, both] = told.map(
      ({ theory, inference }) => `${value(theory.mean)} and ${value(inference)}`,
    );
    const end = told[2].agree ? "" : ", which is too much";
    return `Training and inference: ${divide} when training divides, ${multiply} when inference multiplies. Dividing in both gives ${both}${end}. For a sum, which is linear, the repair is exact.`;
  },
};

/** Variance of the inverted sum. @param {At["now"]} moment */
const varianceOf = ({ facts }) => facts.state.arms[1].theory.variance;

/** @type {Rules} */
const spread = {
  done: ({ began, now }) => began.view.p < WIDE && now.view.p >= WIDE && now.view.p < 1,
  came: ({ now }) => (varianceOf(now) > 0 ? 1 : 0),
  says({ began, now }) {
    const [was, is] = [began, now].map(varianceOf);
    const mean = formatValue(now.facts.state.arms[1].theory.mean);
    return is > 0
      ? `The mean stayed at ${mean}. The variance went from ${formatValue(was)} to ${formatValue(is)} at p = ${now.view.p.toFixed(2)}: fewer units carry more each.`
      : `Every input is 0 here, so nothing scatters. Give an input a value and look again.`;
  },
};

/** @type {Rules} */
const beforeAfter = {
  note({ memory, now }) {
    memory.seen ??= {};
    memory.seen[now.view.activation] = now.facts.place;
  },
  done: ({ memory: { seen } }) => "relu" in seen && "sigmoid" in seen,
  came({ memory: { seen } }) {
    const [relu, sigmoid] = [seen.relu.most, seen.sigmoid.most].map((most) => most > SAME);
    return relu ? NONE : sigmoid ? 1 : 0;
  },
  says({ memory: { seen } }) {
    const { most, silent } = seen.sigmoid;
    return most > SAME
      ? `ReLU makes 0 of 0, so the place does not matter. A unit dropped before the sigmoid still says ${formatValue(silent)}; dropped after it, 0.`
      : "ReLU makes 0 of 0, so the place does not matter. No unit is dropped here: raise p, and the sigmoid will differ.";
  },
};

/** @type {Rules} */
const whichCalls = {
  done: ({ began, now }) =>
    began.view.ran === "no" && now.view.ran === "yes" && now.facts.calls.calls.length > 0,
  came({ now }) {
    const { calls } = now.facts.calls;
    const drop = calls.filter(({ drops }) => drops).length;
    return drop === 0 ? 0 : drop < calls.length ? 1 : 2;
  },
  says({ now }) {
    const { calls, ticked } = now.facts.calls;
    const right = calls.filter(({ drops }, at) => drops === ticked[at]).length;
    const drop = calls.filter(({ drops }) => drops).length;
    return `${drop} of ${calls.length} drop; you judged ${right} right. The mode of the layer decides, or the argument training. no_grad() does not. Below the tabs stands what a network says whose eval() was forgotten.`;
  },
};

export const SCENES = {
  one_sum: oneSum,
  repair,
  spread,
  before_after: beforeAfter,
  calls: whichCalls,
};
