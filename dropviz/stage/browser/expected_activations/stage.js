// Stage of the lesson "Expected activations": four rules for training and inference, same coins.

import { decodeBytes } from "../shared/arithmetic.js";
import { button, dropdown, slider } from "../shared/controls.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { formatCount } from "../shared/format.js";
import { formatValue } from "../shared/plot.js";
import { mountStage } from "../shared/protocol.js";
import { ArmPanel } from "./arm_panel.js";
import { InputBars } from "./input_bars.js";
import { energyOf, sumOf } from "./moments.js";
import { DepthPlot, NoisePlot } from "./small_plots.js";
import { evaluate, levelsOf, rangeOf, tableOf, withLevel } from "./state.js";
import { ARM_TEXTS, VALUE_TEXTS, afterReluVerdict, armVerdict, expectedCaption } from "./words.js";

/** @import { ExpectedState, ExpectedView } from "./state.js" */

const PLOT_HEIGHT = 128;

/**
 * Arrays by seed: all that ever came, so that a flip needs no server.
 * @extends {Map<number, Uint8Array>}
 */
class Seeds extends Map {
  /** @param {Record<string, string>} packed */
  learn(packed) {
    for (const [seed, values] of Object.entries(packed))
      if (!this.has(Number(seed))) this.set(Number(seed), decodeBytes(values));
  }

  /** @param {number} seed */
  after(seed) {
    return this.has(seed + 1) ? seed + 1 : Math.min(...this.keys());
  }
}

class ExpectedStage {
  /**
   * @param {HTMLElement} root
   * @param {any} store
   */
  constructor(root, store) {
    this.root = root;
    this.store = store;
    this.data = null;
    this.coins = new Seeds();
    this.random = new Seeds();
    this.presets = new Map();
  }

  receive(next) {
    if (next === this.data) return;
    const first = !this.data;
    this.data = next;
    this.coins.learn(next.coins);
    this.random.learn(next.random);
    if (!first) return;
    for (const [name, values] of Object.entries(next.presets))
      this.presets.set(name, decodeBytes(values));
    this.depth = new Float64Array(decodeBytes(next.depth).buffer);
    this.build();
  }

  // --- parts ---

  build() {
    this.panels = this.data.rules.map((arm) => new ArmPanel({ arm, ...ARM_TEXTS[arm] }));
    this.noise = new NoisePlot(PLOT_HEIGHT);
    this.throughDepth = new DepthPlot(PLOT_HEIGHT);
    this.caption = element("p", {
      class: "caption",
      "data-testid": "caption",
      "aria-live": "polite",
    });
    const arms = this.panels.map((panel) => panel.node);
    this.root.replaceChildren(
      this.buildControls(),
      element("div", { class: "arms" }, ...arms),
      element(
        "div",
        { class: "below" },
        this.buildInputs(),
        this.noise.node,
        this.throughDepth.node,
      ),
      this.caption,
    );
  }

  buildControls() {
    const { store, data } = this;
    this.controls = {
      p: slider({
        label: "dropout rate p",
        name: "p",
        title:
          "Chance of an input being dropped. (The 2014 paper's p is the chance of being kept.)",
        onInput: (p) => store.change({ p }),
      }),
      n: slider({
        label: "inputs n",
        name: "n",
        title: "How many inputs the unit has",
        min: data.smallest_n,
        max: data.largest_n,
        step: 1,
        digits: 0,
        onInput: (n) => store.change({ n }),
      }),
      values: dropdown({
        label: "values",
        name: "values",
        title: "How activations x and weights w are chosen",
        options: data.values.map((name) => [name, VALUE_TEXTS[name]]),
        onPick: (values) => store.change({ values, x: "", w: "" }),
      }),
    };
    const fresh = button("New values", "Other random activations and weights", () =>
      store.change({
        values: "random",
        input_seed: this.random.after(store.view.input_seed),
        x: "",
        w: "",
      }),
    );
    const flip = button(
      "Flip the coins",
      `Other coins: another ${formatCount(data.n_samples)} samples at the same rate`,
      () => store.change({ seed: this.coins.after(store.view.seed) }),
    );
    const { p, n, values } = this.controls;
    return element(
      "div",
      { class: "toolbar" },
      p.node,
      n.node,
      element("span", { class: "control" }, values.node, fresh),
      flip,
    );
  }

