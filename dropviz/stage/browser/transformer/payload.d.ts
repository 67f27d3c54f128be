// What Python sends, by scripts/payload_types.py.

export interface PackedTensor {
  shape: number[];
  values: string;
}

export interface TransformerSize {
  heads: number;
  context: number;
}

export interface PackedCoins {
  first: number;
  rows: number;
  seeds: number;
  units: number;
  bytes: number;
  values: string;
}

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
