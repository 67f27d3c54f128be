// Stage of the lesson "Expected activations": four rules for training and inference, same coins.

import { decodeBytes } from "../shared/arithmetic.js";
import { button, dropdown, segmented, slider } from "../shared/controls.js";
import { element, part, setText } from "../shared/elements.js";
import { formatCount } from "../shared/format.js";
import { formatValue } from "../shared/plot.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { ActivationPlot } from "./activation_plot.js";
import { varianceRatio, zeroMeanInputs } from "./activations.js";
import { ArmPanel } from "./arm_panel.js";
import { Calls } from "./calls.js";
import { SCENES } from "./guide.js";
import { InputBars } from "./input_bars.js";
import { sumOf } from "./moments.js";
import { DepthPlot, NoisePlot } from "./small_plots.js";
import { evaluate, levelsOf, rangeOf, tableOf, withLevel } from "./state.js";
import {
  ARM_TEXTS,
  VALUE_TEXTS,
  afterReluVerdict,
  armVerdict,
  expectedCaption,
  sumsWords,
} from "./words.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { ExpectedData, ExpectedView } from "./payload.d.ts" */
/** @import { ExpectedState } from "./state.js" */

const PLOT_HEIGHT = 128;

// Arrays by seed: all that ever came, so that a flip needs no server.
class Seeds {
  /** @type {Map<number, Uint8Array>} */
  known = new Map();

  /** @param {Record<string, string>} packed */
  learn(packed) {
    for (const [seed, values] of Object.entries(packed))
      if (!this.known.has(Number(seed))) this.known.set(Number(seed), decodeBytes(values));
  }

  /** @param {number} seed */
  of(seed) {
    return /** @type {Uint8Array} */ (this.known.get(seed));
  }

  // The next seed; after the last one of those that are here, the first.
  /** @param {number} seed */
  after(seed) {
    return this.known.has(seed + 1) ? seed + 1 : Math.min(...this.known.keys());
  }
}

class ExpectedStage {
  alone = false; // whether the panels have the stage to themselves

  /**
   * @param {HTMLElement} root
   * @param {ViewStore<ExpectedView>} store
   * @param {ExpectedData} data
   */
  constructor(root, store, data) {
    this.root = root;
    this.store = store;
    this.data = data;
    this.coins = new Seeds();
    this.random = new Seeds();
    this.receive(data);
    this.presets = Object.fromEntries(
      Object.entries(data.presets).map(([name, values]) => [name, decodeBytes(values)]),
    );
    this.depth = new Float64Array(decodeBytes(data.depth).buffer);
    this.controls = this.buildControls();
    this.inputs = this.buildInputs();
    this.panels = data.rules.map((arm) => new ArmPanel({ arm, ...ARM_TEXTS[arm] }));
    this.noise = new NoisePlot(PLOT_HEIGHT);
    this.throughDepth = new DepthPlot(PLOT_HEIGHT);
    this.places = new ActivationPlot(PLOT_HEIGHT, store, data.activations);
    this.closer = this.buildCloser();
    this.calls = new Calls(store);
    this.calls.learn(data.calls);
    this.caption = new Caption();
    root.replaceChildren(
      this.controls.node,
      ...part("arms", element("div", { class: "arms" }, ...this.panels.map((panel) => panel.node))),
      element("div", { class: "below" }, this.inputs.node, this.closer.node),
      this.calls.node,
      ...part("caption", this.caption.node),
    );
  }

  /** @param {ExpectedData} data */
  receive(data) {
    this.data = data;
    this.calls?.learn(data.calls);
    this.coins.learn(data.coins);
    this.random.learn(data.random);
  }

  // What a scene shows alone is drawn higher.
  resize() {
    this.alone = this.root.dataset.rule !== "all" && !this.closer.node.clientHeight;
  }

  // --- parts ---

