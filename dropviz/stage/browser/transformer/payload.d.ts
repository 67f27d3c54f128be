// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedCoins, VariantsView } from "../shared/payload.d.ts";

/**
 * The network, the text that it reads, its places of dropout, and coins in hundredths.
 *
 * own : the places that each variant is about; shapes : of the coins of a place
 * losses : of the shipped network, in nats; parameters : how many it has
 */
export interface TransformerPayload {
  tensors: Record<string, PackedTensor>;
  size: TransformerSize;
  places: string[];
  own: Record<string, string[]>;
  shapes: Record<string, number[]>;
  text: string;
  last_window: number;
  longest_typed: number;
  vocabulary: string;
  losses: Record<string, number>;
  parameters: number;
  coins: PackedCoins;
}

/** Float32 in base64. */
export interface PackedTensor {
  shape: number[];
  values: string;
}

/** Of the drawn transformer: heads, and characters that it sees. */
export interface TransformerSize {
  heads: number;
  context: number;
}

export interface TransformerData extends TransformerPayload, ImposedView {
  view: VariantsView;
}
