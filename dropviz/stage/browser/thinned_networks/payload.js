// What Python sends to the stage of "Thinned sub-networks" (dropviz/lessons/thinned_networks).

/** @import { Imposed } from "../shared/protocol.js" */

/**
 * What a run is trained with.
 * @typedef {object} RunSettings
 * @property {number} p
 * @property {"example" | "batch"} masks what has a mask of its own
 * @property {number} hidden units in each hidden layer
 * @property {number} batch examples of a step
 * @property {number} lr
 * @property {number} seed
 */

/**
 * step and example count from 1; speed is in steps a second.
 * @typedef {RunSettings & {
 *   edges: "gradient" | "signal",
 *   step: number,
 *   example: number,
 *   speed: number,
 * }} ThinnedView
 */

/**
 * A recorded run; texts are arrays in base64.
 * @typedef {object} PackedRecording
 * @property {RunSettings} settings
 * @property {number[]} sizes of all layers
 * @property {number} steps
 * @property {number} rows masks a step
 * @property {number} sides coins are whole numbers below
 * @property {string} coins
 * @property {string} examples
 * @property {string} start
 * @property {string} updates
 * @property {string} scales
 * @property {string} losses with masks, without, validation
 * @property {string} norms
 * @property {string} trained
 * @property {string} pixels
 * @property {string} labels
 * @property {number} largest_pixel
 * @property {number} height
 */

/** @typedef {"hidden" | "batch" | "lr" | "speed"} ChoiceName */

/**
 * @typedef {Imposed<ThinnedView> & {
 *   run: PackedRecording,
 *   choices: Record<ChoiceName, number[]>,
 *   seeds: number,
 * }} ThinnedData
 */

export {};