  buildControls() {
    const { store, data } = this;
    const p = slider({
      label: "dropout rate p",
      name: "p",
      title: "Chance of an input being dropped. (The 2014 paper's p is the chance of being kept.)",
      onInput: (/** @type {number} */ rate) => store.change({ p: rate }),
    });
    const n = slider({
      label: "inputs n",
      name: "n",
      title: "How many inputs the unit has",
      min: data.smallest_n,
      max: data.largest_n,
      step: 1,
      digits: 0,
      onInput: (/** @type {number} */ inputs) => store.change({ n: inputs }),
    });
    const values = dropdown({
      label: "values",
      name: "values",
      title: "How activations x and weights w are chosen",
      options: data.values.map((name) => [name, VALUE_TEXTS[name]]),
      onPick: (/** @type {ExpectedView["values"]} */ name) =>
        store.change({ values: name, x: "", w: "" }),
    });
    const fresh = button("New values", "Other random activations and weights", () => {
      const input_seed = this.random.after(store.view.input_seed);
      store.change({ values: "random", input_seed, x: "", w: "" });
    });
    const flip = button(
      "Flip the coins",
      `Other coins: another ${formatCount(data.n_samples)} samples at the same rate`,
      () => store.change({ seed: this.coins.after(store.view.seed) }),
    );
    const chosen = element("span", { class: "control" }, values.node, fresh);
    const { rule, rules } = this.buildRules();
    return {
      node: element(
        "div",
        { class: "toolbar" },
        ...part("rate", p.node),
        ...part("n", n.node),
        ...part("values", chosen),
        ...part("coins", flip),
        ...part("rule", rules),
      ),
      paint(/** @type {ExpectedView} */ view) {
        p.set(view.p);
        n.set(view.n);
        values.set(view.values);
        rule.set(view.rule);
      },
    };
  }

  buildRules() {
    const { store, data } = this;
    const rule = segmented({
      label: "Rule",
      onPick: (/** @type {ExpectedView["rule"]} */ name) => store.change({ rule: name }),
      options: [["all", "all", "All four rules"], ...data.rules.map(ruleOption)],
    });
    const rules = element(
      "div",
      { class: "control" },
      element("span", { text: "rule" }),
      rule.node,
    );
    return { rule, rules };
  }

  buildInputs() {
    const { store, data } = this;
    const bars = (/** @type {"x" | "w"} */ letter, /** @type {string} */ name, zero = 0) =>
      new InputBars({
        name,
        largest: data.largest_level,
        zero,
        onLevel: (index, level) =>
          store.change({ [letter]: withLevel(store.view[letter], index, data.levels[level]) }),
      });
    const [x, w] = [bars("x", "activation"), bars("w", "weight", data.zero_weight)];
    const row = (/** @type {string} */ words, /** @type {InputBars} */ { node }) =>
      element("div", { class: "bars-row" }, element("span", { class: "quiet", text: words }), node);
    const undo = button("Undo", "Take back what was set by hand", () =>
      store.change({ x: "", w: "" }),
    );
    const sums = element("p", { class: "sums" });
    const heading = element("h2", {}, "The unit's inputs: drag a bar, or use arrow keys ", undo);
    const [node] = part(
      "inputs",
      element(
        "section",
        { class: "small inputs" },
        heading,
        row("activations x", x),
        row("weights w", w),
        sums,
      ),
    );
    return {
      node,
      paint(/** @type {ExpectedView} */ view, /** @type {ExpectedState} */ state) {
        x.paint(state.x, state.kept);
        w.paint(state.w, state.kept);
        undo.hidden = !(view.x || view.w);
        setText(sums, sumsWords(state));
      },
    };
  }

