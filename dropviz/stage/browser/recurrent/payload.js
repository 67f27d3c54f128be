// What Python sends to the recurrent picture (dropviz/stage/recurrent.py).

/** @import { PackedCoins } from "../shared/coins.js" */
/** @import { Imposed } from "../shared/protocol.js" */

/**
 * What a rule of recurrent dropout does to memory.
 * @typedef {object} MemoryRule
 * @property {"h" | "c" | "g"} on what the mask lies on
 * @property {boolean} once one mask for all steps
 * @property {boolean} holds what is hit keeps its value
 */

/**
 * @typedef {MemoryRule & {
 *   slug: string,
 *   name: string,
 *   says: string,
 *   formula: string,
 *   place: string,
 * }} RecurrentRule
 */

/** @typedef {{variant: string, p: number, seed: number, times: number, run: string}} RecurrentView */

/**
 * @typedef {Imposed<RecurrentView> & {
 *   cells: number,
 *   fewest_times: number,
 *   most_times: number,
 *   rules: RecurrentRule[],
 *   coins: PackedCoins,
 * }} RecurrentData
 */

export {};
