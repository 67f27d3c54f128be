// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, RanCallPayload, View } from "../shared/payload.d.ts";

/**
 * Rules of scaling, limits, coins, activations and weights; arrays in base64.
 *
 * activations : names of functions that dropout may stand before or after
 * calls : of PyTorch, run on the server; empty where nobody looks at them
 * values : names of how activations and weights are made
 * levels : a character for each level in a link
 * coins : by seed, in hundredths, uint8 of shape (n_samples, largest_n)
 * random : by input seed, levels of activations and weights, uint8 of shape (2, largest_n)
 * presets : such levels, by the name of how they are made, unless that is "random"
 * depth : float64, the mean of `DepthRatios`
 */
export interface ExpectedPayload {
  rules: ("none" | "inverted" | "classical" | "mistake")[];
  values: ("random" | "equal" | "large" | "signs")[];
  activations: ("identity" | "relu" | "leaky" | "sigmoid" | "tanh" | "gelu")[];
  calls: RanCallPayload[];
  smallest_n: number;
  largest_n: number;
  levels: string;
  largest_level: number;
  zero_weight: number;
  n_samples: number;
  n_layers: number;
  largest_enumeration: number;
  coins: Record<string, string>;
  random: Record<string, string>;
  presets: Record<"random" | "equal" | "large" | "signs", string>;
  depth: string;
}

/**
 * What is on the stage of *Expected activations*.
 *
 * `values` names how activations and weights are made (`preset_levels`), `input_seed` the
 * seed of the random ones. `x` and `w` are what was chosen by hand: a level for each input,
 * "-" or nothing where an input follows `values`. `rule` is the one that is
 * shown, `closer` what is looked at below; `ticked` has a "1" for each call that is thought to
 * drop, `ran` tells whether they were run.
 */
export interface ExpectedView extends View {
  p: number;
  n: number;
  seed: number;
  values: "random" | "equal" | "large" | "signs";
  input_seed: number;
  x: string;
  w: string;
  rule: "none" | "inverted" | "classical" | "mistake" | "all";
  closer: "noise" | "depth" | "activation";
  activation: "identity" | "relu" | "leaky" | "sigmoid" | "tanh" | "gelu";
  ticked: string;
  ran: "no" | "yes";
}

export interface ExpectedData extends ExpectedPayload, ImposedView {
  view: ExpectedView;
  defaults: ExpectedView;
}
