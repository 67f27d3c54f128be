// What Python sends to "Live training": the TypedDicts of lessons/live_training/payload.py.

/** @typedef {import("../shared/run/arms.js").Arm} Arm */
/** @typedef {import("../shared/run/payload.js").RunPayload} RunPayload */

/**
 * @typedef {object} DatasetPayload
 * @property {string} name
 * @property {string} title
 * @property {string} says
 * @property {number} largest
 * @property {number} n_features
 * @property {(string | number)[]} classes
 * @property {boolean} two_d
 * @property {boolean} available
 * @property {string} why
 */

/**
 * @typedef {object} SettingsPayload
 * @property {string} data
 * @property {number} n
 * @property {number} noise
 * @property {number[]} hidden
 * @property {string} act
 * @property {string} opt
 * @property {number} lr
 * @property {number} batch
 * @property {number} steps
 * @property {number} pairs
 * @property {number} seed
 * @property {Arm[]} arms
 */

/** @typedef {{name: string, title: string, sentence: string, settings: SettingsPayload}} PresetPayload */
/** @typedef {{label: string, settings: SettingsPayload}} OfferPayload */
/** @typedef {[low: number, high: number, excluded: boolean]} Range */

/**
 * @typedef {object} ChoicesPayload
 * @property {DatasetPayload[]} datasets
 * @property {PresetPayload[]} presets
 * @property {Record<"act" | "opt" | "schedule" | "device", [string, string][]>} options
 * @property {string} cost
 * @property {string} problem
 * @property {OfferPayload | null} offer
 * @property {Record<string, Range>} ranges
 * @property {(keyof SettingsPayload)[]} settings
 * @property {Arm} plain_arm
 * @property {number} most_arms
 * @property {number} most_layers
 */

/** @typedef {SettingsPayload & {margin: number, margin_error: number, device: string, run: string, at: number}} LiveView */
/** @typedef {RunPayload & {settings: SettingsPayload, shown_arm: number}} LiveRunPayload */

/**
 * @typedef {object} LivePayload
 * @property {ChoicesPayload} choices
 * @property {LiveRunPayload | null} run
 * @property {LiveView} view
 * @property {string} imposed
 * @property {number} revision
 */

export {};
