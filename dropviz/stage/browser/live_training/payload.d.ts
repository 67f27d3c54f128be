// What Python sends, by scripts/payload_types.py.

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

export interface PresetPayload {
  name: string;
  title: string;
  sentence: string;
  settings: SettingsPayload;
}

export interface OfferPayload {
  label: string;
  settings: SettingsPayload;
}

export interface ChoicesPayload {
  datasets: DatasetPayload[];
  presets: PresetPayload[];
  options: Record<string, [string, string][]>;
  cost: string;
  problem: string;
  offer: OfferPayload | null;
  ranges: Record<string, [number, number, boolean]>;
  settings: string[];
  plain_arm: Arm;
  most_arms: number;
  most_layers: number;
}

export interface ArmPayload {
  name: string;
  drops: boolean;
  early_stopping: boolean;
}

export interface OutcomePayload {
  test_loss: (number | null)[][];
  chosen_step: number[][];
}

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
}

export interface VerdictsPayload {
  arm: number;
  loss: VerdictPayload;
  error: VerdictPayload;
}

export interface ScenePayload {
  sizes: number[];
  bounds: number[];
  n_points: number;
  points: string;
}

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

export interface LiveRunPayload {
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
  scene: ScenePayload | null;
  film: FilmPayload | null;
  settings: SettingsPayload;
  shown_arm: number;
}

export interface LivePayload {
  choices: ChoicesPayload;
  run: LiveRunPayload | null;
}

export interface LiveView {
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
  device: "auto" | "cpu" | "cuda" | "mps";
  run: string;
  at: number;
}
