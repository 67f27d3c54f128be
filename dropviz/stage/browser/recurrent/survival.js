// @ts-nocheck
/* eslint-disable max-lines-per-function */
// What survives: the closed form on c against time, and a table of all rules.

import { element, setAttr, setText } from "../shared/elements.js";
import { superscript } from "../shared/format.js";
import { joinedPath, roundTicks, spreadLabels, svgPart, writeLabels } from "../shared/plot.js";
import { FRESH_ON_C, heldIfThere, survivalOf } from "./memory.js";
import { formatChance, formatHeld } from "./words.js";

export class SurvivalPlot {
  constructor(height) {
    this.height = height;
    this.paths = Object.fromEntries(
      ["grid", "survival", "growth", "measured"].map((name) => [
        name,
        svgPart("path", { class: name }),
      ]),
    );
    this.texts = Array.from({ length: 12 }, () => svgPart("text"));
    this.svg = svgPart("svg", { role: "img", height }, ...Object.values(this.paths), ...this.texts);
    this.node = element(
      "section",
      { class: "survival" },
      element("h2", { text: "Fresh masks on c, exactly: who is left, and how blown up" }),
      this.svg,
    );
  }

  // alive: cells that hold something, after each step
  paint({ p, times }, alive, cells, width) {
    const [left, right, top, bottom] = [44, width - 176, 8, this.height - 20];
    setAttr(this.svg, "width", width);
    const reach = p < 1 ? Math.max(1, Math.min(30, -times * Math.log10(1 - p))) : 1;
    const x = (t) => left + (times > 1 ? (t - 1) / (times - 1) : 0) * (right - left);
    const y = (power) => (top + bottom) / 2 - (power / reach) * ((bottom - top) / 2);
    const powers = Array.from({ length: times }, (_, i) =>
      p < 1 ? (i + 1) * Math.log10(1 - p) : null,
    );
    const line = (sign) =>
      p < 1 ? joinedPath(powers.map((power, i) => [x(i + 1), y(sign * power)])) : "";
    const ticks = roundTicks(-reach, reach, 5).filter(Number.isInteger);
    setAttr(
      this.paths.grid,
      "d",
      ticks.map((power) => `M${left} ${y(power).toFixed(1)}H${right}`).join(""),
    );
    setAttr(this.paths.survival, "d", line(1));
    setAttr(this.paths.growth, "d", line(-1));
    setAttr(
      this.paths.measured,
      "d",
      alive
        .map((count, i) =>
          count
            ? `M${(x(i + 1) - 2.5).toFixed(1)} ${(y(Math.log10(count / cells)) - 2.5).toFixed(1)}h5v5h-5Z`
            : "",
        )
        .join(""),
    );
    const ends =
      p < 1 ? spreadLabels([y(-powers.at(-1)) + 4, y(powers.at(-1)) + 4], 16, top + 8, bottom) : [];
    const chance = survivalOf(FRESH_ON_C, p, times);
    const held = heldIfThere(FRESH_ON_C, p, times);
    writeLabels(this.texts, [
      ...ticks
        .slice(0, 7)
        .map((power) => [
          left - 6,
          y(power) + 4,
          "end",
          power === 0 ? "1" : `10${superscript(power)}`,
          "tick",
        ]),
      [x(1), this.height - 5, "middle", "1", "tick"],
      [right, this.height - 5, "middle", `step ${times}`, "tick"],
      ...(p < 1
        ? [
            [
              right + 8,
              ends[0],
              "start",
              `(1 − p)${superscript(`-${times}`)} = ${formatHeld(held)}`,
              "label",
            ],
            [
              right + 8,
              ends[1],
              "start",
              `(1 − p)${superscript(times)} = ${formatChance(chance)}`,
              "label",
            ],
          ]
        : [[(left + right) / 2, y(0) - 8, "middle", "p = 1: nothing is ever written", "label"]]),
    ]);
    setAttr(
      this.svg,
      "aria-label",
      `Chance to survive on c, falling to ${formatChance(chance)} at step ${times}, and factor on what survives, rising to ${formatHeld(held)}; squares: share of the ${cells} cells drawn above, ${alive.at(-1)} in the last step`,
    );
  }
}

export class SurvivalTable {
  constructor(rules) {
    this.head = element("th", { scope: "col" });
    const columns = ["chance", "value if there", "here", "mean here"].map((text) =>
      element("th", { scope: "col", text }),
    );
    this.rows = rules.map((rule) => {
      const cells = [0, 1, 2, 3].map(() => element("td"));
      return {
        rule,
        cells,
        node: element("tr", {}, element("th", { scope: "row", text: rule.name }), ...cells),
      };
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

  paint({ p, times }, state) {
    setText(this.head, `Still there in c after ${times} steps`);
    for (const { rule, cells, node } of this.rows) {
      const { alive, mean } = state.rules[rule.slug];
      const texts = [
        formatChance(survivalOf(rule, p, times)),
        formatHeld(heldIfThere(rule, p, times)),
        `${alive} of ${state.cells}`,
        formatHeld(mean),
      ];
      texts.forEach((text, i) => setText(cells[i], text));
      node.classList.toggle("current", rule === state.rule);
    }
  }
}
