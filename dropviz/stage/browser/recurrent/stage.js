// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Stage of the opened recurrent variants: five rules on the same coins, and what each does to memory.

import { CoinRows, keptAt } from "../shared/coins.js";
import { button, slider } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { stageColours } from "../shared/theme.js";
import { FRESH_ON_C, memoryOf } from "./memory.js";
import { RulePanel } from "./panels.js";
import { SurvivalPlot, SurvivalTable } from "./survival.js";
import { recurrentCaption } from "./words.js";

const CELL_HEIGHT = 9;
const GRID_TITLES = [
  ["mask", "What the coins hit"],
  ["c", "What the cells hold, c"],
  ["read", "What the gates read of it, from h"],
];

function buildRecurrentStage(root, store, data) {
  const { rules } = data;
  const bySlug = new Map(rules.map((rule) => [rule.slug, rule]));
  const rows = new CoinRows();
  const parts = {};

  function evaluate({ variant, seed, p, times }) {
    const { cells, most_times: most } = data;
    const taken = keptAt(rows.of(seed), p);
    const [own, ofH] = [0, 1].map((which) =>
      Array.from({ length: times }, (_, t) =>
        taken.subarray((which * most + t) * cells, (which * most + t + 1) * cells),
      ),
    );
    const state = { rule: bySlug.get(variant) ?? rules[0], cells, rules: {}, onC: [] };
    for (const rule of rules) {
      const { c, read } = memoryOf(rule, own, ofH, p);
      const mask = rule.once ? own.map(() => own[0]) : own;
      const last = c.at(-1);
      state.rules[rule.slug] = {
        mask,
        c,
        read,
        ofH: rule.holds ? ofH : null,
        alive: last.filter((value) => value > 0).length,
        mean: last.reduce((sum, value) => sum + value, 0) / cells,
        seen: read.flat().filter((value) => value > 0).length,
        kept: (rule.once ? own[0] : own.map((row) => Array.from(row)).flat()).reduce(
          (sum, keep) => sum + keep,
          0,
        ),
      };
    }
    const holding = (row) => row.filter((value) => value > 0).length;
    state.onC = memoryOf(FRESH_ON_C, own, ofH, p).c.map(holding);
    return state;
  }

  function build() {
    parts.p = slider({
      label: "dropout rate p",
      name: "p",
      title: "Chance of being hit by the mask. (The 2014 paper's p is the chance of being kept.)",
      onInput: (p) => store.change({ p }),
    });
    parts.times = slider({
      label: "steps",
      name: "times",
      title: "How long the cells have to remember",
      min: 2,
      max: data.most_times,
      step: 1,
      digits: 0,
      onInput: (times) => store.change({ times }),
    });
    parts.flip = button("Flip the coins", "New coins: other masks at the same rate", () =>
      store.change({ seed: rows.after(store.view.seed) }),
    );
    parts.panels = rules.map(
      (rule) => new RulePanel(rule, () => store.change({ variant: rule.slug, run: "" })),
    );
    parts.plot = new SurvivalPlot(112);
    parts.table = new SurvivalTable(rules);
    parts.caption = new Caption();
    const legends = GRID_TITLES.map(([kind, text]) =>
      element("p", { class: `grid-title ${kind}`, text }),
    );
    root.replaceChildren(
      element("div", { class: "toolbar" }, parts.p.node, parts.times.node, parts.flip),
      element("p", {
        class: "setting quiet",
        text: "A cell writes 1 in step 1 (i = g = 1), then holds it (f = 1, i = 0, o = 1). Time runs rightwards, a row is a cell, all rules share their coins. Crossed: dropped; “=”: as one step before; empty: 0.",
      }),
      element(
        "div",
        { class: "rules" },
        element("div", { class: "grid-titles" }, ...legends),
        ...parts.panels.map((panel) => panel.node),
      ),
      element("div", { class: "below" }, parts.plot.node, parts.table.node),
      parts.caption.node,
    );
  }

  function paintAttributes(view, state) {
    const droppable = state.cells * (state.rule.once ? 1 : view.times);
    showState(root, {
      "p-drop": view.p,
      scaling: state.rule.holds ? "none" : "inverted",
      mode: "training",
      rule: state.rule.slug,
      droppable,
      kept: state.rules[state.rule.slug].kept,
      alive: state.rules[state.rule.slug].alive,
      seed: view.seed,
    });
  }

  function learn(next) {
    data = next;
    rows.learn(data.coins);
  }

  learn(data);
  build();
  return {
    receive: learn,
    paint(view) {
      const state = evaluate(view);
      const colours = stageColours(root);
      parts.p.set(view.p);
      parts.times.set(view.times);
      for (const panel of parts.panels)
        panel.paint(
          state.rules[panel.rule.slug],
          {
            times: view.times,
            cells: state.cells,
            current: panel.rule === state.rule,
            width: panel.node.clientWidth,
            height: CELL_HEIGHT,
          },
          colours,
        );
      parts.plot.paint(view, state.onC, state.cells, parts.plot.node.clientWidth);
      parts.table.paint(view, state);
      parts.caption.say(recurrentCaption(view, state));
      paintAttributes(view, state);
    },
  };
}

export default stageOf(buildRecurrentStage);
