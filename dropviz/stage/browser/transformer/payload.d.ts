// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedCoins, VariantsView } from "../shared/payload.d.ts";

/** What `transformer/stage.js` is sent. */
export interface TransformerPayload extends TransformerConstant {
  coins: PackedCoins;
}

/**
 * The network, its places, the text that it reads: the same for all views.
 *
 * `own` names, by variant, the places that it is about; `shapes` are those of the coins;
 * `losses` in nats a character.
 */
export interface TransformerConstant {
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
}

/** A tensor for `decodeTensors` in `transformer/pass.js`, in float32. */
export interface PackedTensor {
  shape: number[];
  values: string;
}

/** Heads of the drawn block, and characters that it sees at most. */
export interface TransformerSize {
  heads: number;
  context: number;
}

export interface TransformerData extends TransformerPayload, ImposedView {
  view: VariantsView;
  defaults: VariantsView;
}
