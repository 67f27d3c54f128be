// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Stage of the lesson "Expected activations": four rules for training and inference, same coins.

import { decodeBytes } from "../shared/arithmetic.js";
import { button, dropdown, slider } from "../shared/controls.js";
import { element, setText } from "../shared/elements.js";
import { formatCount } from "../shared/format.js";
import { formatValue } from "../shared/plot.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { ArmPanel, HISTOGRAM_BINS } from "./arm_panel.js";
import { InputBars } from "./input_bars.js";
import {
  ARM_NAMES,
  agreeWithin,
  armFactors,
  energyOf,
  enumeratedSums,
  exactDistribution,
  histogramOf,
  maskedSums,
  meanAfterRelu,
  runningMoments,
  sampledAfterRelu,
  sampledDistribution,
  sumOf,
  trainingMoments,
} from "./moments.js";
import { DepthPlot, NoisePlot } from "./small_plots.js";
import { afterReluVerdict, armVerdict, expectedCaption } from "./words.js";

const LAST_SEED = 9999;
const LEVEL_CHARS = "0123456789abcdefghijklmnopqrstu"; // one a level in a link
const LEVEL_MOST = 30; // level k: activation k / 10, weight (k - 15) / 10
const WEIGHT_ZERO = 15;

const ARM_TEXTS = [
  ["none", "No scaling", "Σ m w x", "Σ w x"],
  ["inverted", "Inverted (PyTorch)", "Σ m w x / (1 − p)", "Σ w x"],
  ["classical", "Classical (2014 paper)", "Σ m w x", "(1 − p) Σ w x"],
  ["mistake", "The mistake: divide at inference too", "Σ m w x / (1 − p)", "Σ w x / (1 − p)"],
];

