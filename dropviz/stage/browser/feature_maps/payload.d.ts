// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedCoins, TrialView } from "../shared/payload.d.ts";

/** What `feature_maps/stage.js` is sent. */
export interface FeatureMapsPayload extends FeatureMapsConstant {
  coins: PackedCoins;
}

/**
 * What is on the stage of *Feature maps*.
 *
 * `way` says what drops: a person alone ("hand"; nothing is rescaled), or coins, pixel by pixel
 * ("element"), map by map ("spatial"), or in squares of `block` pixels ("block"; where a map is
 * smaller than the square, the square is as large as the map). What is done by hand comes on top:
 * `mask` has a character for each of the 24 maps, those of block 1 first, "0" off, "1" on
 * whatever its coins say, "-" as its coins say; in `pixels` (the 768 pixels of the maps in the
 * same order, row by row, 4 to a hexadecimal digit, the first one highest) a 1 is a pixel that is
 * off in any case. Empty when nothing was done by hand. `photo_mask` is `mask` for the
 * filters of the photo view. `drawn` is as in *Toggle neurons*. `many` says whether the three
 * ways are averaged over many coins.
 */
export interface FeatureMapsView extends TrialView {
  source: "digits" | "photo";
  network: "plain" | "spatial";
  image: number;
  drawn: string;
  photo: "china" | "flower";
  p: number;
  block: number;
  seed: number;
  way: "hand" | "element" | "spatial" | "block";
  many: boolean;
  mask: string;
  pixels: string;
  photo_mask: string;
}

/** Networks, digits and photos, and what is said of them: the same for all views. */
export interface FeatureMapsConstant {
  networks: Record<"plain" | "spatial", PackedConvNetwork>;
  first: "plain" | "spatial";
  descriptions: Record<"plain" | "spatial", string>;
  pixels: string;
  labels: string;
  largest_pixel: number;
  hard: Record<"plain" | "spatial", number[]>;
  photos: PackedPhotoFilters;
  largest_block: number;
}

/**
 * A network for `decodeConvNetwork` in `feature_maps/arithmetic.js`.
 *
 * Of each block the `shapes` of its maps (maps, rows, columns), its `kernels` and their
 * biases; of the readout its weights and biases; all numbers float32.
 */
export interface PackedConvNetwork {
  shapes: [number, number, number][];
  kernels: string[];
  kernel_biases: string[];
  weights: string;
  biases: string;
}

/**
 * The photographs and their filters for `decodePhotoFilters` in `photo_arithmetic.js`.
 *
 * `shape` is that of a photo's maps; `decoder` is of shape (12, maps, 3, 3).
 */
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

export interface FeatureMapsData extends FeatureMapsPayload, ImposedView {
  view: FeatureMapsView;
  defaults: FeatureMapsView;
}
