// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Stage of the opened residual variants: a chain of blocks that vanish, step by step.

import { CoinRows } from "../shared/coins.js";
import { button, segmented, slider } from "../shared/controls.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { Player, playButton, stepButtons } from "../shared/player.js";
import { mountStage } from "../shared/protocol.js";
import { ResidualChain } from "./chain.js";
import { blockRates, expectedDepth, keptBlocks } from "./depth.js";
import { DepthAgainstRate, DepthOfSteps, TimeOfStep } from "./plots.js";
import { residualCaption } from "./words.js";

const STEPS_A_SECOND = 1 / 0.32;
function buildResidualStage(root, store) {
  let data;
  let bySlug;
  const rows = new CoinRows();
  const parts = {};

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
    parts.player = new Player(store, {
      at: () => store.view.step,
      show: (step) => ({ step }),
      rate: () => STEPS_A_SECOND,
      last: () => data.last_step,
    });
    parts.play = playButton(parts.player, "Play or pause the training steps");
    [parts.back, parts.forward] = stepButtons(parts.player);
    parts.step = slider({
      label: "step",
      name: "step",
      title: "Training step: each has coins of its own",
      min: 1,
      max: data.last_step,
      step: 1,
      digits: 0,
      onInput: (step) => parts.player.goTo(step),
    });
    parts.chain = new ResidualChain(data);
    parts.rate = new DepthAgainstRate(132);
    parts.steps = new DepthOfSteps(132);
    parts.time = new TimeOfStep(132);
    parts.caption = element("p", {
      class: "caption",
      "data-testid": "caption",
      "aria-live": "polite",
    });
    root.replaceChildren(
      element(
        "div",
        { class: "toolbar" },
        parts.p.node,
        parts.flip,
        parts.variant.node,
        element(
          "span",
          { class: "control" },
          parts.back,
          parts.play.node,
          parts.forward,
          parts.step.node,
        ),
      ),
      parts.chain.node,
      element("div", { class: "below" }, parts.rate.node, parts.steps.node, parts.time.node),
      parts.caption,
    );
  }

  function paintAttributes(view, state) {
    const coins = state.shared ? [state.kept[0]] : state.kept;
    setAttr(root, "data-p-drop", view.p);
    setAttr(root, "data-scaling", state.variant.scaled ? "inverted" : "none");
    setAttr(root, "data-mode", "training");
    setAttr(root, "data-droppable", coins.length * state.blocks);
    setAttr(
      root,
      "data-kept",
      coins.flat().reduce((sum, keep) => sum + keep, 0),
    );
    setAttr(root, "data-step", view.step);
    setAttr(root, "data-seed", view.seed);
  }

  return {
    receive(next) {
      if (next === data) return;
      const first = !data;
      rows.learn(next.coins);
      data = next;
      if (!first) return;
      bySlug = new Map(data.variants.map((variant) => [variant.slug, variant]));
      build();
    },
    paint(view) {
      const state = evaluate(view);
      const { variant } = state;
      parts.p.set(view.p);
      parts.variant.set(variant.slug);
      parts.step.set(view.step);
      parts.play.paint();
      parts.back.disabled = view.step <= 1;
      parts.forward.disabled = view.step >= data.last_step;
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
      setAttr(parts.caption, "aria-live", parts.player.playing ? "off" : "polite");
      setText(parts.caption, residualCaption({ variant, step: view.step }, state));
      paintAttributes(view, state);
    },
    close() {
      parts.player?.stop();
    },
  };
}

export default function (component) {
  return mountStage(component, buildResidualStage);
}
