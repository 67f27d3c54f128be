// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Settings of a recorded run. All but the rate are told, and train the run again, at once.

import { button, dropdown, more, segmented, slider } from "../shared/controls.js";
import { element, setText } from "../shared/elements.js";

// A slider of the rate that tells nothing while it is dragged. A drag ends when the slider is let
// go, moved or not, and when anything else is told.
function rateOfRun(store) {
  let untold = null; // the store's revision while this slider is dragged
  const dragging = () => untold !== null && untold === store.revision;
  const letGo = () => {
    if (!dragging()) return;
    untold = null;
    store.change({});
  };
  const part = slider({
    label: "dropout rate p",
    name: "p",
    title:
      "Chance of a hidden unit being dropped. Masks follow at once; when you let go, the network is trained again. (The 2014 paper's p is the chance of being kept.)",
    onInput: (p) => {
      untold = store.revision;
      document.addEventListener("pointerup", letGo, { once: true });
      store.change({ p }, { tell: false });
    },
  });
  Object.assign(part.input, { onchange: letGo, onkeyup: letGo, onblur: letGo });
  return { ...part, dragging };
}

export function runControls(store, choices) {
  const choice = (name, label, title, text = String) =>
    dropdown({
      label,
      name,
      title,
      options: choices[name].map((value) => [String(value), text(value)]),
      onPick: (value) => store.change({ [name]: Number(value) }),
    });
  const parts = {
    p: rateOfRun(store),
    masks: segmented({
      label: "Masks",
      onPick: (masks) => store.change({ masks }),
      options: [
        [
          "example",
          "one per example",
          "A fresh mask for every example of the batch, as in the 2014 paper and in PyTorch",
        ],
        ["batch", "one per batch", "The contrast: all examples of a batch share one mask"],
      ],
    }),
    edges: segmented({
      label: "Edges show",
      onPick: (edges) => store.change({ edges }),
      options: [
        ["gradient", "gradient", "dL/dW for this example: exactly zero at a dropped unit"],
        ["signal", "signal", "Activation times weight"],
      ],
    }),
    hidden: choice("hidden", "hidden units a layer", "Units in each of the two hidden layers"),
    batch: choice("batch", "batch size", "Examples in each step"),
    lr: choice("lr", "learning rate", "Step size of Adam"),
    speed: choice("speed", "speed", "Steps a second while playing", (value) => `${value} steps/s`),
  };
  const seedText = element("output", { class: "value" });
  const seed = element(
    "div",
    { class: "control" },
    element("span", { text: "seed" }),
    seedText,
    button("New run", "Another start, other batches, other coins", () =>
      store.change({ seed: (store.view.seed + 1) % 10000 }),
    ),
  );
  const note = element("span", { class: "retraining quiet", role: "status" });
  const named = (text, part) =>
    element("div", { class: "control" }, element("span", { text }), part.node);
  return {
    node: element(
      "div",
      { class: "toolbar" },
      parts.p.node,
      named("masks", parts.masks),
      named("edges", parts.edges),
      more(parts.hidden.node, parts.batch.node, parts.lr.node, seed),
      note,
    ),
    speed: parts.speed,
    paint({ view, stale }) {
      for (const [name, part] of Object.entries(parts)) part.set(view[name]);
      setText(seedText, String(view.seed));
      setText(
        note,
        !stale ? "" : parts.p.dragging() ? "let go to train again" : "training again …",
      );
    },
  };
}
