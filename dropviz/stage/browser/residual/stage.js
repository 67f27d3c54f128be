// Stage of the opened residual variants: a chain of blocks that vanish, step by step.

import { CoinRows } from "../shared/coins.js";
import { button, segmented, slider } from "../shared/controls.js";
import { element, part } from "../shared/elements.js";
import { Player, playButton, stepButtons } from "../shared/player.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { Opening } from "../shared/scroll.js";
import { ResidualChain } from "./chain.js";
import { residualState } from "./depth.js";
import { SCENES } from "./guide.js";
import { DepthAgainstRate, DepthOfSteps, TimeOfStep } from "./plots.js";
import { residualCaption } from "./words.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { ResidualState } from "./depth.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { ResidualData } from "./payload.d.ts" */

const STEPS_A_SECOND = 1 / 0.32;
const PLOT_HEIGHT = 132;

class ResidualStage {
  /**
   * @param {HTMLElement} root
   * @param {ViewStore<VariantsView>} store
   * @param {ResidualData} data
   */
  constructor(root, store, data) {
    this.root = root;
    this.opening = new Opening(root);
    this.data = data;
    /** @type {CoinRows<Uint16Array>} */
    this.coins = new CoinRows();
    this.coins.learn(data.coins);
    this.player = new Player(store, {
      at: () => store.view.step,
      show: (step) => ({ step }),
      rate: () => STEPS_A_SECOND,
      last: () => data.last_step,
    });
    this.controls = residualControls(store, data, this.coins, this.player);
    this.chain = new ResidualChain(data);
    this.byRate = new DepthAgainstRate(PLOT_HEIGHT);
    this.bySteps = new DepthOfSteps(PLOT_HEIGHT);
    this.times = new TimeOfStep(PLOT_HEIGHT);
    this.caption = new Caption();
    const plots = [this.byRate, this.bySteps, this.times].map((plot) => plot.node);
    root.replaceChildren(
      this.controls.node,
      this.chain.node,
      ...part("plots", element("div", { class: "below" }, ...plots)),
      this.caption.node,
    );
  }

  /** @param {ResidualData} data */
  receive(data) {
    this.data = data;
    this.coins.learn(data.coins);
  }

  /** @param {VariantsView} view */
  paint(view) {
    this.opening.painted(view.variant);
    const { variants, times, last_step: lastStep } = this.data;
    const variant =
      new Map(variants.map((each) => [each.slug, each])).get(view.variant) ?? variants[0];
    const state = residualState(variant, view, this.coins.of(view.seed), this.data);
    const { blocks, means, expected } = state;
    this.controls.paint(view, variant.slug);
    this.chain.paint(state);
    this.byRate.paint(state, view.p);
    this.bySteps.paint({ expected, depths: means, lastStep }, blocks);
    this.times.paint(times, expected / blocks);
    this.caption.say(residualCaption(state), this.player.playing);
    this.showState(view, state);
    return state;
  }

  /**
   * @param {VariantsView} view
   * @param {ResidualState} state
   */
  showState(view, { variant, kept, blocks }) {
    const coins = variant.own ? kept : [kept[0]];
    showState(this.root, {
      "p-drop": view.p,
      scaling: variant.scaled ? "inverted" : "none",
      mode: "training",
      droppable: coins.length * blocks,
      kept: coins.flat().reduce((sum, keep) => sum + keep, 0),
      step: view.step,
      seed: view.seed,
    });
  }

  close() {
    this.player.stop();
  }
}

/**
 * @param {ViewStore<VariantsView>} store
 * @param {ResidualData} data
 * @param {CoinRows<Uint16Array>} coins
 * @param {Player} player
 */
function residualControls(store, data, coins, player) {
  const p = slider({
    label: "dropout rate p",
    name: "p",
    title:
      "Chance of being dropped: of the last block in stochastic depth, of each in LayerDrop. (The 2014 paper's p is the chance of being kept.)",
    onInput: (/** @type {number} */ rate) => store.change({ p: rate }),
  });
  const flip = button("Flip the coins", "New coins for all steps, at the same rate", () =>
    store.change({ seed: coins.after(store.view.seed) }),
  );
  const variants = segmented({
    label: "What shares a coin",
    options: data.variants.map(({ slug, name, says }) => [slug, name, says]),
    onPick: (/** @type {string} */ variant) => store.change({ variant, run: "" }),
  });
  const play = playButton(player, "Play or pause the training steps");
  const [back, forward] = stepButtons(player);
  const step = slider({
    label: "step",
    name: "step",
    title: "Training step: each has coins of its own",
    min: 1,
    max: data.last_step,
    step: 1,
    digits: 0,
    onInput: (/** @type {number} */ at) => player.goTo(at),
  });
  return {
    node: element(
      "div",
      { class: "toolbar" },
      ...part("rate", p.node),
      ...part("flip", flip),
      ...part("sharing", variants.node),
      ...part("play", element("span", { class: "control" }, back, play.node, forward, step.node)),
    ),
    paint(/** @type {VariantsView} */ view, /** @type {string} */ slug) {
      p.set(view.p);
      variants.set(slug);
      step.set(view.step);
      play.paint();
      back.disabled = view.step <= 1;
      forward.disabled = view.step >= data.last_step;
    },
  };
}

export default stageOf(
  (root, /** @type {ViewStore<VariantsView>} */ store, /** @type {ResidualData} */ data) =>
    new ResidualStage(root, store, data),
  { scenes: SCENES },
);
