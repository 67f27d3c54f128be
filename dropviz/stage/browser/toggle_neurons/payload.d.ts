// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedCoins, PackedNetwork, View } from "../shared/payload.d.ts";

/**
 * The networks, the test digits, and coins.
 *
 * pixels : 64 bytes an image, in base64; labels : a byte each
 * hard : for each network the images that it is least sure of, first the worst
 * options : the networks, with their names and how they were trained
 * height : of the drawing, in px
 */
export interface TogglePayload {
  networks: Record<"with" | "without", PackedNetwork>;
  pixels: string;
  labels: string;
  largest_pixel: number;
  hard: Record<"with" | "without", number[]>;
  options: ["with" | "without", string, string][];
  height: number;
  coins: PackedCoins;
}

/**
 * What is on the stage of *Toggle neurons*.
 *
 * `mask` has a character for each droppable unit, input first: "-" follows the coin,
 * "0" dropped by hand, "1" kept by hand; empty when nothing was done by hand. `drawn` has a
 * character for each pixel, "0" to "9" and "a" to "g" for 0 to 16; empty when `image`, an index
 * into the test digits, is shown. `label` is the label taken as true, -1 for the image's own.
 */
export interface ToggleView extends View {
  network: "with" | "without";
  image: number;
  drawn: string;
  label: number;
  p: number;
  p_input: number;
  seed: number;
  mode: "training" | "inference";
  scaling: "inverted" | "classical" | "none";
  mask: string;
  edges: "signal" | "gradient";
}

export interface ToggleData extends TogglePayload, ImposedView {
  view: ToggleView;
  defaults: ToggleView;
}
