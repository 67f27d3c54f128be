// Written by scripts/payload_types.py from what Python sends.

/**
 * A view that Python puts on a stage, beside its payload (`Imposed`).
 *
 * imposed : another text each time that one is put there
 * revision : the newest gesture that Python knew of
 */
export interface ImposedView {
  view: object;
  imposed: string;
  revision: number;
}

/**
 * A dense network; float32 in base64.
 *
 * sizes : units of each layer, input first
 * weights : of each layer, of shape (n_out, n_in); biases : of shape (n_out,)
 */
export interface PackedNetwork {
  sizes: number[];
  weights: string[];
  biases: string[];
}

/**
 * A row of coins for each of some seeds in a row, for `CoinRows` in `shared/coins.js`.
 *
 * first : its seed is that of the first row; seeds : how many there are, after the last comes 0
 * bytes : of a coin; 4 for float32 in [0, 1), 1 or 2 for whole parts of 1
 * values : the rows, one after another, in base64
 */
export interface PackedCoins {
  first: number;
  rows: number;
  seeds: number;
  bytes: number;
  values: string;
}
