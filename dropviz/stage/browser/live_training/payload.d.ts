// Written by scripts/payload_types.py from what Python sends.

import type { Arm, ImposedView, PackedRun } from "../shared/payload.d.ts";

/**
 * What can be chosen, and a run.
 *
 * Without a run the stage keeps the one before, faint, until a view is imposed.
 */
export interface LivePayload {
  choices: PackedChoices;
  run: LiveRun | null;
}

/**
 * What is on the stage of *Live training*.
 *
 * The settings of an experiment, and what only chooses how it is run, judged and looked at:
 *
 * margin, margin_error : differences of log-loss (nats) and error (share) that do not matter.
 * device : where to train; "auto" takes the best there is.
 * run : hash of the run that is shown, or "".
 * at : step that is looked at, -1 for the last.
 */
export interface LiveView extends LiveSettings {
  margin: number;
  margin_error: number;
  device: "auto" | "cpu" | "cuda" | "mps";
  run: string;
  at: number;
}

/**
 * What can be chosen now.
 *
 * devices : value and name each
 * cost : what the present settings cost; problem : why they cannot be trained, or ""
 * ranges : lowest and highest value of each number, and whether the lowest itself is excluded
 * settings : names of those that make an experiment
 */
export interface PackedChoices {
  datasets: DatasetChoice[];
  presets: PackedPreset[];
  devices: ["auto" | "cpu" | "cuda" | "mps", string][];
  cost: string;
  problem: string;
  offer: PackedOffer | null;
  ranges: Record<string, [number, number, boolean]>;
  settings: string[];
  plain_arm: Arm;
}

/** With its settings, and the arm whose thinned network is in the film. */
export interface LiveRun extends PackedRun {
  settings: LiveSettings;
  shown_arm: number;
}

/** The settings of an experiment under their short names (`SETTINGS`), with its ranges. */
export interface LiveSettings {
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

/**
 * A data set that can be chosen.
 *
 * says : one sentence about it; largest : most training examples.
 * classes : names of the classes; two_d : whether decision surfaces are drawn.
 * why : why it is not available, a sentence.
 */
export interface DatasetChoice {
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

/** A `PresetChoice`. */
export interface PackedPreset {
  name: string;
  title: string;
  sentence: string;
  settings: LiveSettings;
}

/** An `Offer`. */
export interface PackedOffer {
  label: string;
  settings: LiveSettings;
}

export interface LiveData extends LivePayload, ImposedView {
  view: LiveView;
}
