// Written by scripts/payload_types.py from what Python sends.

import type { ArmPayload, ImposedView, RunPayload } from "../shared/payload.d.ts";

/**
 * What `trial/stage.js` is sent.
 *
 * `trial` is its hash; `margins` of log-loss and error are drawn until there are verdicts.
 */
export interface TrialPayload {
  trial: string;
  arms: ArmPayload[];
  pairs: number;
  last_step: number;
  learns_rate: boolean;
  margins: Record<string, number>;
  run: RunPayload | null;
  about: string;
  cost: string;
  scope: string;
  blocked: string;
  beforehand: boolean;
}

export interface TrialData extends TrialPayload, ImposedView {}
