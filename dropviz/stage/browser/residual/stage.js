// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Stage of the opened residual variants: a chain of blocks that vanish, step by step.

import { CoinRows } from "../shared/coins.js";
import { button, segmented, slider } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { ResidualChain } from "./chain.js";
import { blockRates, expectedDepth, keptBlocks } from "./depth.js";
import { StepPlayer } from "./player.js";
import { DepthAgainstRate, DepthOfSteps, TimeOfStep } from "./plots.js";
import { residualCaption } from "./words.js";

function buildResidualStage(root, store, data) {
  const rows = new CoinRows();
  const parts = {};

  const bySlug = new Map(data.variants.map((variant) => [variant.slug, variant]));
  const variantOf = (view) => bySlug.get(view.variant) ?? data.variants[0];

  function evaluate(view) {
    const { blocks, examples } = data;
    const variant = variantOf(view);
    const coins = rows.of(view.seed);
    const n = blocks * examples;
    const depthsOf = (kept) => kept.map((row) => row.reduce((sum, keep) => sum + keep, 0));
    const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const steps = Array.from({ length: view.step }, (_, step) =>
      keptBlocks(variant, coins.subarray(step * n, (step + 1) * n), view.p, data),
    );
    const means = steps.map((kept) => average(depthsOf(kept)));
    const kept = steps.at(-1);
    return {
      variant,
      kept,
      blocks,
      depths: depthsOf(kept),
      means,
      mean: average(means),
      expected: expectedDepth(variant, view.p, blocks),
      rates: blockRates(variant, view.p, blocks),
      shared: !variant.own,
    };
  }

  function build() {
    parts.p = slider({
      label: "dropout rate p",
      name: "p",
      title:
        "Chance of being dropped: of the last block in stochastic depth, of each in LayerDrop. (The 2014 paper's p is the chance of being kept.)",
      onInput: (p) => store.change({ p }),
    });
    parts.flip = button("Flip the coins", "New coins for all steps, at the same rate", () =>
      store.change({ seed: rows.after(store.view.seed) }),
    );
    parts.variant = segmented({
      label: "What shares a coin",
      options: data.variants.map(({ slug, name, says }) => [slug, name, says]),
      onPick: (variant) => store.change({ variant, run: "" }),
    });
    parts.player = new StepPlayer(store, data.last_step);
    parts.chain = new ResidualChain(data);
    parts.rate = new DepthAgainstRate(132);
    parts.steps = new DepthOfSteps(132);
    parts.time = new TimeOfStep(132);
    parts.caption = new Caption();
    root.replaceChildren(
      element(
        "div",
        { class: "toolbar" },
        parts.p.node,
        parts.flip,
        parts.variant.node,
        parts.player.node,
      ),
      parts.chain.node,
      element("div", { class: "below" }, parts.rate.node, parts.steps.node, parts.time.node),
      parts.caption.node,
    );
  }

  function paintAttributes(view, state) {
    const coins = state.shared ? [state.kept[0]] : state.kept;
    showState(root, {
      "p-drop": view.p,
      scaling: state.variant.scaled ? "inverted" : "none",
      mode: "training",
      droppable: coins.length * state.blocks,
      kept: coins.flat().reduce((sum, keep) => sum + keep, 0),
      step: view.step,
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
      const { variant } = state;
      parts.p.set(view.p);
      parts.variant.set(variant.slug);
      parts.player.paint(view.step);
      parts.chain.paint(
        { ...state, scaled: variant.scaled, depth: state.depths[0], step: view.step },
        parts.chain.node.clientWidth,
      );
      parts.rate.paint({ variant, p: view.p, mean: state.mean, steps: view.step }, state.blocks);
      parts.steps.paint(
        { variant, p: view.p, depths: state.means, lastStep: data.last_step },
        state.blocks,
      );
      parts.time.paint(data.times, state.expected / state.blocks);
      parts.caption.say(
        residualCaption({ variant, step: view.step }, state),
        parts.player.timer !== null,
      );
      paintAttributes(view, state);
    },
    close: () => parts.player.stop(),
  };
}

export default stageOf(buildResidualStage);
