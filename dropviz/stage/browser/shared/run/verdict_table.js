// The verdicts of a run as a table: a row for each arm, a column for each measure.

import { element } from "../elements.js";
import { sameValue } from "./arms.js";

/** @typedef {import("../payload.d.ts").VerdictPayload} Verdict */
/** @typedef {import("./film.js").Run} Run */

/**
 * The word, mean and interval; and how many more pairs would tell, where the pairs do not.
 * @param {Verdict} verdict
 * @param {boolean} measured whether its mean is known
 */
export function verdictCell({ word, interval, pairs_needed: more }, measured) {
  const numbers = measured ? ` ${interval}` : "";
  return `${word}${numbers}${more ? `; ${more} more ${more === 1 ? "pair" : "pairs"} would tell` : ""}`;
}

export class VerdictTable {
  constructor() {
    this.body = element("tbody");
    this.against = element("th", { scope: "col" });
    const columns = ["log-loss, nats", "error"].map((text) =>
      element("th", { scope: "col", text }),
    );
    this.node = element(
      "table",
      { class: "verdict-table", "aria-label": "Verdicts: mean difference and interval" },
      element("thead", {}, element("tr", {}, this.against, ...columns)),
      this.body,
    );
    /** @type {unknown} */
    this.shown = null;
  }

  /** @param {Run | null} run @param {number} [least] comparisons from which it is a table */
  paint(run, least = 1) {
    const verdicts = run?.verdicts ?? [];
    this.node.hidden = verdicts.length < least;
    if (!run || this.node.hidden || sameValue(verdicts, this.shown)) return;
    this.shown = verdicts;
    this.against.textContent = `against ${run.names[0]}`;
    this.body.replaceChildren(
      ...verdicts.map(({ arm, loss, error }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row", text: run.names[arm] }),
          ...[loss, error].map((verdict) =>
            element("td", { text: verdictCell(verdict, verdict.mean !== null) }),
          ),
        ),
      ),
    );
  }
}
