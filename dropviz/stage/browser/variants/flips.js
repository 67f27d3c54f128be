// What scenes of "Variants" note of flips of the coins.

/** @import { Happened } from "../shared/guide.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { VariantsFacts } from "./stage.js" */

/** @typedef {Happened<VariantsView, VariantsFacts>} At */

/**
 * Entries that are there, and those of them that are dropped; of noise none are.
 * @param {VariantsFacts} facts
 */
export function counted({ variant, mask }) {
  if (!variant || !mask) return { gone: 0, n: 0 };
  const there = Array.from(variant.absent.keys()).filter((entry) => !variant.absent[entry]);
  return { gone: there.filter((entry) => mask.dropped[entry]).length, n: there.length };
}

/** Remembers what was dropped after each flip. @param {At} at */
export function flipped({ memory, before, now }) {
  memory.seen ??= [];
  if (now.view.seed !== before.view.seed) memory.seen.push(counted(now.facts));
}
