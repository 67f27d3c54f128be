// The film of "Why dropout?": wrong answers of all runs, and what they come to. No DOM.

import { decodeFloats } from "../shared/arithmetic.js";

/** @import { WhyPayload, WhyView } from "./payload.d.ts" */

export const ARMS = ["without dropout", "with dropout"];
export const [TRAIN, NEW] = [0, 1];

/** What is drawn: part of the data, arm. @type {Record<WhyView["lines"], [number, number][]>} */
export const LINES = {
  train: [[TRAIN, 0]],
  new: [
    [TRAIN, 0],
    [NEW, 0],
  ],
  dropout: [
    [TRAIN, 0],
    [NEW, 0],
    [TRAIN, 1],
    [NEW, 1],
  ],
};

export class Errors {
  /** @param {WhyPayload} data */
  constructor({ steps, errors, test_errors, pairs, n_train, n_wrong }) {
    this.steps = steps;
    this.values = decodeFloats(errors);
    this.tests = test_errors;
    this.pairs = pairs;
    this.nTrain = n_train;
    this.nWrong = n_wrong;
    this.last = steps.length - 1;
  }

  /** The errors of all runs. @param {number} part @param {number} at @param {number} arm */
  runs(part, at, arm) {
    const start = ((part * this.steps.length + at) * ARMS.length + arm) * this.pairs;
    return this.values.subarray(start, start + this.pairs);
  }

  /** @param {number} part @param {number} at @param {number} arm */
  mean(part, at, arm) {
    return this.runs(part, at, arm).reduce((sum, error) => sum + error, 0) / this.pairs;
  }

  /** The measured step with the fewest wrong answers on new digits. @param {number} arm */
  best(arm) {
    const means = this.steps.map((_, at) => this.mean(NEW, at, arm));
    return means.indexOf(Math.min(...means));
  }

  /** By how many points dropout is better in each pair, at the end, on digits kept apart. */
  gains() {
    const [plain, dropout] = this.tests;
    return plain.map((error, pair) => 100 * (error - dropout[pair]));
  }
}
