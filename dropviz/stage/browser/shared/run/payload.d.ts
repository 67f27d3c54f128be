// What Python sends, by scripts/payload_types.py.

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
  scene: ScenePayload | null;
  film: FilmPayload | null;
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
