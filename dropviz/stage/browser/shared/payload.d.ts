// Written by scripts/payload_types.py from what Python sends.

/**
 * A view that Python puts on a stage, beside its payload (`Imposed`).
 *
 * imposed : another text each time that one is put there
 * revision : the newest gesture that Python knew of
 * begins : whether the person comes with a link that says nothing
 * defaults : the values that the link leaves out
 * landmarks : fields whose change is a place of its own in the browser's history
 * guide : that stands above the stage
 * tab : that is open below it, as a link names it
 */
export interface ImposedView {
  view: object;
  imposed: string;
  revision: number;
  begins: boolean;
  defaults: object;
  landmarks: string[];
  guide: GuidePayload | null;
  tab: string;
}

/** The guide of a lesson, as `Guide` has it. */
export interface GuidePayload {
  name: string;
  minutes: number;
  scenes: GuideScenePayload[];
  keep: string;
  about: string;
  opens: [string, string][];
  checks: CheckPayload[];
  next: NextPayload;
}

/** A scene of a guide, as `GuideScene` has it. */
export interface GuideScenePayload {
  name: string;
  view: object;
  shows: string[];
  ask: string;
  answers: string[];
  do: string;
  points: string;
}

/** A question at the end of a lesson, as `Check` has it. */
export interface CheckPayload {
  ask: string;
  answers: string[];
  right: number;
  why: string;
}

/** The lesson that comes next. */
export interface NextPayload {
  name: string;
  title: string;
  question: string;
}

/**
 * What is chosen on a stage: frozen, every field with a default, readable from a link.
 *
 * scene : of the lesson's guide, from 1; 0 is the free view
 */
export interface View {
  scene: number;
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
 * Rows of coins for `CoinRows` in `shared/coins.js`.
 *
 * Of `rows` seeds from `first` on (after the last of the `seeds` comes 0), `units` coins
 * each: floats in [0, 1) of 4 `bytes`, or whole parts of 1 in one or two.
 */
export interface PackedCoins {
  first: number;
  rows: number;
  seeds: number;
  units: number;
  bytes: number;
  values: string;
}

/** When a call is made, its line of code, what it returned, whether something was dropped. */
export interface RanCallPayload {
  when: string;
  code: string;
  result: string;
  drops: boolean;
}

/**
 * The recipe by which the networks of an arm are trained; rates are chances of being dropped.
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
 * What a stage is sent of any run: how far it is, its curves, its end.
 *
 * Curves are packed float32, axes as in `Snapshot`. `majority_error` is that of always
 * answering the most frequent class, on the test part, a mean over pairs; `learnt` whether some
 * arm beats it.
 */
export interface RunPayload {
  hash: string;
  state: "queued" | "running" | "finished" | "cancelled" | "failed" | "lost";
  over: boolean;
  n_runs: number;
  arms: ArmPayload[];
  pairs: number;
  last_step: number;
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
  curve_names: string[];
  curves: string;
  outcome: OutcomePayload | null;
  verdicts: VerdictsPayload[];
  learnt: boolean;
  majority_error: number | null;
  scene: ScenePayload | null;
  film: FilmPayload | null;
}

/** What a stage needs of an arm to draw it. */
export interface ArmPayload {
  name: string;
  drops: boolean;
  early_stopping: boolean;
}

/**
 * What a stage is sent of an `Outcome`.
 *
 * A list of pairs for each arm; None for what is not a finite number.
 */
export interface OutcomePayload {
  test_loss: (number | null)[][];
  chosen_step: number[][];
}

/** The verdicts on an arm, by log-loss and by error. */
export interface VerdictsPayload {
  arm: number;
  loss: VerdictPayload;
  error: VerdictPayload;
}

/**
 * What a stage is sent of a `Scene`.
 *
 * Points are packed float32, at most so many as are drawn, of `n_points`.
 */
export interface ScenePayload {
  sizes: number[];
  bounds: number[];
  n_points: number;
  points: string;
}

/**
 * Surfaces and edges of `frames` measured steps from number `first`, packed as in
 * `Snapshot`; masks of every `stride`-th step from `first_step`.
 */
export interface FilmPayload {
  first: number;
  frames: number;
  grid: number;
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
 * A verdict, in numbers and words; `interval` has the mean too, level from 0 to 1.
 *
 * None for what is not a finite number. `anytime` and `pairs_needed` as in `Verdict`.
 */
export interface VerdictPayload {
  word: string;
  resolved: boolean;
  interval: string;
  mean: number | null;
  low: number | null;
  high: number | null;
  margin: number;
  differences: number[];
  level: number;
  anytime: boolean;
  pairs_needed: number | null;
}

/**
 * A view of a lesson with a trial: a small training whose pairs and seeds a person may choose.
 *
 * run : hash of the training that is shown, or ""
 * pairs : 0 for those that the trial has by itself
 */
export interface TrialView extends View {
  run: string;
  pairs: number;
  first_seed: number;
}

/**
 * What is on the stage of *Variants*.
 *
 * `variant` is the one that is opened, none in the gallery; `family` those the gallery shows,
 * the network that one builds; with `amount` of data, and batch `norm` or not, it decides what
 * is advised.
 * `block` is the side of DropBlock's squares, `at` the step in which early dropout ends and
 * late dropout begins. In the transformer,
 * `places` names those that drop (empty: the variant's own; "none"), `window` is where it
 * reads in the text it was not trained on, `typed` what was typed for it to read instead, as it
 * was typed. `times` is how long a recurrent cell remembers, `step` a training step of the
 * residual network.
 */
export interface VariantsView extends TrialView {
  variant: string;
  family: "all" | "dense" | "conv" | "recurrent" | "transformer" | "residual";
  amount: "little" | "much";
  norm: "no" | "yes";
  p: number;
  seed: number;
  block: number;
  at: number;
  places: string;
  window: number;
  typed: string;
  times: number;
  step: number;
}
