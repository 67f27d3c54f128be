// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedCoins, VariantsView } from "../shared/payload.d.ts";

/** What `variants/stage.js` is sent. */
export interface VariantsPayload extends VariantsConstant {
  coins: PackedCoins;
}

/**
 * The variants, limits of the controls, height in px: the same for all views.
 *
 * `elsewhere`: those that another stage draws. `starred`: those to begin with. `advice`: by
 * family, amount of data and batch norm, with a space between. `marks` of evidence, and what
 * they mean.
 */
export interface VariantsConstant {
  variants: PackedVariant[];
  largest_block: number;
  n_steps: number;
  height: number;
  elsewhere: string[];
  starred: string[];
  advice: Record<string, PackedAdvice[]>;
  marks: Record<string, string>;
  families: Record<"dense" | "conv" | "recurrent" | "transformer" | "residual", string>;
}

/**
 * A variant for `decodeVariant` in `variants/masks.js`.
 *
 * `axes` with their sizes, those of `rows` and `columns` of its picture and those that
 * `shared` a coin; of its entries the place of the `coins` (uint16), which are `absent`
 * (uint8) and the values `x` (float32); `twice`: its trial goes through the network twice.
 */
export interface PackedVariant {
  slug: string;
  title: string;
  purpose: string;
  choose: string;
  family: "dense" | "conv" | "recurrent" | "transformer" | "residual";
  kind: "coin" | "block" | "gaussian" | "concrete" | "alpha" | "zoneout";
  rule: "constant" | "early" | "late" | "linear";
  scaled: boolean;
  lowest: number;
  highest: number;
  axes: [string, number][];
  rows: string[];
  columns: string[];
  shared: string[];
  masked: string;
  of_weights: boolean;
  twice: boolean;
  words: string[] | null;
  coins: string;
  absent: string;
  x: string;
  what: string;
  temperature: number;
  alpha_prime: number;
}

/** A variant to begin with, as `Advice` has it. */
export interface PackedAdvice {
  slug: string;
  title: string;
  rate: string;
  reason: string;
  source: string;
  firm: string;
}

export interface VariantsData extends VariantsPayload, ImposedView {
  view: VariantsView;
  defaults: VariantsView;
}
