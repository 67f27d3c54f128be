// What Python sends, by scripts/payload_types.py.

export interface PackedVariant {
  slug: string;
  title: string;
  family: "dense" | "conv" | "recurrent" | "transformer" | "residual";
  kind: "coin" | "block" | "gaussian" | "concrete" | "alpha" | "zoneout";
  rule: "constant" | "early" | "late" | "linear";
  scaled: boolean;
  lowest: number;
  highest: number;
  axes: [string, number][];
  rows: string[];
  columns: string[];
  shared: string[];
  masked: string;
  of_weights: boolean;
  twice: boolean;
  words: string[] | null;
  coins: string;
  absent: string;
  x: string;
  what: string;
  temperature: number;
  alpha_prime: number;
}

export interface PackedCoins {
  first: number;
  rows: number;
  seeds: number;
  units: number;
  bytes: number;
  values: string;
}

export interface VariantsPayload {
  variants: PackedVariant[];
  largest_block: number;
  n_steps: number;
  height: number;
  elsewhere: string[];
  coins: PackedCoins;
}

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
