// Settings of a recorded run. All but the rate are told, and train the run again, at once.

import { button, dropdown, more, segmented, slider } from "../shared/controls.js";
import { element, part, setText } from "../shared/elements.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { RecordingChoices, ThinnedData, ThinnedView } from "./payload.d.ts" */
/** @import { Scene } from "./scene.js" */

/** @typedef {ViewStore<ThinnedView>} Store */

/**
 * A slider of the rate that tells nothing while it is dragged. A drag ends when the slider is let
 * go, moved or not, and when anything else is told.
 * @param {Store} store
 */
function rateOfRun(store) {
  /** @type {number | null} */
  let untold = null; // the store's revision while this slider is dragged
  const dragging = () => untold !== null && untold === store.revision;
  const letGo = () => {
    if (!dragging()) return;
    untold = null;
    store.change({});
  };
  const rate = slider({
    label: "dropout rate p",
    name: "p",
    title:
      "Chance of a hidden unit being dropped. Masks follow at once; when you let go, the network is trained again. (The 2014 paper's p is the chance of being kept.)",
    onInput: (/** @type {number} */ p) => {
      untold = store.revision;
      document.addEventListener("pointerup", letGo, { once: true });
      store.change({ p }, { tell: false });
    },
  });
  Object.assign(rate.input, { onchange: letGo, onkeyup: letGo, onblur: letGo });
  return { ...rate, dragging };
}

/** @param {Store} store */
function maskChoice(store) {
  return segmented({
    label: "Masks",
    onPick: (/** @type {ThinnedView["masks"]} */ masks) => store.change({ masks }),
    options: [
      [
        "example",
        "one per example",
        "A fresh mask for every example of the batch, as in the 2014 paper and in PyTorch",
      ],
      ["batch", "one per batch", "The contrast: all examples of a batch share one mask"],
    ],
  });
}

/** @param {Store} store */
function edgeChoice(store) {
  return segmented({
    label: "Edges show",
    onPick: (/** @type {ThinnedView["edges"]} */ edges) => store.change({ edges }),
    options: [
      ["gradient", "gradient", "dL/dW for this example: exactly zero at a dropped unit"],
      ["signal", "signal", "Activation times weight"],
    ],
  });
}

/**
 * @param {Store} store
 * @param {number} seeds that there are
 */
function seedOfRun(store, seeds) {
  const shown = element("output", { class: "value" });
  const again = button("New run", "Another start, other batches, other coins", () =>
    store.change({ seed: (store.view.seed + 1) % seeds }),
  );
  return {
    node: element("div", { class: "control" }, element("span", { text: "seed" }), shown, again),
    set: (/** @type {number} */ seed) => setText(shown, String(seed)),
  };
}

/** @param {Store} store @param {() => number} batch examples in a step */
function nextExample(store, batch) {
  return button("Another digit of this step", "The next example of the batch, with its mask", () =>
    store.change({ example: (Math.min(store.view.example, batch()) % batch()) + 1 }),
  );
}

/**
 * @param {Store} store
 * @param {Pick<ThinnedData, "choices" | "seeds">} data
 * @param {() => number} batch examples in a step
 */
export function runControls(store, { choices, seeds }, batch) {
  const choice = (
    /** @type {keyof RecordingChoices} */ name,
    /** @type {string} */ label,
    /** @type {string} */ title,
    /** @type {(value: number) => string} */ text = String,
  ) =>
    dropdown({
      label,
      name,
      title,
      options: choices[name].map((value) => [String(value), text(value)]),
      onPick: (/** @type {string} */ value) => store.change({ [name]: Number(value) }),
    });
  const steps = (/** @type {number} */ value) => `${value} steps/s`;
  const parts = {
    p: rateOfRun(store),
    masks: maskChoice(store),
    edges: edgeChoice(store),
    hidden: choice("hidden", "hidden units a layer", "Units in each of the two hidden layers"),
    batch: choice("batch", "batch size", "Examples in each step"),
    lr: choice("lr", "learning rate", "Step size of Adam"),
    speed: choice("speed", "speed", "Steps a second while playing", steps),
    seed: seedOfRun(store, seeds),
  };
  const note = element("span", { class: "retraining quiet", role: "status" });
  const named = (/** @type {string} */ text, /** @type {{node: Node}} */ { node }) =>
    element("div", { class: "control" }, element("span", { text }), node);
  return {
    node: element(
      "div",
      { class: "toolbar" },
      ...part("rate", parts.p.node),
      ...part("masks", named("masks", parts.masks)),
      ...part("edges", named("edges", parts.edges)),
      ...part("next", nextExample(store, batch)),
      ...part("more", more(parts.hidden.node, parts.batch.node, parts.lr.node, parts.seed.node)),
      ...part("rate", note),
    ),
    speed: parts.speed.node,
    paint(/** @type {Scene} */ { view, stale }) {
      parts.p.set(view.p);
      parts.masks.set(view.masks);
      parts.edges.set(view.edges);
      parts.hidden.set(view.hidden);
      parts.batch.set(view.batch);
      parts.lr.set(view.lr);
      parts.speed.set(view.speed);
      parts.seed.set(view.seed);
      setText(
        note,
        !stale ? "" : parts.p.dragging() ? "let go to train again" : "training again …",
      );
    },
  };
}
