// What Python sends to the stage of the residual variants (dropviz/stage/residual.py).

/** @import { Times } from "./depth.js" */
/** @import { PackedCoins } from "../shared/coins.js" */
/** @import { Imposed } from "../shared/protocol.js" */

/**
 * @typedef {object} ResidualVariant
 * @property {string} slug
 * @property {string} name
 * @property {string} says
 * @property {boolean} linear whether rates rise in a line up to p at the last block
 * @property {boolean} own whether each example has coins of its own
 * @property {boolean} scaled
 */

/** @typedef {{variant: string, p: number, seed: number, step: number, run: string}} ResidualView */

/**
 * @typedef {Imposed<ResidualView> & {
 *   variants: ResidualVariant[],
 *   blocks: number,
 *   examples: number,
 *   last_step: number,
 *   times: Times | null,
 *   coins: PackedCoins,
 * }} ResidualData
 */

export {};
