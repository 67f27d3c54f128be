// When the scenes of "Why dropout?" are done, and what is then said.

import { formatPercent } from "../shared/format.js";
import { NEW, TRAIN } from "./errors.js";
import { givenBack, pairsWords } from "./words.js";

/** @import { SceneRules } from "../shared/guide.js" */
/** @import { Errors } from "./errors.js" */
/** @import { WhyView } from "./payload.d.ts" */

/** @typedef {SceneRules<WhyView, Errors>} Rules */

const NEAR = 1; // measured steps

/** @type {Rules} */
const byHeart = {
  done: ({ now }) => now.view.at === now.facts.last,
  came: ({ now }) => (now.facts.mean(TRAIN, now.facts.last, 0) < 0.02 ? 2 : 1),
  says({ now: { facts } }) {
    const back = givenBack(facts, facts.last, 0);
    const all = back === facts.nTrain ? `All ${back}` : `${back} of ${facts.nTrain}`;
    return `${all}, and ${facts.nWrong} of these labels are wrong. What cannot be understood was learnt by heart.`;
  },
};

/** @type {Rules} */
const newDigits = {
  done({ now: { view, facts } }) {
    return view.seen === facts.last && Math.abs(view.at - facts.best(0)) <= NEAR;
  },
  came: () => 2,
  says({ now: { facts } }) {
    const best = facts.best(0);
    const [then, end] = [best, facts.last].map((at) => formatPercent(facts.mean(NEW, at, 0)));
    return `Best at step ${facts.steps[best]}, with ${then} wrong; at the end ${end}. They went on learning by heart, and new digits paid for it. That is overfitting.`;
  },
};

/** @type {Rules} */
const silenced = {
  done: ({ now }) => now.view.at === now.facts.last,
  came: () => 2,
  says({ now: { facts } }) {
    const at = facts.last;
    const [plain, dropout] = [0, 1].map((arm) => formatPercent(facts.mean(NEW, at, arm)));
    return `More slowly: ${givenBack(facts, at, 1)} of ${facts.nTrain} labels instead of ${givenBack(facts, at, 0)}. But ${dropout} of the new digits are wrong instead of ${plain}.`;
  },
};

/** @type {Rules} */
const pairs = {
  done: ({ began, now }) => now.view.pairs && !began.view.pairs,
  came({ now: { facts } }) {
    const better = facts.gains().filter((gain) => gain > 0).length;
    return better === facts.pairs ? 2 : better >= 7 ? 1 : 0;
  },
  says: ({ now: { facts } }) =>
    `${pairsWords(facts)} One pair could be luck; ten that agree are not.`,
};

export const SCENES = { by_heart: byHeart, new_digits: newDigits, silenced, pairs };
