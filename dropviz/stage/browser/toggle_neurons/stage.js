// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Stage of the lesson "Toggle neurons".

import {
  argmax,
  decodeBytes,
  decodeNetwork,
  edgeSignals,
  forwardPass,
  keptUnits,
  multipliersOf,
  unitFactor,
  weightGradients,
} from "../shared/arithmetic.js";
import { CoinRows } from "../shared/coins.js";
import { button, dropdown, more, segmented, slider } from "../shared/controls.js";
import { DigitChooser } from "../shared/digit_chooser.js";
import { NetworkDrawing } from "../shared/drawing.js";
import { element } from "../shared/elements.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { countUnits, togglePanel } from "./panel.js";
import { toggleCaption } from "./words.js";

function buildToggleStage(root, store, data) {
  const networks = {
    with: decodeNetwork(data.networks.with),
    without: decodeNetwork(data.networks.without),
  };
  const labels = decodeBytes(data.labels);
  const coins = new CoinRows();
  const { units } = data.coins;
  let focus = null;
  const chooser = new DigitChooser(store, {
    pixels: decodeBytes(data.pixels),
    labels,
    hard: (view) => data.hard[view.network],
  });
  let last; // what the last repaint showed

  // --- what the view means ---

  const sizes = () => data.networks.with.sizes;
  const inputs = () => sizes()[0];

  function splitUnits(values) {
    let start = 0;
    return sizes()
      .slice(0, -1)
      .map((n) => values.slice(start, (start += n)));
  }

  function labelOf(view, predicted) {
    if (view.label >= 0) return view.label;
    return view.drawn ? predicted : labels[view.image];
  }

  function keptOf(view) {
    const u = coins.of(view.seed);
    const forced = view.mask || null;
    const n = inputs();
    const part = (from, to, p) =>
      keptUnits(u.subarray(from, to), p, forced?.slice(from, to), view.mode);
    return Uint8Array.from([...part(0, n, view.p_input), ...part(n, units, view.p)]);
  }

  function evaluate(view) {
    const layers = networks[view.network];
    const image = Float64Array.from(chooser.pixelsOf(view), (value) => value / 16);
    const kept = splitUnits(keptOf(view));
    const multipliers = kept.map((keep, layer) =>
      multipliersOf(keep, unitFactor(layer === 0 ? view.p_input : view.p, view.scaling, view.mode)),
    );
    const pass = forwardPass(layers, image, multipliers);
    const whole = forwardPass(
      layers,
      image,
      kept.map((keep) =>
        multipliersOf(
          keep.map(() => 1),
          1,
        ),
      ),
    );
    const label = labelOf(view, argmax(whole.probabilities));
    const edges =
      view.edges === "gradient"
        ? weightGradients(layers, pass, multipliers, label)
        : edgeSignals(layers, pass);
    return { layers, sizes: sizes(), kept, pass, whole, label, edges };
  }

  // --- gestures ---

  function force(wanted) {
    // wanted: [[flat unit, keep]]
    const view = store.view;
    const u = coins.of(view.seed);
    const mask = [...(view.mask || "-".repeat(units))];
    for (const [unit, keep] of wanted) {
      const p = unit < inputs() ? view.p_input : view.p;
      const byCoin = view.mode === "inference" || u[unit] >= p;
      mask[unit] = keep === byCoin ? "-" : keep ? "1" : "0";
    }
    const text = mask.join("");
    store.change({ mask: text.includes("0") || text.includes("1") ? text : "" });
  }

  const flat = ([layer, index]) =>
    sizes()
      .slice(0, layer)
      .reduce((sum, n) => sum + n, 0) + index;

  function toggleLayer(layer) {
    const anyKept = last.kept[layer].some(Boolean);
    force(Array.from(last.kept[layer], (_, index) => [flat([layer, index]), !anyKept]));
  }

  // --- parts ---

  const parts = {};
  function buildControls() {
    parts.p = slider({
      label: "dropout rate p",
      name: "p",
      title:
        "Chance of a hidden unit being dropped. (The 2014 paper's p is the chance of being kept.)",
      onInput: (p) => store.change({ p }),
    });
    parts.flip = button("Flip the coins", "A new row of coins: another mask at the same rate", () =>
      store.change({ seed: coins.after(store.view.seed), mask: "" }),
    );
    parts.restore = button(
      "Restore all",
      "Every unit on: rates to 0, hand-made changes undone",
      () => store.change({ p: 0, p_input: 0, mask: "" }),
    );
    parts.mode = segmented({
      label: "Mode",
      onPick: (mode) => store.change({ mode }),
      options: [
        ["training", "Training", "Coins decide which units are dropped"],
        ["inference", "Inference", "No coin is looked at; units silenced by hand stay silent"],
      ],
    });
    parts.pInput = slider({
      label: "input rate",
      name: "p_input",
      title: "Chance of an input pixel being dropped",
      onInput: (p) => store.change({ p_input: p }),
    });
    parts.scaling = segmented({
      label: "Scaling",
      onPick: (scaling) => store.change({ scaling }),
      options: [
        ["inverted", "inverted", "Divide by 1 - p while training (PyTorch)"],
        ["classical", "classical", "Multiply by 1 - p at inference (2014 paper)"],
        ["none", "none", "No scaling at all"],
      ],
    });
    parts.edges = segmented({
      label: "Edges show",
      onPick: (edges) => store.change({ edges }),
      options: [
        ["signal", "signal", "Activation times weight"],
        ["gradient", "gradient", "dL/dW for the true label: exactly zero at a dropped unit"],
      ],
    });
    parts.label = dropdown({
      label: "true label",
      name: "label",
      title: "The label that the gradient view takes as true",
      options: [
        ["-1", "the image's own"],
        ...Array.from({ length: 10 }, (_, digit) => [String(digit), String(digit)]),
      ],
      onPick: (label) => store.change({ label: Number(label) }),
    });
    parts.network = segmented({
      label: "Network",
      onPick: (network) => store.change({ network }),
      options: [
        ["with", "trained with dropout", "Hidden rate 0.4, input rate 0.1"],
        ["without", "trained without", "Same start, same batches, no dropout"],
      ],
    });
    const named = (text, part) =>
      element("div", { class: "control" }, element("span", { text }), part.node);
    return element(
      "div",
      { class: "toolbar" },
      ...chooser.nodes,
      parts.p.node,
      element("span", { class: "control" }, parts.flip, parts.restore),
      parts.mode.node,
      more(
        named("scaling", parts.scaling),
        named("edges show", parts.edges),
        parts.label.node,
        parts.pInput.node,
        named("network", parts.network),
      ),
    );
  }

  // --- painting ---

  function paintControls(view) {
    chooser.paint(view);
    parts.p.set(view.p);
    parts.pInput.set(view.p_input);
    parts.mode.set(view.mode);
    parts.scaling.set(view.scaling);
    parts.edges.set(view.edges);
    parts.label.set(view.label);
    parts.network.set(view.network);
  }

  function learn(next) {
    data = next;
    coins.learn(data.coins);
  }

  learn(data);
  parts.drawing = new NetworkDrawing({
    sizes: sizes(),
    classes: Array.from({ length: sizes().at(-1) }, (_, i) => String(i)),
    height: data.height,
    gestures: {
      onUnits: (places, keep) => force(places.map((place) => [flat(place), keep])),
      onLayer: toggleLayer,
      onFocus: (place) => {
        if (!place || !last) return;
        focus = place;
        parts.panel.paintUnit(store.view, last, focus); // the network itself has not changed
      },
      onDraw: (pixel, event) => chooser.ink(pixel, event),
    },
  });
  parts.panel = togglePanel();
  parts.caption = new Caption();
  root.replaceChildren(
    buildControls(),
    element(
      "div",
      { class: "board" },
      element("div", {}, parts.drawing.node, parts.caption.node),
      parts.panel.node,
    ),
  );
  root.onkeydown = (event) => chooser.leave(event);
  parts.drawing.resize(parts.drawing.node.clientWidth);
  return {
    receive: learn,
    resize() {
      parts.drawing.resize(parts.drawing.node.clientWidth);
    },
    paint(view) {
      const state = evaluate(view);
      last = state;
      paintControls(view);
      parts.drawing.paint(state);
      parts.drawing.node.classList.toggle("inking", chooser.drawing);
      const counts = countUnits(state);
      focus ??= [1, argmax(state.pass.activations[1])];
      parts.panel.paintFigures(view, state, counts);
      parts.panel.paintUnit(view, state, focus);
      parts.caption.say(toggleCaption(view, state, counts));
      showState(root, {
        "p-drop": view.p,
        scaling: view.scaling,
        mode: view.mode,
        kept: counts.keptHidden + counts.keptInput,
        droppable: units,
        prediction: counts.after,
        seed: view.seed,
      });
    },
  };
}

export default stageOf(buildToggleStage);
