// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, View } from "../shared/payload.d.ts";

/** A recorded run, what other runs can be asked for, and how many seeds there are. */
export interface ThinnedPayload {
  run: PackedRecording;
  choices: RecordingChoices;
  seeds: number;
}

/**
 * What is on the stage of *Thinned sub-networks*.
 *
 * `step` and `example` (place in the batch) count from 1, as on the screen. The settings of
 * the run are `p`, `masks`, `hidden`, `batch`, `lr` and `seed`; the others only
 * choose what is looked at; `speed` is in steps a second, `plain` is the loss of each batch
 * without its masks.
 */
export interface ThinnedView extends View {
  p: number;
  masks: "example" | "batch";
  edges: "signal" | "gradient";
  step: number;
  example: number;
  speed: number;
  plain: "shown" | "hidden";
  hidden: number;
  batch: number;
  lr: number;
  seed: number;
}

/**
 * A recorded run, for `decodeRecording` in `recording.js`; arrays in base64.
 *
 * sizes : units of each layer, input first
 * rows : masks of a step; sides : of a coin; coins, examples : as in `Recording`, in bytes
 * start, updates, scales : as in `PackedWeights`
 * losses : float32 of shape (3, steps), with masks, without, in validation
 * norms, trained : gradient norms and trained shares, as in `Recording`, float32
 * pixels, labels : of the training digits, in bytes; height : of the drawing, in px
 */
export interface PackedRecording {
  settings: RecordingSettings;
  sizes: number[];
  steps: number;
  rows: number;
  sides: number;
  coins: string;
  examples: string;
  start: string;
  updates: string;
  scales: string;
  losses: string;
  norms: string;
  trained: string;
  pixels: string;
  labels: string;
  largest_pixel: number;
  height: number;
}

/** What can be chosen for a recorded run and its play; speed in steps a second. */
export interface RecordingChoices {
  hidden: number[];
  batch: number[];
  lr: number[];
  speed: number[];
}

/** The settings of a view that make the recorded run. */
export interface RecordingSettings {
  p: number;
  masks: "example" | "batch";
  hidden: number;
  batch: number;
  lr: number;
  seed: number;
}

export interface ThinnedData extends ThinnedPayload, ImposedView {
  view: ThinnedView;
  defaults: ThinnedView;
}
