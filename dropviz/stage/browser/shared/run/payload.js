// What Python sends of a run: the TypedDicts of lessons/runs/status.py.

/** @typedef {{name: string, drops: boolean, early_stopping: boolean}} ArmPayload */

/**
 * @typedef {object} VerdictPayload
 * @property {string} word
 * @property {string} interval mean and interval in words
 * @property {boolean} resolved
 * @property {number | null} mean
 * @property {number | null} low
 * @property {number | null} high
 * @property {number} margin
 * @property {(number | null)[]} differences
 * @property {number} left_out
 * @property {number} level
 */

/** @typedef {{arm: number, loss: VerdictPayload, error: VerdictPayload}} VerdictsPayload */

/**
 * @typedef {object} OutcomePayload
 * @property {(number | null)[][]} test_loss
 * @property {(number | null)[][]} test_error
 * @property {number[][]} chosen_step
 * @property {number[][]} stopped_at
 */

/** @typedef {{sizes: number[], bounds: number[], n_points: number, points: string}} ScenePayload */

/**
 * @typedef {object} FilmPayload
 * @property {number} first
 * @property {number} frames
 * @property {number} grid
 * @property {string} surfaces
 * @property {string} edges
 * @property {string} edge_weights
 * @property {number} n_edges
 * @property {number} units
 * @property {number} first_step
 * @property {number} stride
 * @property {string} kept
 */

/**
 * @typedef {object} RunPayload
 * @property {string} hash
 * @property {"queued" | "running" | "finished" | "cancelled" | "failed" | "lost"} state
 * @property {boolean} over
 * @property {number} n_runs
 * @property {ArmPayload[]} arms
 * @property {number} pairs
 * @property {number} last_step
 * @property {number | null} place
 * @property {number | null} seconds_left
 * @property {number | null} steps_per_second
 * @property {string[]} notices
 * @property {string} message
 * @property {string} device
 * @property {Record<string, string[]>} says
 * @property {number | null} seconds
 * @property {number} step
 * @property {number[]} steps
 * @property {string[]} curve_names
 * @property {string} curves
 * @property {OutcomePayload | null} outcome
 * @property {VerdictsPayload[]} verdicts
 * @property {ScenePayload | null} scene
 * @property {FilmPayload | null} film
 */

export {};
