// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView } from "../shared/payload.d.ts";

/** The lessons in their order. */
export interface PathPayload {
  stops: StopPayload[];
}

/** A lesson on the path, and how many scenes its guide has. */
export interface StopPayload {
  name: string;
  title: string;
  minutes: number;
  scenes: number;
}

export interface PathData extends PathPayload, ImposedView {}
