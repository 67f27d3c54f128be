// What survives: the closed form on c against time, and a table of all rules.

import { element, setText } from "../shared/elements.js";
import { superscript } from "../shared/format.js";
import {
  TitledPlot,
  formatDecade,
  joinedPath,
  labelsBelow,
  labelsBeside,
  linesAcross,
  namesBeside,
  roundTicks,
  squareAt,
} from "../shared/plot.js";
import { FRESH_ON_C, heldIfThere, survivalOf } from "./memory.js";
import { formatChance, formatHeld } from "./words.js";

/** @import { Label } from "../shared/plot.js" */
/** @import { RecurrentState } from "./memory.js" */
/** @import { PackedRule } from "./payload.d.ts" */

const SURVIVAL_ROOM = { left: 44, right: 176, top: 8, bottom: 20 };

export class SurvivalPlot extends TitledPlot {
  /** @param {number} height */
  constructor(height) {
    super({
      kind: "survival",
      title: "Fresh masks on c, exactly: who is left, and how blown up",
      height,
      names: ["grid", "survival", "growth", "measured"],
    });
    this.note.remove(); // the names of the lines say it all
  }

  /**
   * @param {{p: number, times: number}} view
   * @param {number[]} alive cells that hold something, after each step
   * @param {number} cells
   */
  paint({ p, times }, alive, cells) {
    this.fit(this.node.clientWidth);
    const drops = Math.log10(1 - p); // of the chance, in powers of ten a step; -Infinity at p = 1
    const reach = p < 1 ? Math.max(1, Math.min(30, -times * drops)) : 1;
    const frame = this.frame([1, times], [-reach, reach], SURVIVAL_ROOM);
    const { right, x, y } = frame;
    const ticks = roundTicks(-reach, reach, 5).filter(Number.isInteger);
    const steps = p < 1 ? Array.from({ length: times }, (_, i) => i + 1) : [];
    this.draw({
      grid: linesAcross(ticks, frame),
      survival: joinedPath(steps.map((t) => [x(t), y(t * drops)])),
      growth: joinedPath(steps.map((t) => [x(t), y(-t * drops)])),
      measured: alive
        .map((count, i) => (count ? squareAt(x(i + 1), y(Math.log10(count / cells)), 2.5) : ""))
        .join(""),
    });
    const chance = formatChance(survivalOf(FRESH_ON_C, p, times));
    const held = formatHeld(heldIfThere(FRESH_ON_C, p, times));
    this.write([
      ...labelsBeside(ticks.slice(0, 7), frame, formatDecade),
      ...labelsBelow([1], x, this.height - 5),
      [right, this.height - 5, "middle", `step ${times}`, "tick"],
      ...(p < 1
        ? endNames(times, drops, { chance, held }, frame)
        : [nothingWritten((frame.left + right) / 2, y(0) - 8)]),
    ]);
    this.say(
      `Chance to survive on c, falling to ${chance} at step ${times}, and factor on what survives, rising to ${held}; squares: share of the ${cells} cells drawn above, ${alive[alive.length - 1]} in the last step`,
    );
  }
}

/**
 * @param {number} times
 * @param {number} drops
 * @param {{chance: string, held: string}} texts
 * @param {ReturnType<TitledPlot["frame"]>} frame
 */
function endNames(times, drops, { chance, held }, { right, top, bottom, y }) {
  return namesBeside(
    [
      [`(1 − p)${superscript(`-${times}`)} = ${held}`, y(-times * drops)],
      [`(1 − p)${superscript(times)} = ${chance}`, y(times * drops)],
    ],
    { x: right + 8, gap: 16, low: top + 8, high: bottom },
  );
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {Label}
 */
function nothingWritten(x, y) {
  return [x, y, "middle", "p = 1: nothing is ever written", "label"];
}

export class SurvivalTable {
  /** @param {PackedRule[]} rules */
  constructor(rules) {
    this.head = element("th", { scope: "col" });
    const columns = ["chance", "value if there", "here", "mean here"].map((text) =>
      element("th", { scope: "col", text }),
    );
    this.rows = rules.map((rule) => {
      const cells = columns.map(() => element("td"));
      const name = element("th", { scope: "row", text: rule.name });
      return { cells, node: element("tr", {}, name, ...cells) };
    });
    this.node = element(
      "section",
      { class: "table" },
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, this.head, ...columns)),
        element("tbody", {}, ...this.rows.map((row) => row.node)),
      ),
    );
  }

  /**
   * @param {{p: number, times: number}} view
   * @param {RecurrentState} state
   */
  paint({ p, times }, state) {
    setText(this.head, `Still there in c after ${times} steps`);
    this.rows.forEach(({ cells, node }, i) => {
      const { rule, alive, mean } = state.rules[i];
      const texts = [
        formatChance(survivalOf(rule, p, times)),
        formatHeld(heldIfThere(rule, p, times)),
        `${alive} of ${state.cells}`,
        formatHeld(mean),
      ];
      texts.forEach((text, column) => setText(cells[column], text));
      node.classList.toggle("current", rule === state.rule);
    });
  }
}
