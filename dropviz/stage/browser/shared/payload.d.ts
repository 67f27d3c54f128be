// Written by scripts/payload_types.py from what Python sends.

/**
 * A view that Python puts on a stage, beside its payload (`Imposed`).
 *
 * imposed : another text each time that one is put there
 * revision : the newest gesture that Python knew of
 */
export interface ImposedView {
  view: object;
  imposed: string;
  revision: number;
}

/**
 * A dense network; float32 in base64.
 *
 * sizes : units of each layer, input first
 * weights : of each layer, of shape (n_out, n_in); biases : of shape (n_out,)
 */
export interface PackedNetwork {
  sizes: number[];
  weights: string[];
  biases: string[];
}

/**
 * A row of coins for each of some seeds in a row, for `CoinRows` in `shared/coins.js`.
 *
 * first : its seed is that of the first row; seeds : how many there are, after the last comes 0
 * bytes : of a coin; 4 for float32 in [0, 1), 1 or 2 for whole parts of 1
 * values : the rows, one after another, in base64
 */
export interface PackedCoins {
  first: number;
  rows: number;
  seeds: number;
  bytes: number;
  values: string;
}

/**
 * A recipe. All rates are chances of being dropped.
 *
 * p_hidden : one rate for all hidden layers, or one for each.
 * weight_decay : as in the torch optimizer of that name (L2 in Adam and SGD, decoupled in AdamW),
 *     on weights and biases.
 * max_norm : largest norm of a unit's incoming weights, or None; hidden and output units.
 * input_noise : standard deviation of normal noise added to each input in training.
 * schedule : when dropout is on: in all steps, in the first half only, in the second half only.
 * early_stopping : judge the weights of the measured step with the lowest validation loss.
 */
export interface Arm {
  p_input: number;
  p_hidden: number | number[];
  weight_decay: number;
  max_norm: number | null;
  input_noise: number;
  label_smoothing: number;
  batch_norm: boolean;
  schedule: "constant" | "early" | "late";
  early_stopping: boolean;
}

/**
 * How far a run is, its curves, and how it ended, for `decodeRun` in `shared/run/film.js`.
 *
 * place : in the queue, 1 for the next; seconds_left : estimated
 * steps_per_second : training steps, summed over runs
 * notices : what happened on the way; message : why it failed or was lost
 * says : sentences under "verdict", "spread" and "diagnosis"
 * seconds : since training began; step : that was taken last; steps : that were measured
 * curves : float32 of shape (4, measured steps, arms, pairs), in base64
 */
export interface PackedRun {
  hash: string;
  state: "queued" | "running" | "finished" | "cancelled" | "failed" | "lost";
  n_runs: number;
  place: number | null;
  seconds_left: number | null;
  steps_per_second: number | null;
  notices: string[];
  message: string;
  device: string;
  says: Record<string, string[]>;
  seconds: number | null;
  step: number;
  steps: number[];
  curves: string;
  outcome: PackedOutcome | null;
  verdicts: ArmVerdicts[];
  scene: PackedScene | null;
  film: PackedFilm | null;
}

/** As `Outcome`, by arm and pair; null for what is no finite number. */
export interface PackedOutcome {
  test_loss: (number | null)[][];
  test_error: (number | null)[][];
  chosen_step: number[][];
  stopped_at: number[][];
}

/** Of an arm, by its number. */
export interface ArmVerdicts {
  arm: number;
  loss: PackedVerdict;
  error: PackedVerdict;
}

/**
 * What can be drawn beside the curves, as in `Scene`.
 *
 * sizes : units of each layer, input first
 * n_points : of the training set; points : of the first of these, x, y, label, float32 in base64
 */
export interface PackedScene {
  sizes: number[];
  bounds: number[];
  n_points: number;
  points: string;
}

/**
 * Surfaces and edges of measured steps, masks of steps, as in `Snapshot`; in base64.
 *
 * first : the first measured step that is here, by its place; frames : how many there are
 * n_edges : of a frame; units : droppable ones, in a row of masks
 * first_step : the step of the first mask; stride : steps from one mask to the next
 */
export interface PackedFilm {
  first: number;
  frames: number;
  surfaces: string;
  edges: string;
  edge_weights: string;
  n_edges: number;
  units: number;
  first_step: number;
  stride: number;
  kept: string;
}

/**
 * An arm against arm 0; null for what is no finite number.
 *
 * word : what pairs say; mean, low, high : of the differences, and their interval of this level
 * margin : differences that do not matter; left_out : pairs in which a run was stopped
 */
export interface PackedVerdict {
  word: string;
  mean: number | null;
  low: number | null;
  high: number | null;
  margin: number;
  differences: (number | null)[];
  left_out: number;
  level: number;
}

/** What the curves of a run have to know of its settings. */
export interface PackedPlan {
  steps: number;
  pairs: number;
  arms: Arm[];
}

/**
 * What is on the stage of *Variants*.
 *
 * `variant` is the one that is opened, none in the gallery; `family` those the gallery shows.
 * `block` is the side of DropBlock's squares, `at` the step in which early dropout ends and
 * late dropout begins, `run` the hash of the training that is shown. In the transformer,
 * `places` names those that drop (empty: the variant's own; "none"), `window` is where it
 * reads in the text it was not trained on, `typed` what was typed for it to read instead, as it
 * was typed. `times` is how long a recurrent cell remembers, `step` a training step of the
 * residual network.
 */
export interface VariantsView {
  variant: string;
  family: "all" | "dense" | "conv" | "recurrent" | "transformer" | "residual";
  p: number;
  seed: number;
  block: number;
  at: number;
  places: string;
  window: number;
  typed: string;
  times: number;
  step: number;
  run: string;
}
