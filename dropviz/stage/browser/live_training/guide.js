// When the scenes of "Live training" are done, and what is then said.

import { formatCount } from "../shared/format.js";

/** @import { Happened, SceneRules } from "../shared/guide.js" */
/** @import { VerdictPayload } from "../shared/payload.d.ts" */
/** @import { LiveView, PeekingPayload } from "./payload.d.ts" */
/** @import { LiveRun } from "./state.js" */
/** @import { Look } from "./peeking.js" */

/**
 * @typedef {object} LiveFacts
 * @property {LiveRun | null} judged the run of what is set, once it has its verdict
 * @property {string} asked hash of the newest run that a press has brought
 * @property {Look[]} seen
 * @property {PeekingPayload} peeking
 */
/** @typedef {Happened<LiveView, LiveFacts>} At */
/** @typedef {SceneRules<LiveView, LiveFacts>} Rules */

const ANSWERS = ["helped", "hurt", "no practical difference", "not resolved"];

/** The verdict on wrong answers of the run that was started in the scene. @param {At} at */
function found({ now }) {
  return now.facts.judged?.verdicts[0]?.error ?? null;
}

/** @param {number} points of error, 0 to 1 */
const pointsWords = (points) => `${Math.abs(100 * points).toFixed(1)} points`;

/** In how many pairs the arm has fewer wrong answers, and in how many more. @param {VerdictPayload} verdict */
function sides({ differences }) {
  const better = differences.filter((value) => value < 0).length;
  return {
    better,
    worse: differences.filter((value) => value > 0).length,
    all: differences.length,
  };
}

/** @param {VerdictPayload} verdict */
function whatCame(verdict) {
  const { better, worse, all } = sides(verdict);
  if (verdict.mean === null || !all) return "No pair was finished, so nothing can be told.";
  const mean = pointsWords(verdict.mean);
  const way = verdict.mean < 0 ? "fewer" : "more";
  if (verdict.word === "helped")
    return `Dropout helped: ${mean} fewer wrong answers on new digits, and fewer in ${better} of ${all} pairs.`;
  if (verdict.word === "hurt")
    return `Dropout hurt: ${mean} more wrong answers on new digits, and more in ${worse} of ${all} pairs.`;
  if (verdict.word === "no practical difference")
    return `No difference that matters: ${mean} ${way} wrong answers, surely less than ${pointsWords(verdict.margin)}.`;
  const side = verdict.mean < 0 ? better : worse;
  const seen =
    Math.abs(100 * verdict.mean) < 0.05
      ? "On average there are as many wrong answers with it as without."
      : `On average there are ${mean} ${way} wrong answers; ${way} in ${side} of ${all} pairs.`;
  return `These ${all} pairs cannot tell. ${seen}`;
}

/** How many more pairs would tell. @param {VerdictPayload} verdict */
function moreWords({ word, pairs_needed: more }) {
  if (word !== "not resolved") return "";
  return more
    ? `If it goes on like this, ${formatCount(more)} more ${more === 1 ? "pair" : "pairs"} would tell.`
    : "More pairs alone would hardly tell.";
}

/** Why it helped, or hurt. @param {string} helped @param {string} hurt @returns {Rules} */
function trained(helped, hurt) {
  const why = { helped, hurt };
  return {
    done: ({ began, now }) =>
      now.facts.judged !== null &&
      now.facts.judged.hash === now.facts.asked &&
      now.facts.judged.hash !== began.facts.judged?.hash,
    came: (at) => ANSWERS.indexOf(found(at)?.word ?? ""),
    says(at) {
      const verdict = found(at);
      if (!verdict) return "Nothing can be told of this run.";
      const after = why[/** @type {"helped"} */ (verdict.word)] ?? moreWords(verdict);
      return `${whatCame(verdict)} ${after}`.trim();
    },
  };
}

const RARE = "That is rare here: press Other seeds, and compare.";
const CAUGHT = "These ten pairs say so; ten others may not be able to tell.";

/** @type {Rules} */
const peeking = {
  done: ({ began, now }) => now.view.peek_all && !began.view.peek_all,
  came({ now }) {
    const { claimed, comparisons } = now.facts.peeking;
    const share = claimed[claimed.length - 1] / comparisons;
    return share < 0.1 ? 0 : share <= 0.5 ? 1 : 2;
  },
  says({ now }) {
    const { claimed, comparisons, at_the_end: once, anytime, last } = now.facts.peeking;
    const often = claimed[claimed.length - 1];
    const all = formatCount(comparisons);
    return `You would have claimed an effect in ${often} of ${all} comparisons; with one look, after ${last} pairs, in ${once}. Fix the number before you look. An anytime interval, made for looking often, errs in ${anytime}.`;
  },
};

export const SCENES = {
  helps: trained(
    "The plain network learns the wrong labels by heart; silenced units make that hard.",
    RARE,
  ),
  small: trained(
    RARE,
    "With 16 units there is nothing to spare, and nothing wrong to learn by heart.",
  ),
  few: trained(CAUGHT, CAUGHT),
  peeking,
};
