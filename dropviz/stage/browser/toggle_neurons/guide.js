// When the scenes of "Toggle neurons" are done, and what is then said.

import { argmax } from "../shared/arithmetic.js";
import { formatPercent } from "../shared/format.js";

/** @import { Happened, SceneRules } from "../shared/guide.js" */
/** @import { ToggleView } from "./payload.d.ts" */
/** @import { ToggleState, UnitCounts } from "./state.js" */

/**
 * @typedef {object} ToggleFacts
 * @property {ToggleState} state
 * @property {UnitCounts} counts
 * @property {(digit: number) => number} byChance how many units chance silences until a digit is lost
 */
/** @typedef {Happened<ToggleView, ToggleFacts>} At */
/** @typedef {SceneRules<ToggleView, ToggleFacts>} Rules */

const LITTLE = 0.05; // of a probability

/** The hidden units that are off now and were on before, as [layer, index]. @param {At} at */
function silenced({ before, now }) {
  return now.facts.state.kept.flatMap((layer, number) =>
    number === 0
      ? []
      : Array.from(layer.keys())
          .filter((index) => !layer[index] && before.facts.state.kept[number][index])
          .map((index) => [number, index]),
  );
}

/** The probability of the digit that the network said before the gesture, and after it. @param {At} at */
function certainty({ before, now }) {
  const digit = before.facts.counts.after;
  return {
    digit,
    was: before.facts.state.pass.probabilities[digit],
    is: now.facts.state.pass.probabilities[digit],
    says: now.facts.counts.after,
  };
}

/** @param {At} at */
function fallWords(at) {
  const { digit, was, is, says } = certainty(at);
  const [then, now] = [formatPercent(was), formatPercent(is)];
  const fall = then === now ? `the ${digit} stays at ${now}` : `${then} became ${now}`;
  return says === digit ? fall : `${fall}, and now it says ${says}`;
}

/** 0: another digit; 1: a little; 2: much. @param {At} at */
function effect(at) {
  const { digit, was, is, says } = certainty(at);
  if (says !== digit) return 0;
  return Math.abs(was - is) <= LITTLE ? 1 : 2;
}

/** @type {Rules} */
const oneUnit = {
  done: (at) => off(at.before) === 0 && silenced(at).length === 1,
  came: effect,
  says(at) {
    const [[layer, index]] = silenced(at);
    const unit = `You silenced unit ${index + 1} of hidden ${layer}: ${fallWords(at)}.`;
    return effect(at) === 1
      ? `${unit} One unit alone matters little: others carry the same news.`
      : `${unit} Few units matter so much. Click others to compare, or go on.`;
  },
};

/** How many hidden units are off. @param {At["now"]} moment */
const off = ({ facts: { counts } }) => counts.nHidden - counts.keptHidden;

/** The unit of hidden 2 that was most active. @param {At} at */
const mostActiveOf = ({ before }) => argmax(before.facts.state.pass.activations[2]);

/** @type {Rules} */
const mostActive = {
  done(at) {
    const [[layer, index] = [], ...others] = silenced(at);
    return layer === 2 && index === mostActiveOf(at) && !others.length;
  },
  came: (at) => [0, 2, 1][effect(at)],
  says(at) {
    const conclusion = [
      "The network leant on it.",
      "The others make up for it.",
      "It costs something, yet the digit stays: the others carry it.",
    ][effect(at)];
    return `Unit ${mostActiveOf(at) + 1} was the most active of hidden 2: ${fallWords(at)}. ${conclusion}`;
  },
};

/** @type {Rules} */
const howMany = {
  done: (at) => at.now.facts.counts.after !== at.began.facts.counts.after,
  came: ({ now }) => (off(now) < 5 ? 0 : off(now) <= 15 ? 1 : 2),
  says({ began, now }) {
    const [mine, chance] = [off(now), now.facts.byChance(began.facts.counts.after)];
    const compared =
      mine < chance
        ? "You chose well: these units mattered."
        : "You chose kindly: chance finds units that matter as soon.";
    return `It took you ${mine}. Units chosen by chance lose it after about ${chance}. ${compared}`;
  },
};

const FLIPS = 3;

/** @type {Rules} */
const threeFlips = {
  note({ memory, before, now }) {
    memory.seen ??= [];
    if (now.view.seed !== before.view.seed) memory.seen.push(off(now));
  },
  done: ({ memory }) => memory.seen.length >= FLIPS,
  came: () => 1,
  says({ memory, now }) {
    const [a, b, c] = memory.seen;
    const mean = Math.round(now.view.p * now.facts.counts.nHidden);
    return `You saw ${a}, ${b} and ${c} units off. About ${mean} go, and each flip makes another network.`;
  },
};

/** @type {Rules} */
const twoNetworks = {
  note({ memory, now }) {
    const { seed, p, mask, network } = now.view;
    const coins = `${seed} ${p} ${mask}`;
    if (memory.coins !== coins) Object.assign(memory, { coins, seen: {} });
    memory.seen[network] = now.facts.state.pass.probabilities[now.facts.state.label];
  },
  done: ({ memory }) => "with" in memory.seen && "without" in memory.seen,
  came({ memory: { seen } }) {
    if (Math.abs(seen.with - seen.without) < 0.02) return 2;
    return seen.with > seen.without ? 0 : 1;
  },
  says({ memory: { seen }, now }) {
    const { label } = now.facts.state;
    const [a, b] = [seen.with, seen.without].map((share) => formatPercent(share));
    return `Trained with dropout, the network gives the ${label} ${a}; without, ${b}. Losing units is what it was trained for: that alone says nothing about new digits.`;
  },
};

export const SCENES = {
  one_unit: oneUnit,
  most_active: mostActive,
  how_many: howMany,
  three_flips: threeFlips,
  two_networks: twoNetworks,
};
