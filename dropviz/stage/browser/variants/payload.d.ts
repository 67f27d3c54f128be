// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedCoins, VariantsView } from "../shared/payload.d.ts";

/**
 * The variants, and coins.
 *
 * elsewhere : slugs of those that have a stage of their family
 */
export interface VariantsPayload {
  variants: PackedVariant[];
  largest_block: number;
  n_steps: number;
  height: number;
  elsewhere: string[];
  coins: PackedCoins;
}

/**
 * A variant and its tensor, for `decodeVariant` in `variants/masks.js`.
 *
 * Arrays in base64, of the tensor's shape: coins uint16, absent uint8, x float32.
 *
 * rule : how the rate of an entry follows from p; lowest, highest : rates that it can have
 * axes : name and size each; rows, columns : those that go downwards and sideways, outer first
 * twice : each batch is taken twice; the others as in `Variant`
 * temperature : of the concrete distribution; alpha_prime : of alpha dropout
 */
export interface PackedVariant {
  slug: string;
  title: string;
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

export interface VariantsData extends VariantsPayload, ImposedView {
  view: VariantsView;
}