  buildInputs() {
    const { levels, largest_level: largest, zero_weight: zeroWeight } = this.data;
    const bars = (name, letter, zero) =>
      new InputBars({
        name,
        largest,
        zero,
        onLevel: (index, level) =>
          this.store.change({
            [letter]: withLevel(this.store.view[letter], index, levels[level]),
          }),
      });
    const row = (words, { node }) =>
      element("div", { class: "bars-row" }, element("span", { class: "quiet", text: words }), node);
    this.bars = { x: bars("activation", "x", 0), w: bars("weight", "w", zeroWeight) };
    this.undo = button("Undo", "Take back what was set by hand", () =>
      this.store.change({ x: "", w: "" }),
    );
    this.sums = element("p", { class: "quiet" });
    return element(
      "section",
      { class: "small inputs" },
      element("h2", {}, "The unit's inputs: drag a bar, or use arrow keys ", this.undo),
      row("activations x", this.bars.x),
      row("weights w", this.bars.w),
      this.sums,
    );
  }

  // --- painting ---

  /** @param {ExpectedView} view */
  paint(view) {
    const { data } = this;
    const made =
      view.values === "random" ? this.random.get(view.input_seed) : this.presets.get(view.values);
    const state = evaluate(levelsOf(view, made, data.levels), {
      p: view.p,
      coins: this.coins.get(view.seed),
      samples: data.n_samples,
      zero: data.zero_weight,
      most: data.largest_enumeration,
      rules: data.rules,
    });
    for (const [name, control] of Object.entries(this.controls)) control.set(view[name]);
    this.paintArms(view, state);
    this.paintBelow(view, state);
    setText(this.caption, expectedCaption(view, state));
    for (const [name, value] of Object.entries({
      "p-drop": view.p,
      scaling: "all",
      mode: "both",
      kept: sumOf(state.kept),
      droppable: view.n,
      seed: view.seed,
    }))
      setAttr(this.root, `data-${name}`, value);
  }

  /**
   * @param {ExpectedView} view
   * @param {ExpectedState} state
   */
  paintArms(view, state) {
    const range = rangeOf(state, view.p);
    const width = this.panels[0].node.clientWidth;
    const { run, histogram } = state;
    const basis = state.exact
      ? `all ${formatCount(2 ** view.n)} masks`
      : `${formatCount(state.sums.length)} samples`;
    state.arms.forEach((arm, i) => {
      const { factor, theory, inference, agree } = arm;
      this.panels[i].paintPlot(
        { range, run, factor, theory: theory.mean, inference, histogram, basis },
        width,
      );
      this.panels[i].paintNumbers(tableOf(arm, state, formatValue), {
        agree,
        says: armVerdict(arm, sumOf(state.contributions)),
        after: afterReluVerdict(arm, state),
      });
    });
  }

  /**
   * @param {ExpectedView} view
   * @param {ExpectedState} state
   */
  paintBelow(view, { x, w, kept, contributions, sums, arms }) {
    this.bars.x.paint(x, kept);
    this.bars.w.paint(w, kept);
    this.undo.hidden = !(view.x || view.w);
    setText(
      this.sums,
      `Σ w x = ${formatValue(sumOf(contributions))}, Σ (w x)² = ${formatValue(energyOf(contributions))}; sample 1 (hatched: dropped) has Σ m w x = ${formatValue(sums[0])}`,
    );
    this.noise.paint(view.p, arms[1].theory.variance);
    const { n_layers: layers } = this.data;
    const row = layers * Math.round(100 * view.p);
    this.throughDepth.paint(view.p, this.depth.subarray(row, row + layers));
  }
}

export default function (component) {
  return mountStage(component, (root, store) => new ExpectedStage(root, store));
}