function buildExpectedStage(root, store, data) {
  const depth = new Float64Array(decodeBytes(data.depth).buffer);
  const coins = {}; // by seed; kept when newer ones arrive
  const random = {};
  const presets = Object.fromEntries(
    Object.entries(data.presets).map(([name, values]) => [name, decodeBytes(values)]),
  );
  let enumeration = { key: "" };
  const parts = {};

  // --- what the view means ---

  function levelsOf(view) {
    const levels = Uint8Array.from(
      view.values === "random" ? random[view.input_seed] : presets[view.values],
    );
    const most = levels.length / 2;
    [view.x, view.w].forEach((chosen, row) =>
      [...chosen].forEach((char, i) => {
        if (char !== "-") levels[row * most + i] = LEVEL_CHARS.indexOf(char);
      }),
    );
    return { x: levels.subarray(0, view.n), w: levels.subarray(most, most + view.n) };
  }

  function enumerationOf(contributions) {
    const key = contributions.join();
    if (enumeration.key !== key) enumeration = { key, ...enumeratedSums(contributions) };
    return enumeration;
  }

  // One pass over the coins: every arm's sum is a multiple of this one.
  function evaluate(view) {
    const { x, w } = levelsOf(view);
    const contributions = Float64Array.from(x, (level, i) => (level * (w[i] - WEIGHT_ZERO)) / 100);
    const stride = coins[view.seed].length / data.n_samples;
    const sums = maskedSums(coins[view.seed], stride, contributions, view.p);
    const running = runningMoments(sums);
    const half = running.variance.map((variance, t) => 1.96 * Math.sqrt(variance / (t + 1)));
    const exact = view.n <= data.largest_enumeration;
    const sampled = sampledDistribution(sums);
    const distribution = exact ? exactDistribution(enumerationOf(contributions), view.p) : sampled;
    const [low, high] = supportOf(contributions, view.p, exact ? null : sums);
    const kept = Uint8Array.from(x, (_, i) =>
      coins[view.seed][i] >= Math.round(100 * view.p) ? 1 : 0,
    );
    return {
      x,
      w,
      contributions,
      sums,
      kept,
      exact,
      run: { mean: running.mean, half },
      variance: running.variance.at(-1),
      relu: {
        measured: meanAfterRelu(sampled),
        ...afterReluOf(distribution, contributions, view.p, exact),
      },
      histogram: histogramOf(distribution, low, high, HISTOGRAM_BINS),
      arms: ARM_NAMES.map((arm) => armState(arm, view.p, contributions)),
    };
  }

  function afterReluOf(distribution, contributions, p, exact) {
    if (!exact) return sampledAfterRelu(distribution.sums, contributions, p);
    return { mean: meanAfterRelu(distribution), error: 0, exact };
  }

  // Smallest and largest sum; the same where every mask that can be gives the same sum.
  function supportOf(contributions, p, samples) {
    const certain = (1 - p) * sumOf(contributions);
    if (p === 0 || p === 1) return [certain, certain];
    if (samples) return [Math.min(...samples), Math.max(...samples)];
    return [Math.min, Math.max].map((end) => sumOf(contributions.map((c) => end(0, c))));
  }

  function armState(arm, p, contributions) {
    const factors = armFactors(p, arm);
    const theory = trainingMoments(contributions, p, factors.training);
    const inference = factors.inference === null ? null : factors.inference * sumOf(contributions);
    return {
      arm,
      factor: factors.training,
      theory,
      inference,
      agree: agreeWithin(inference, theory.mean),
    };
  }

  // One scale for the four panels: three standard deviations, and every value that fits.
  function rangeOf({ arms, histogram }, p) {
    const support = [histogram.low, histogram.low + histogram.width * (HISTOGRAM_BINS - 1)];
    const ends = [0];
    for (const { factor, theory, inference, arm } of arms) {
      const spread = 3 * Math.sqrt(theory.variance);
      ends.push(Math.max(theory.mean - spread, Math.min(theory.mean, support[0] * factor)));
      ends.push(Math.min(theory.mean + spread, Math.max(theory.mean, support[1] * factor)));
      if (arm !== "mistake" || (p <= 0.6 && inference !== null)) ends.push(inference);
    }
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const margin = 0.1 * (high - low) || 1;
    return [low < 0 ? low - margin : -0.3 * margin, high > 0 ? high + margin : 0.3 * margin];
  }

  // --- gestures ---

  function setLevel(row, index, level) {
    const chars = [...store.view[row].padEnd(index + 1, "-")];
    chars[index] = LEVEL_CHARS[level];
    store.change({ [row]: chars.join("").replace(/-+$/, "") });
  }

  function following(seed, known) {
    if (seed < LAST_SEED && known[seed + 1]) return seed + 1;
    return Math.min(...Object.keys(known).map(Number));
  }

  function buildControls() {
    parts.p = slider({
      label: "dropout rate p",
      name: "p",
      title: "Chance of an input being dropped. (The 2014 paper's p is the chance of being kept.)",
      onInput: (p) => store.change({ p }),
    });
    parts.n = slider({
      label: "inputs n",
      name: "n",
      title: "How many inputs the unit has",
      min: 2,
      max: 64,
      step: 1,
      digits: 0,
      onInput: (n) => store.change({ n }),
    });
    parts.values = dropdown({
      label: "values",
      name: "values",
      title: "How activations x and weights w are chosen",
      options: [
        ["random", "random"],
        ["equal", "all equal"],
        ["large", "one large"],
        ["signs", "signs alternate"],
      ],
      onPick: (values) => store.change({ values, x: "", w: "" }),
    });
    parts.fresh = button("New values", "Other random activations and weights", () =>
      store.change({
        values: "random",
        input_seed: following(store.view.input_seed, random),
        x: "",
        w: "",
      }),
    );
    parts.flip = button(
      "Flip the coins",
      `Other coins: another ${formatCount(data.n_samples)} samples at the same rate`,
      () => store.change({ seed: following(store.view.seed, coins) }),
    );
    return element(
      "div",
      { class: "toolbar" },
      parts.p.node,
      parts.n.node,
      element("span", { class: "control" }, parts.values.node, parts.fresh),
      parts.flip,
    );
  }

  function buildInputs() {
    const row = (name, letter, zero) => {
      const bars = new InputBars({
        name,
        largest: LEVEL_MOST,
        zero,
        onLevel: (index, level) => setLevel(letter, index, level),
      });
      parts[letter] = bars;
      return element(
        "div",
        { class: "bars-row" },
        element("span", { class: "quiet", text: `${name}s ${letter}` }),
        bars.node,
      );
    };
    parts.undo = button("Undo", "Take back what was set by hand", () =>
      store.change({ x: "", w: "" }),
    );
    parts.sums = element("p", { class: "quiet" });
    return element(
      "section",
      { class: "small inputs" },
      element("h2", {}, "The unit's inputs: drag a bar, or use arrow keys ", parts.undo),
      row("activation", "x", 0),
      row("weight", "w", WEIGHT_ZERO),
      parts.sums,
    );
  }

  function build() {
    parts.panels = ARM_TEXTS.map(
      ([arm, title, trains, infers]) => new ArmPanel({ arm, title, trains, infers }),
    );
    parts.noise = new NoisePlot(128);
    parts.depth = new DepthPlot(128);
    parts.caption = new Caption();
    root.replaceChildren(
      buildControls(),
      element("div", { class: "arms" }, ...parts.panels.map((panel) => panel.node)),
      element("div", { class: "below" }, buildInputs(), parts.noise.node, parts.depth.node),
      parts.caption.node,
    );
  }

  // --- painting ---

  function paintArms(view, state) {
    const range = rangeOf(state, view.p);
    const width = parts.panels[0].node.clientWidth;
    const basis = state.exact
      ? `all ${formatCount(2 ** view.n)} masks`
      : `${formatCount(state.sums.length)} samples`;
    state.arms.forEach((arm, i) => {
      const { factor, theory, inference } = arm;
      const undefinedOr = (value) => (inference === null ? "undefined" : value);
      parts.panels[i].paintPlot(
        {
          range,
          run: state.run,
          factor,
          theory: theory.mean,
          inference,
          histogram: state.histogram,
          basis,
        },
        width,
      );
      parts.panels[i].paintNumbers(
        [
          [factor * state.run.mean.at(-1), theory.mean, undefinedOr(inference)],
          [factor * factor * state.variance, theory.variance, undefinedOr(0)],
          [
            factor * state.relu.measured,
            state.relu.exact
              ? factor * state.relu.mean
              : `≈ ${formatValue(factor * state.relu.mean)}`,
            undefinedOr(Math.max(0, inference)),
          ],
        ],
        {
          agree: arm.agree,
          says: armVerdict(arm, sumOf(state.contributions)),
          after: afterReluVerdict(arm, state),
        },
      );
    });
  }

  function paintBelow(view, state) {
    const keptCount = sumOf(state.kept);
    parts.x.paint(state.x, state.kept);
    parts.w.paint(state.w, state.kept);
    parts.undo.hidden = !(view.x || view.w);
    setText(
      parts.sums,
      `Σ w x = ${formatValue(sumOf(state.contributions))}, Σ (w x)² = ${formatValue(energyOf(state.contributions))}; sample 1 (hatched: dropped) has Σ m w x = ${formatValue(state.sums[0])}`,
    );
    parts.noise.paint(view.p, parts.noise.node.clientWidth);
    setText(
      parts.noise.caption,
      `× Σ (w x)² = variance of the inverted sum, ${formatValue(state.arms[1].theory.variance)}`,
    );
    const ratios = depth.subarray(
      10 * Math.round(100 * view.p),
      10 * Math.round(100 * view.p) + 10,
    );
    parts.depth.paint(view.p, ratios, parts.depth.node.clientWidth);
    setText(
      parts.depth.caption,
      "Lines: closed form. Squares and circles: random ReLU stack, simulated.",
    );
    return keptCount;
  }

  function learn(next) {
    data = next;
    for (const [seed, values] of Object.entries(data.coins)) coins[seed] ??= decodeBytes(values);
    for (const [seed, values] of Object.entries(data.random)) random[seed] ??= decodeBytes(values);
  }

  learn(data);
  build();
  return {
    receive: learn,
    paint(view) {
      const state = evaluate(view);
      parts.p.set(view.p);
      parts.n.set(view.n);
      parts.values.set(view.values);
      paintArms(view, state);
      const kept = paintBelow(view, state);
      parts.caption.say(expectedCaption(view, state));
      showState(root, {
        "p-drop": view.p,
        scaling: "all",
        mode: "both",
        kept,
        droppable: view.n,
        seed: view.seed,
      });
    },
  };
}

export default stageOf(buildExpectedStage);
