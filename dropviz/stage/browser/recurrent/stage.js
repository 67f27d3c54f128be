// Stage of the opened recurrent variants: five rules on the same coins, and what each does to memory.

import { CoinRows, keptAt } from "../shared/coins.js";
import { button, slider } from "../shared/controls.js";
import { element, part } from "../shared/elements.js";
import { stageColours } from "../shared/theme.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { Opening } from "../shared/scroll.js";
import { SCENES } from "./guide.js";
import { recurrentState, shownOf } from "./memory.js";
import { RulePanel } from "./panels.js";
import { SurvivalPlot, SurvivalTable } from "./survival.js";
import { recurrentCaption } from "./words.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { RecurrentData } from "./payload.d.ts" */

const PLOT_HEIGHT = 112;
const GRID_TITLES = [
  ["mask", "What the coins hit"],
  ["c", "What the cells hold, c"],
  ["read", "What the gates read of it, from h"],
];

class RecurrentStage {
  /**
   * @param {HTMLElement} root
   * @param {ViewStore<VariantsView>} store
   * @param {RecurrentData} data
   */
  constructor(root, store, data) {
    this.root = root;
    this.opening = new Opening(root);
    this.data = data;
    /** @type {CoinRows<Uint8Array>} */
    this.coins = new CoinRows();
    this.coins.learn(data.coins);
    this.p = slider({
      label: "dropout rate p",
      name: "p",
      title: "Chance of being hit by the mask. (The 2014 paper's p is the chance of being kept.)",
      onInput: (/** @type {number} */ p) => store.change({ p }),
    });
    this.times = slider({
      label: "steps",
      name: "times",
      title: "How long the cells have to remember",
      min: data.fewest_times,
      max: data.most_times,
      step: 1,
      digits: 0,
      onInput: (/** @type {number} */ times) => store.change({ times }),
    });
    const flip = button("Flip the coins", "New coins: other masks at the same rate", () =>
      store.change({ seed: this.coins.after(store.view.seed) }),
    );
    this.panels = data.rules.map(
      (rule) => new RulePanel(rule, () => store.change({ variant: rule.slug, run: "" })),
    );
    this.plot = new SurvivalPlot(PLOT_HEIGHT);
    this.table = new SurvivalTable(data.rules);
    this.caption = new Caption();
    root.replaceChildren(
      element(
        "div",
        { class: "toolbar" },
        ...part("rate", this.p.node),
        ...part("steps", this.times.node),
        ...part("flip", flip),
      ),
      ...this.pictures(),
      this.caption.node,
    );
  }

  pictures() {
    const legends = GRID_TITLES.map(([kind, text]) =>
      element("p", { class: `grid-title ${kind}`, text }),
    );
    return [
      element(
        "p",
        { class: "setting quiet" },
        "Each cell writes 1 into its memory in step 1, then holds it. ",
        ...part(
          "formulas",
          element("span", { text: "(First i = g = 1, then f = 1, i = 0, o = 1.) " }),
        ),
        "Time runs rightwards, a row is a cell, all rules share their coins. Crossed: dropped; “=”: as one step before; empty: 0.",
      ),
      element(
        "div",
        { class: "rules" },
        element("div", { class: "grid-titles" }, ...legends),
        ...this.panels.map((panel) => panel.node),
      ),
      ...part("chance", element("div", { class: "below" }, this.plot.node, this.table.node)),
    ];
  }

  /** @param {RecurrentData} data */
  receive(data) {
    this.data = data;
    this.coins.learn(data.coins);
  }

  /** @param {VariantsView} view */
  paint(view) {
    this.opening.painted(view.variant);
    const state = recurrentState(this.data, keptAt(this.coins.of(view.seed), view.p), view);
    const colours = stageColours(this.root);
    this.p.set(view.p);
    this.times.set(view.times);
    this.panels.forEach((panel, i) =>
      panel.paint(state.rules[i], state.rules[i].rule === state.rule, colours),
    );
    this.plot.paint(view, state.onC, state.cells);
    this.table.paint(view, state);
    this.caption.say(recurrentCaption(view, state));
    const { rule, droppable, kept, alive } = shownOf(state);
    showState(this.root, {
      "p-drop": view.p,
      scaling: rule.holds ? "none" : "inverted",
      mode: "training",
      rule: rule.slug,
      droppable,
      kept,
      alive,
      seed: view.seed,
    });
    return state;
  }
}

export default stageOf(
  (root, /** @type {ViewStore<VariantsView>} */ store, /** @type {RecurrentData} */ data) =>
    new RecurrentStage(root, store, data),
  { scenes: SCENES },
);
