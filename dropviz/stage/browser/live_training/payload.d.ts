// Written by scripts/payload_types.py from what Python sends.

import type { Arm, ImposedView, RunPayload, View } from "../shared/payload.d.ts";

/**
 * What `live_training/stage.js` is sent.
 *
 * Without a run the stage keeps the one before, faint, until a view is imposed.
 */
export interface LivePayload {
  choices: ChoicesPayload;
  run: LiveRunPayload | null;
  peeking: PeekingPayload;
}

/**
 * What is on the stage of *Live training*.
 *
 * The settings of an experiment under their short names (`SETTINGS`), with its ranges; and what
 * only chooses how it is run, judged and looked at:
 *
 * margin, margin_error : differences of log-loss (nats) and error (share) that do not matter.
 * set_margin, set_margin_error : those that stood when Train was pressed: the run is judged at
 *     them.
 * look : which look at its comparison the run is, 1 for the first.
 * device : where to train; "auto" takes the best there is.
 * run : hash of the run that is shown, or "".
 * at : step that is looked at, -1 for the last.
 * peeked, peek_row : pairs looked at so far where nothing is there, and in which comparison.
 * peek_all : whether all comparisons where nothing is there are counted.
 */
export interface LiveView extends View {
  data: string;
  n: number;
  noise: number;
  hidden: number[];
  act: "relu" | "tanh" | "gelu";
  opt: "adam" | "adamw" | "sgd";
  lr: number;
  batch: number;
  steps: number;
  pairs: number;
  seed: number;
  arms: Arm[];
  margin: number;
  margin_error: number;
  set_margin: number;
  set_margin_error: number;
  look: number;
  device: "auto" | "cpu" | "cuda" | "mps";
  run: string;
  at: number;
  peeked: number;
  peek_row: number;
  peek_all: boolean;
}

/**
 * What the stage is sent of `Choices`, with limits and the drop-downs' values and names.
 *
 * trained : seconds since 1970 when these settings were trained here; None if they were not
 */
export interface ChoicesPayload {
  datasets: DatasetPayload[];
  presets: PresetPayload[];
  options: Record<string, [string, string][]>;
  cost: string;
  problem: string;
  trained: number | null;
  offer: OfferPayload | null;
  ranges: Record<string, [number, number, boolean]>;
  settings: (
    | "data"
    | "n"
    | "noise"
    | "hidden"
    | "act"
    | "opt"
    | "lr"
    | "batch"
    | "steps"
    | "pairs"
    | "seed"
    | "arms"
  )[];
  plain_arm: Arm;
  most_arms: number;
  most_layers: number;
}

/** A run with its settings and terms, and the arm whose thinned network is shown. */
export interface LiveRunPayload extends RunPayload {
  settings: SettingsPayload;
  terms: TermsPayload;
  shown_arm: number;
}

/**
 * What the stage is sent of `Peeking`: the first `rows` comparisons, and the counts.
 *
 * differences : float32 of shape (rows, last)
 */
export interface PeekingPayload {
  first: number;
  last: number;
  rows: number;
  comparisons: number;
  differences: string;
  critical: number[];
  claimed: number[];
  at_the_end: number;
  anytime: number;
}

/** What the stage is sent of a `DatasetChoice`. */
export interface DatasetPayload {
  name: string;
  title: string;
  says: string;
  largest: number;
  n_features: number;
  classes: string[];
  two_d: boolean;
  available: boolean;
  why: string;
}

/** What the stage is sent of a `PresetChoice`: of its view only what makes the experiment. */
export interface PresetPayload {
  name: string;
  title: string;
  sentence: string;
  settings: SettingsPayload;
}

/** What the stage is sent of an `Offer`. */
export interface OfferPayload {
  label: string;
  settings: SettingsPayload;
}

/** What makes an experiment, under the short names of `SETTINGS`. */
export interface SettingsPayload {
  data: string;
  n: number;
  noise: number;
  hidden: number[];
  act: "relu" | "tanh" | "gelu";
  opt: "adam" | "adamw" | "sgd";
  lr: number;
  batch: number;
  steps: number;
  pairs: number;
  seed: number;
  arms: Arm[];
}

/** On what terms a run is judged, as fields of the view. */
export interface TermsPayload {
  look: number;
  set_margin: number;
  set_margin_error: number;
}

export interface LiveData extends LivePayload, ImposedView {
  view: LiveView;
  defaults: LiveView;
}
