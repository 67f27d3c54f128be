// When the scenes of "Thinned sub-networks" are done, and what is then said.

import { formatCount, formatPercent } from "../shared/format.js";
import { countKept, maskAt } from "./recording.js";
import { formatPowerOfTwo, masksMakeIt, printedLosses } from "./words.js";

/** @import { Happened, SceneRules } from "../shared/guide.js" */
/** @import { ThinnedView } from "./payload.d.ts" */
/** @import { Scene } from "./scene.js" */

/** @typedef {Happened<ThinnedView, Scene>} At */
/** @typedef {SceneRules<ThinnedView, Scene>} Rules */

const NONE = -1; // of the answers
const DIGITS = 3; // to be looked at
const PAPERS_KEEP = 0.8; // the p of the 2014 paper that is asked about
const CLOSE = 0.005; // to it: a slider has steps of 0.01

/** How many different masks the examples of the step have. @param {Scene} scene */
function differentMasks({ run, view, step }) {
  const masks = Array.from({ length: run.batch }, (_, at) =>
    maskAt(run, step, at, view.p).join(""),
  );
  return new Set(masks).size;
}

/** @type {Rules} */
const oneStep = {
  note({ memory, now }) {
    memory.seen ??= new Map();
    memory.seen.set(now.facts.example, now.facts.state.count);
  },
  done: ({ memory }) => memory.seen.size >= DIGITS,
  came({ now: { facts } }) {
    const different = differentMasks(facts);
    return different === 1 ? 0 : different > facts.run.batch / 2 ? 2 : 1;
  },
  says({ memory, now: { facts } }) {
    const counts = [...memory.seen.values()].slice(0, DIGITS).join(", ");
    const different = differentMasks(facts);
    return different === 1
      ? `You saw ${DIGITS} digits, each with the same ${facts.state.count} units. All ${facts.run.batch} of this step share one network here.`
      : `You saw ${DIGITS} digits, which kept ${counts} of ${facts.run.units} units. Each digit flips its own coins: the ${facts.run.batch} of this step train ${different} different networks.`;
  },
};

/** The first unit of hidden 1 that was silent when the scene began. @param {At} at */
const silentUnit = ({ began }) => began.facts.state.kept[1].indexOf(0);

/** Whether any weight into a unit of hidden 1 gets a gradient. @param {Scene} scene @param {number} unit */
function learns({ state }, unit) {
  const { nIn } = state.layers[0];
  return state.gradients[0].subarray(unit * nIn, (unit + 1) * nIn).some(Boolean);
}

/** @type {Rules} */
const silent = {
  done: (at) => silentUnit(at) >= 0 && at.now.facts.state.kept[1][silentUnit(at)] === 1,
  came: () => 1,
  says(at) {
    const { run, view, step, state } = at.now.facts;
    const unit = silentUnit(at);
    const keep = Array.from({ length: run.batch }, (_, place) => maskAt(run, step, place, view.p));
    const many = `${keep.filter((mask) => mask[unit]).length} of the ${run.batch} digits keep it: the step learns from them.`;
    return learns(at.now.facts, unit)
      ? `The first digit taught unit ${unit + 1} nothing; this ${state.label} does. ${many}`
      : `This ${state.label} keeps unit ${unit + 1}, but the unit is at 0 for it: no gradient yet. ${many}`;
  },
};

/** @type {Rules} */
const howMany = {
  done: ({ began, now }) =>
    began.facts.step < now.facts.step && now.facts.step === now.facts.run.steps - 1,
  came({ now: { facts } }) {
    const share = facts.distinct / 2 ** facts.run.units;
    return share >= 0.9 ? 0 : share >= 0.1 ? 1 : 2;
  },
  says({ now: { facts } }) {
    const { run, distinct, draws } = facts;
    const share = distinct / 2 ** run.units;
    const of = share < 0.001 ? "almost none" : formatPercent(share);
    return `${formatCount(draws)} masks were drawn, ${formatCount(distinct)} different ones. Of ${formatPowerOfTwo(run.units)} possible that is ${of}. The others learn too, for all share one set of weights.`;
  },
};

/** @type {Rules} */
const losses = {
  done: ({ began, now }) => began.view.plain === "hidden" && now.view.plain === "shown",
  came: ({ now: { facts } }) => (masksMakeIt(printedLosses(facts)) ? 1 : NONE),
  says({ now: { facts } }) {
    const printed = printedLosses(facts);
    const { masked, plain, validation } = printed;
    if (masksMakeIt(printed))
      return `The same batch without masks has ${plain}, below the ${validation} of validation. The masks made the difference: no bug.`;
    if (Number(masked) <= Number(plain))
      return `In this step masks raised nothing: ${masked} with them, ${plain} without. Single batches scatter; look at the thick lines.`;
    return `The masks cost this batch something: ${masked} with them, ${plain} without. Validation, at ${validation}, does not lie between.`;
  },
};

/** @type {Rules} */
const twoPs = {
  done: ({ began, now }) =>
    began.view.p !== now.view.p && Math.abs(now.view.p - (1 - PAPERS_KEEP)) <= CLOSE,
  came: () => 1,
  says({ now: { view, facts } }) {
    const kept = countKept(facts.state.mask);
    return `At p = ${view.p.toFixed(2)} this digit keeps ${kept} of ${facts.run.units}. PyTorch's p is the chance of being dropped. The paper's is the chance of being kept.`;
  },
};

export const SCENES = {
  one_step: oneStep,
  silent,
  how_many: howMany,
  losses,
  two_ps: twoPs,
};