  // One of three plots: the others are a press away.
  buildCloser() {
    const plots = { noise: this.noise, depth: this.throughDepth, activation: this.places };
    const chooser = segmented({
      label: "Look closer",
      onPick: (/** @type {ExpectedView["closer"]} */ closer) => this.store.change({ closer }),
      options: [
        ["noise", "noise", "How the variance grows with p"],
        ["depth", "depth", "What becomes of the mean through layers"],
        ["activation", "activation", "Dropout before or after the activation"],
      ],
    });
    const nodes = Object.values(plots).map(({ node }) => node);
    const head = element(
      "div",
      { class: "looks" },
      ...part("look", chooser.node),
      this.places.chooser,
    );
    const [node] = part("closer", element("div", {}, head, ...nodes));
    return {
      node,
      paint: (/** @type {ExpectedView} */ { closer }) => {
        chooser.set(closer);
        for (const [name, plot] of Object.entries(plots)) plot.node.hidden = name !== closer;
        this.places.chooser.hidden = closer !== "activation";
      },
    };
  }

  // --- painting ---

  /** @param {ExpectedView} view */
  paint(view) {
    const { data } = this;
    const coins = this.coins.of(view.seed);
    const made =
      view.values === "random" ? this.random.of(view.input_seed) : this.presets[view.values];
    const state = evaluate(levelsOf(view, made, data.levels), {
      p: view.p,
      coins,
      samples: data.n_samples,
      zero: data.zero_weight,
      most: data.largest_enumeration,
      rules: data.rules,
    });
    this.controls.paint(view);
    this.paintArms(view, state);
    this.inputs.paint(view, state);
    const place = this.paintCloser(view, state, coins);
    const calls = this.calls.paint(view);
    this.caption.say(expectedCaption(view, state));
    showState(this.root, {
      "p-drop": view.p,
      scaling: "all",
      mode: "both",
      kept: sumOf(state.kept),
      droppable: view.n,
      seed: view.seed,
      rule: view.rule,
    });
    return { state, place, calls };
  }

  /**
   * @param {ExpectedView} view
   * @param {ExpectedState} state
   * @param {Uint8Array} coins
   */
  paintCloser(view, state, coins) {
    const { data } = this;
    this.closer.paint(view);
    this.noise.paint(view.p, state.arms[1].theory.variance);
    const row = data.n_layers * Math.round(100 * view.p);
    this.throughDepth.paint(view.p, this.depth.subarray(row, row + data.n_layers));
    const z = zeroMeanInputs(view.n);
    const shown = view.closer === "activation" && view.activation === "identity";
    const ratio = shown ? varianceRatio(z, coins, coins.length / data.n_samples, view.p) : 0;
    return this.places.paint(view, { z, kept: state.kept, ratio });
  }

  /**
   * @param {ExpectedView} view
   * @param {ExpectedState} state
   */
  paintArms(view, state) {
    const { data } = this;
    const range = rangeOf(state, view.p);
    this.panels.forEach(({ node }, i) => {
      node.hidden = view.rule !== "all" && view.rule !== data.rules[i];
    });
    const width = Math.max(...this.panels.map(({ node }) => node.clientWidth));
    const { run, histogram } = state;
    const basis = state.exact
      ? `all ${formatCount(2 ** view.n)} masks`
      : `${formatCount(state.sums.length)} samples`;
    state.arms.forEach((arm, i) => {
      const { factor, theory, inference, agree } = arm;
      this.panels[i].paintPlot(
        { range, run, factor, theory: theory.mean, inference, histogram, basis },
        width,
        this.alone,
      );
      this.panels[i].paintNumbers(tableOf(arm, state, formatValue), {
        agree,
        says: armVerdict(arm, sumOf(state.contributions)),
        after: afterReluVerdict(arm, state),
      });
    });
  }
}

/** @param {string} name @returns {string[]} */
function ruleOption(name) {
  return [name, ARM_TEXTS[name].short, ARM_TEXTS[name].title];
}

export default stageOf(
  (root, /** @type {ViewStore<ExpectedView>} */ store, /** @type {ExpectedData} */ data) =>
    new ExpectedStage(root, store, data),
  { scenes: SCENES },
);
