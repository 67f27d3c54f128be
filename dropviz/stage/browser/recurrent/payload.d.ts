// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedCoins, VariantsView } from "../shared/payload.d.ts";

/** The rules, how many cells and at most how many steps are shown, and coins in hundredths. */
export interface RecurrentPayload {
  cells: number;
  fewest_times: number;
  most_times: number;
  rules: PackedRule[];
  coins: PackedCoins;
}

/** A recurrent variant: its `Memory`, and what is said of it (`StageFacts`). */
export interface PackedRule {
  slug: string;
  on: "h" | "c" | "g";
  once: boolean;
  holds: boolean;
  name: string;
  says: string;
  formula: string;
  place: string;
}

export interface RecurrentData extends RecurrentPayload, ImposedView {
  view: VariantsView;
  defaults: VariantsView;
}
