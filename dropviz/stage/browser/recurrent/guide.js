// When the scenes of the recurrent variants are done, and what is then said.

import { superscript } from "../shared/format.js";
import { destroys, FRESH_ON_C, shownOf, survivalOf } from "./memory.js";
import { formatChance } from "./words.js";

/** @import { Happened, SceneRules } from "../shared/guide.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { RecurrentState, RuleState } from "./memory.js" */
/** @import { PackedRule } from "./payload.d.ts" */

/** @typedef {Happened<VariantsView, RecurrentState>} At */
/** @typedef {SceneRules<VariantsView, RecurrentState>} Rules */

const LONG = 20; // steps
const FLIPS = 2;
const NONE = -1; // no answer came true

/** @typedef {(rule: PackedRule) => boolean} Kind of rule */

/** @type {Kind} */
const wearsAway = (rule) => destroys(rule);
/** @type {Kind} */
const onceOnH = ({ on, once }) => on === "h" && once;
/** @type {Kind} */
const anewOnH = ({ on, once }) => on === "h" && !once;

/** @param {RecurrentState} state @param {Kind} kind */
const ruleOf = ({ rules }, kind) => /** @type {RuleState} */ (rules.find(({ rule }) => kind(rule)));

/** @type {Rules} */
const whichKills = {
  done: ({ began, now }) => began.view.times < LONG && now.view.times >= LONG,
  came: ({ now }) => (ruleOf(now.facts, wearsAway).alive < now.facts.cells ? 1 : NONE),
  says({ now: { view, facts } }) {
    const { p, times } = view;
    if (p === 0) return "At p = 0 no mask drops anything, so nothing is lost.";
    const { alive } = ruleOf(facts, wearsAway);
    const chance = `${Number((1 - p).toFixed(2))}${superscript(times)}`;
    return (
      `The fresh mask on c kills it: after ${times} steps ${alive || "none"} of ${facts.cells} cells ${alive === 1 || !alive ? "holds" : "hold"} anything. ` +
      `Each had to survive every step: the chance is ${chance} = ${formatChance(survivalOf(FRESH_ON_C, p, times))}. ` +
      "No other mask empties a cell once it holds something."
    );
  },
};

/** Cells that the gates read in no step. @param {RuleState} state */
const neverRead = ({ read }) =>
  read[0].reduce((sum, _, cell) => sum + (read.some((row) => row[cell] > 0) ? 0 : 1), 0);

/** Once for all steps, and anew in each. @param {At} at */
const unread = ({ now: { facts } }) =>
  [onceOnH, anewOnH].map((kind) => neverRead(ruleOf(facts, kind)));

/** @type {Rules} */
const neverReadScene = {
  note({ memory, now }) {
    const { rule } = now.facts;
    memory.once ||= onceOnH(rule);
    memory.anew ||= anewOnH(rule);
  },
  done: ({ memory }) => memory.once && memory.anew,
  came(at) {
    const [once, anew] = unread(at);
    return once > anew ? 0 : once < anew ? 1 : 2;
  },
  says(at) {
    const [once, anew] = unread(at);
    const { cells } = at.now.facts;
    return (
      `With one mask for all steps ${once || "none"} of ${cells} cells ${once > 1 ? "are" : "is"} never read; with fresh masks ${anew || "none"}. ` +
      "One mask makes one thinned network for the whole sequence; fresh masks make another in each step."
    );
  },
};

/** @type {Rules} */
const missed = {
  note({ memory, before, now }) {
    memory.seen ??= [];
    if (now.view.seed !== before.view.seed) memory.seen.push(shownOf(now.facts).alive);
  },
  done: ({ memory, now }) => memory.seen.length >= FLIPS && shownOf(now.facts).rule.holds,
  came: ({ memory, now }) =>
    memory.seen.some((/** @type {number} */ alive) => alive < now.facts.cells) ? 1 : 0,
  says({ memory, now }) {
    const { cells } = now.facts;
    const [a, b] = memory.seen;
    const held = `After these flips ${a} and ${b} of ${cells} cells hold the 1 at the end.`;
    return a === cells && b === cells
      ? `${held} No coin hit the step in which it was written; in other flips it does.`
      : `${held} The others were hit in step 1 and kept their old 0: that news is missed. None lost it later.`;
  },
};

export const SCENES = { which_kills: whichKills, never_read: neverReadScene, missed };
