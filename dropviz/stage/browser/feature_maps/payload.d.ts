// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedCoins } from "../shared/payload.d.ts";

/**
 * Networks, test digits, photographs, and coins.
 *
 * first : of the networks; descriptions : their names on the stage
 * pixels : 64 bytes an image, in base64; labels : a byte each
 * hard : for each network the images that it is least sure of, first the worst
 */
export interface FeatureMapsPayload {
  networks: Record<"plain" | "spatial", PackedConvNetwork>;
  first: "plain" | "spatial";
  descriptions: Record<"plain" | "spatial", string>;
  pixels: string;
  labels: string;
  hard: Record<"plain" | "spatial", number[]>;
  photos: PackedPhotos;
  largest_block: number;
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
 * filters of the photo view. `drawn` is as in *Toggle neurons*.
 */
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

/**
 * A convolutional network for `decodeConvNetwork`; float32 in base64.
 *
 * shapes : maps, rows and columns of each block
 * kernels, kernel_biases : of each block; weights, biases : of the dense layer
 */
export interface PackedConvNetwork {
  shapes: [number, number, number][];
  kernels: string[];
  kernel_biases: string[];
  weights: string;
  biases: string;
}

/**
 * Photographs, and the filters and decoder (`PhotoFilters`) for `decodePhotoFilters`.
 *
 * photos : uint8 of shape (rows, columns, 3); credits : a line each
 * shape : maps, rows, columns; side : of a filter
 */
export interface PackedPhotos {
  photos: Record<"china" | "flower", string>;
  credits: Record<"china" | "flower", string>;
  shape: [number, number, number];
  side: number;
  kernels: string;
  biases: string;
  decoder: string;
  decoder_bias: string;
}

export interface FeatureMapsData extends FeatureMapsPayload, ImposedView {
  view: FeatureMapsView;
}
