// What Python sends to the stage of "Expected activations" (dropviz/stage/expected_activations.py).

/** @import { Imposed } from "../shared/protocol.js" */

/**
 * What the person chose. x, w: levels set by hand, a character each, "-" where none was.
 * @typedef {{
 *   p: number,
 *   n: number,
 *   seed: number,
 *   values: string,
 *   input_seed: number,
 *   x: string,
 *   w: string,
 * }} ExpectedView
 */

/**
 * @typedef {Imposed<ExpectedView> & {
 *   rules: string[],
 *   values: string[],
 *   smallest_n: number,
 *   largest_n: number,
 *   levels: string,
 *   largest_level: number,
 *   zero_weight: number,
 *   n_samples: number,
 *   n_layers: number,
 *   largest_enumeration: number,
 *   coins: Record<string, string>,
 *   random: Record<string, string>,
 *   presets: Record<string, string>,
 *   depth: string,
 * }} ExpectedData
 */

export {};
