// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView } from "../shared/payload.d.ts";

/** The words that a page uses, with their sentences. */
export interface WordsPayload {
  words: Record<string, string>;
}

export interface WordsData extends WordsPayload, ImposedView {}
