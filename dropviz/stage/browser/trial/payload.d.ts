// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, PackedPlan, PackedRun } from "../shared/payload.d.ts";

/** The words around the curves (`PanelWords`), the trial, by its hash, and a run of it. */
export interface TrialPayload {
  about: string;
  cost: string;
  scope: string;
  blocked: string;
  beforehand: boolean;
  trial: string;
  settings: PackedPlan;
  names: string[];
  run: TrialRun | null;
}

/** With its plan and the names of its arms; a trial has no scene and no film. */
export interface TrialRun extends PackedRun {
  settings: PackedPlan;
  names: string[];
}

export interface TrialData extends TrialPayload, ImposedView {}
