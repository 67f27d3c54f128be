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
export interface FeatureMapsView {
  source: "digits" | "photo";
  network: string;
  image: number;
  drawn: string;
  photo: string;
  p: number;
  block: number;
  seed: number;
  way: "hand" | "element" | "spatial" | "block";
  mask: string;
  pixels: string;
  photo_mask: string;
  run: string;
}
export interface FeatureMapsPayload {
  networks: Record<string, PackedConvNetwork>;
  first: string;
  descriptions: Record<string, string>;
  pixels: string;
  labels: string;
  hard: Record<string, number[]>;
  photos: PackedPhotoFilters;
  largest_block: number;
  coins: PackedCoins;
  view: FeatureMapsView;
  imposed: string;
  revision: number;
}
export interface PackedCoins {
  first: number;
  rows: number;
  seeds: number;
  bytes: number;
  values: string;
}
