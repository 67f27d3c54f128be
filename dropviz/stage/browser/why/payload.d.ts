// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, View } from "../shared/payload.d.ts";

/**
 * Wrong answers of all runs, as shares.
 *
 * steps : the t measured ones
 * errors : packed float32 of shape (2, t, 2, pairs): training labels as given, new digits; without
 *     and with dropout
 * test_errors : by arm and pair, at the end, on the digits that play no part in the curves
 * n_train, n_wrong : training digits, and how many of their labels are wrong
 * rate : the dropout rate
 */
export interface WhyPayload {
  steps: number[];
  errors: string;
  test_errors: number[][];
  pairs: number;
  n_train: number;
  n_wrong: number;
  rate: number;
}

/**
 * What is on the stage of *Why dropout?*.
 *
 * lines : what is drawn: wrong answers on the training labels, on new digits too, of the networks
 *     with dropout too
 * at, seen : the measured step that is looked at, and the furthest that lines are drawn to
 * pairs : whether the ten pairs are shown
 */
export interface WhyView extends View {
  lines: "train" | "new" | "dropout";
  at: number;
  seen: number;
  pairs: boolean;
}

export interface WhyData extends WhyPayload, ImposedView {
  view: WhyView;
  defaults: WhyView;
}
