// When the scenes of the gallery are done, and what is then said.

import { listed } from "../shared/format.js";
import { SCENES as CONV } from "./guide_conv.js";
import { SCENES as DENSE } from "./guide_dense.js";
import { maskOf } from "./masks.js";
import { flipped } from "./flips.js";

/** @import { Happened, SceneRules } from "../shared/guide.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { VariantsFacts } from "./stage.js" */

/** @typedef {Happened<VariantsView, VariantsFacts>} At */
/** @typedef {SceneRules<VariantsView, VariantsFacts>} Rules */

const FLIPS = 2;

/** @type {Rules} */
const oneRule = {
  note: flipped,
  done: ({ memory }) => memory.seen.length >= FLIPS,
  came: () => 1,
  says({ now }) {
    const { shown } = now.facts;
    const sharing = shown.filter(({ words, shared }) => words || shared.length).length;
    return `In ${sharing} of these ${shown.length} several numbers share a coin, one outline each, and go out together. In the others each number has its own.`;
  },
};

/** Variants in which something is neither dropped nor 0 now. @param {At["now"]} moment */
function keepSomething({ view, facts }) {
  return facts.shown.filter((variant) => {
    const { dropped, factor } = maskOf(variant, facts.u, view);
    return dropped.some((out, entry) => !out && factor[entry] && !variant.absent[entry]);
  });
}

/** @type {Rules} */
const atOne = {
  done: ({ began, now }) => began.view.p < 1 && now.view.p === 1,
  came: ({ now }) => (keepSomething(now).length ? 1 : 0),
  says({ now }) {
    const left = keepSomething(now);
    if (!left.length) return "All of them are dropped whole.";
    const named = listed(left.map(({ title }) => `“${title}”`));
    const rising = left.every(({ rule }) => rule === "linear");
    return `${left.length} of these ${now.facts.shown.length} ${left.length === 1 ? "keeps" : "keep"} a part: ${named}. ${rising ? "There p is the rate of the last block alone; the blocks before it have less." : "Their rate is not p everywhere, or never quite 1."}`;
  },
};

/** @type {Rules} */
const building = {
  done: ({ began, now }) =>
    now.view.family === "transformer" &&
    now.view.amount === "much" &&
    (began.view.family !== "transformer" || began.view.amount !== "much"),
  came: ({ now }) => (now.facts.advice[0]?.rate === "none to begin with" ? 2 : 1),
  says({ now }) {
    const [first] = now.facts.advice;
    return `Dropout to begin with: ${first.rate.replace(" to begin with", "")}. ${first.reason}`;
  },
};

export const SCENES = { one_rule: oneRule, at_one: atOne, building, ...DENSE, ...CONV };
