// What Python sends to the panel of a trial: the TypedDict of lessons/trials/panel.py.

/** @typedef {import("../shared/run/payload.js").ArmPayload} ArmPayload */
/** @typedef {import("../shared/run/payload.js").RunPayload} RunPayload */

/**
 * @typedef {object} TrialPayload
 * @property {string} trial
 * @property {ArmPayload[]} arms
 * @property {number} pairs
 * @property {number} last_step
 * @property {Record<"loss" | "error", number>} margins
 * @property {RunPayload | null} run
 * @property {string} about
 * @property {string} cost
 * @property {string} scope
 * @property {string} blocked
 * @property {boolean} beforehand
 * @property {{}} view
 * @property {string} imposed
 * @property {number} revision
 */

export {};
