// What Python sends, by scripts/payload_types.py.

export interface PackedConvNetwork {
  shapes: [number, number, number][];
  kernels: string[];
  kernel_biases: string[];
  weights: string;
  biases: string;
}

export interface PackedPhotoFilters {
  photos: Record<string, string>;
  credits: Record<string, string>;
  shape: [number, number, number];
  side: number;
  kernels: string;
  biases: string;
  decoder: string;
  decoder_bias: string;
}

export interface PackedCoins {
  first: number;
  rows: number;
  seeds: number;
  units: number;
  bytes: number;
  values: string;
}

export interface FeatureMapsPayload {
  networks: Record<"plain" | "spatial", PackedConvNetwork>;
  first: "plain" | "spatial";
  descriptions: Record<"plain" | "spatial", string>;
  pixels: string;
  labels: string;
  hard: Record<"plain" | "spatial", number[]>;
  photos: PackedPhotoFilters;
  largest_block: number;
  coins: PackedCoins;
}

export interface FeatureMapsView {
  source: "digits" | "photo";
  network: "plain" | "spatial";
  image: number;
  drawn: string;
  photo: "china" | "flower";
  p: number;
  block: number;
  seed: number;
  way: "hand" | "element" | "spatial" | "block";
  mask: string;
  pixels: string;
  photo_mask: string;
  run: string;
}
