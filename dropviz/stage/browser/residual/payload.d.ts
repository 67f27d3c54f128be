// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedCoins, VariantsView } from "../shared/payload.d.ts";

/**
 * The variants, the network, what is measured of it, and coins.
 *
 * times : as measured on this server, if they are
 */
export interface ResidualPayload {
  variants: PackedDepthVariant[];
  blocks: number;
  examples: number;
  last_step: number;
  times: PackedTimes | null;
  coins: PackedCoins;
}

/**
 * A residual variant, and what is said of it (`StageFacts`).
 *
 * linear : rates rise in a line up to p at the last block; own : each example has its own coins
 */
export interface PackedDepthVariant {
  slug: string;
  name: string;
  says: string;
  linear: boolean;
  own: boolean;
  scaled: boolean;
}

/** How long steps take (`StepTimes`): by way, the quartiles at each share of blocks. */
export interface PackedTimes {
  shares: number[];
  ways: Record<"skip" | "gather" | "multiply", [number, number, number][]>;
}

export interface ResidualData extends ResidualPayload, ImposedView {
  view: VariantsView;
  defaults: VariantsView;
}
