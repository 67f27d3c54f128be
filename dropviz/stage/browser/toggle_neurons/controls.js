// The controls of "Toggle neurons".

import { button, dropdown, more, segmented, slider } from "../shared/controls.js";
import { element, part } from "../shared/elements.js";

/** @import { CoinRows } from "../shared/coins.js" */
/** @import { DigitChooser } from "../shared/digit_chooser.js" */
/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { TogglePayload, ToggleView } from "./payload.d.ts" */

/** @typedef {ViewStore<ToggleView>} Store */

/** @param {Store} store */
function rates(store) {
  return {
    p: slider({
      label: "dropout rate p",
      name: "p",
      title:
        "Chance of a hidden unit being dropped. (The 2014 paper's p is the chance of being kept.)",
      onInput: (/** @type {number} */ p) => store.change({ p }),
    }),
    p_input: slider({
      label: "input rate",
      name: "p_input",
      title: "Chance of an input pixel being dropped",
      onInput: (/** @type {number} */ p) => store.change({ p_input: p }),
    }),
  };
}

/** @param {Store} store */
function rules(store) {
  return {
    mode: segmented({
      label: "Mode",
      onPick: (/** @type {ToggleView["mode"]} */ mode) => store.change({ mode }),
      options: [
        ["training", "Training", "Coins decide which units are dropped"],
        ["inference", "Inference", "No coin is looked at; units silenced by hand stay silent"],
      ],
    }),
    scaling: segmented({
      label: "Scaling",
      onPick: (/** @type {ToggleView["scaling"]} */ scaling) => store.change({ scaling }),
      options: [
        ["inverted", "inverted", "Divide by 1 - p while training (PyTorch)"],
        ["classical", "classical", "Multiply by 1 - p at inference (2014 paper)"],
        ["none", "none", "No scaling at all"],
      ],
    }),
  };
}

/** @param {Store} store @param {TogglePayload} data @param {number} nClasses */
function shown(store, data, nClasses) {
  return {
    edges: segmented({
      label: "Edges show",
      onPick: (/** @type {ToggleView["edges"]} */ edges) => store.change({ edges }),
      options: [
        ["signal", "signal", "Activation times weight"],
        ["gradient", "gradient", "dL/dW for the true label: exactly zero at a dropped unit"],
      ],
    }),
    label: dropdown({
      label: "true label",
      name: "label",
      title: "The label that the gradient view takes as true",
      options: [
        ["-1", "the image's own"],
        ...Array.from({ length: nClasses }, (_, digit) => [String(digit), String(digit)]),
      ],
      onPick: (label) => store.change({ label: Number(label) }),
    }),
    network: segmented({
      label: "Network",
      onPick: (/** @type {ToggleView["network"]} */ network) => store.change({ network }),
      options: data.options,
    }),
  };
}

export class ToggleControls {
  /** @param {Store} store @param {TogglePayload} data @param {CoinRows} coins @param {DigitChooser<ToggleView>} chooser @param {number} nClasses */
  constructor(store, data, coins, chooser, nClasses) {
    this.chooser = chooser;
    this.set = { ...rates(store), ...rules(store), ...shown(store, data, nClasses) };
    const { p, p_input: pInput, mode, scaling, edges, label, network } = this.set;
    const flip = button("Flip the coins", "A new row of coins: another mask at the same rate", () =>
      store.change({ seed: coins.after(store.view.seed), mask: "" }),
    );
    const restore = button(
      "Restore all",
      "Every unit on: rates to 0, hand-made changes undone",
      () => store.change({ p: 0, p_input: 0, mask: "" }),
    );
    const named = (/** @type {string} */ text, /** @type {{node: Node}} */ part) =>
      element("div", { class: "control" }, element("span", { text }), part.node);
    this.node = element(
      "div",
      { class: "toolbar" },
      ...part("image", ...chooser.nodes),
      ...part("rate", p.node),
      ...part("coins", flip),
      ...part("restore", restore),
      ...part("mode", mode.node),
      ...part(
        "more",
        more(
          ...part(
            "settings",
            named("scaling", scaling),
            named("edges show", edges),
            label.node,
            pInput.node,
          ),
          ...part("network", named("network", network)),
        ),
      ),
    );
  }

  /** @param {ToggleView} view */
  paint(view) {
    this.chooser.paint(view);
    const { p, p_input: pInput, mode, scaling, edges, label, network } = this.set;
    p.set(view.p);
    pInput.set(view.p_input);
    mode.set(view.mode);
    scaling.set(view.scaling);
    edges.set(view.edges);
    label.set(String(view.label));
    network.set(view.network);
  }
}
