// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Controls of "Live training": six in sight, everything else under More.

import { button, dropdown, more, slider } from "../shared/controls.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { formatCount } from "../shared/format.js";
import { armColours, armNames, hiddenRates, sameSettings } from "../shared/run/arms.js";
import { armFields, numberField, numbersField } from "./fields.js";

const MOST_ARMS = 6;
const ACTIVATIONS = [
  ["relu", "ReLU"],
  ["tanh", "tanh"],
  ["gelu", "GELU"],
];
const OPTIMIZERS = [
  ["adam", "Adam"],
  ["adamw", "AdamW"],
  ["sgd", "SGD"],
];

// What keeps the present settings from being trained, as far as it is seen without Python.
export function simpleProblem(view, choices) {
  const dataset = choices.datasets.find(({ name }) => name === view.data);
  if (dataset && !dataset.available) return dataset.why || `${dataset.title} is not available.`;
  if (dataset && view.n > dataset.largest)
    return `${dataset.title} has ${formatCount(dataset.largest)} training examples at most; ${formatCount(view.n)} are asked for.`;
  if (view.batch > view.n)
    return `The batch size is ${formatCount(view.batch)}; it may be at most the number of examples, ${formatCount(view.n)}.`;
  const odd = view.arms.findIndex(
    (arm) => Array.isArray(arm.p_hidden) && arm.p_hidden.length !== view.hidden.length,
  );
  if (odd >= 0)
    return `Arm ${odd + 1} has ${view.arms[odd].p_hidden.length} hidden rates for ${view.hidden.length} hidden layers; give one rate, or one for each layer.`;
  if (view.batch < 2 && view.arms.some((arm) => arm.batch_norm))
    return "Batch norm needs a batch size of at least 2; it is 1.";
  return "";
}

// change(patch): a gesture changes settings. press(): Train or Cancel.
export function liveControls({ store, choices, change, press }) {
  const trouble = element("p", { class: "field-error trouble" }); // of fields that do not go together
  const refusals = new Map(); // of fields whose text cannot be taken: the sentence that says why
  const refusal = () => refusals.values().next().value ?? "";
  const refuse = (field, says) => {
    if (says === (refusals.get(field) ?? "")) return;
    if (says) refusals.set(field, says);
    else refusals.delete(field);
    store.schedule();
  };
  const restore = () => [...refusals.keys()].forEach((field) => field.show());
  const limits = (name) => choices().ranges[name];
  const number = (name, label, title, extra = {}) =>
    numberField({
      label,
      title,
      name,
      limits: () => limits(name),
      refuse,
      onPick: (value) => change({ [name]: value }),
      ...extra,
    });
  const arms = () => store.view.arms;
  const changeArm = (at, patch) =>
    change({ arms: arms().map((arm, i) => (i === at ? { ...arm, ...patch } : arm)) });
  const parts = {
    preset: emptyDropdown("preset", "preset", "Settings that show one thing", (name) => {
      const preset = choices().presets.find((one) => one.name === name);
      restore();
      if (preset) change(preset.settings);
    }),
    data: emptyDropdown("data", "data", "What the networks learn", (data) => {
      const { largest } = choices().datasets.find(({ name }) => name === data);
      const n = Math.min(store.view.n, largest);
      change({ data, n, batch: Math.min(store.view.batch, n) });
    }),
    p: slider({
      label: "dropout rate p",
      name: "p",
      title:
        "Dropout rate of the second arm: the chance of a hidden unit being dropped. (The 2014 paper's p is the chance of being kept.)",
      onInput: (p) => changeArm(1, { p_hidden: p }),
    }),
    pairs: number(
      "pairs",
      "pairs",
      "Runs of each arm; runs of a pair share split, start and batches",
      { whole: true, width: 3 },
    ),
    n: number("n", "examples", "Training examples", { whole: true }),
    noise: number(
      "noise",
      "wrong labels",
      "Share of training labels that are replaced by a wrong one",
    ),
    hidden: numbersField({
      label: "hidden units",
      title: "Units in each hidden layer, 1 to 5 layers",
      name: "hidden",
      width: 12,
      whole: true,
      most: 5,
      limits: () => limits("width"),
      refuse,
      onPick: (hidden) => change({ hidden }),
    }),
    act: dropdown({
      label: "activation",
      name: "act",
      options: ACTIVATIONS,
      onPick: (act) => change({ act }),
    }),
    opt: dropdown({
      label: "optimizer",
      name: "opt",
      options: OPTIMIZERS,
      onPick: (opt) => change({ opt }),
    }),
    lr: number("lr", "learning rate", "Step size of the optimizer"),
    batch: number("batch", "batch size", "Examples in each step", { whole: true, width: 5 }),
    steps: number("steps", "steps", "Training steps of each network", { whole: true, width: 6 }),
    seed: number("seed", "first seed", "Seed of the first pair; the others follow it", {
      whole: true,
      width: 5,
    }),
    margin: number("margin", "margin, nats", "Difference of test log-loss that does not matter", {
      width: 5,
      onPick: (margin) => store.change({ margin }),
    }),
    margin_error: number(
      "margin_error",
      "margin, error",
      "Difference of test error that does not matter, as a share",
      { width: 5, onPick: (value) => store.change({ margin_error: value }) },
    ),
    device: emptyDropdown("train on", "device", "Where the networks are trained", (device) =>
      store.change({ device }),
    ),
  };
  const train = element("button", {
    type: "button",
    class: "train",
    "data-testid": "train",
    onClick: press,
  });
  const add = button("Add an arm", "Another recipe to compare with the baseline", () =>
    change({ arms: [...arms(), { ...choices().plain_arm, p_hidden: 0.2 }] }),
  );
  const rows = [];
  const list = element("div", { class: "arms" });
  const group = (title, ...names) =>
    element(
      "div",
      { class: "group", role: "group", "aria-label": title },
      element("h2", { text: title }),
      ...names.map((name) => parts[name].node),
    );
  const panel = more(
    group("Data and seeds", "n", "noise", "seed"),
    group("Network", "hidden", "act"),
    group("Training", "steps", "batch", "opt", "lr"),
    group("Verdict and machine", "margin", "margin_error", "device"),
    list,
    element("div", { class: "control" }, add, trouble),
  );

  function paintArms(view) {
    while (rows.length < view.arms.length) {
      const at = rows.length;
      rows.push(
        armFields(at, {
          limits,
          refuse,
          onChange: (patch) => changeArm(at, patch),
          onRemove: () => change({ arms: arms().filter((_, i) => i !== at) }),
        }),
      );
      list.append(rows[at].node);
    }
    const [names, colours] = [armNames(view.arms), armColours(view.arms)];
    rows.forEach((row, at) => {
      row.node.hidden = at >= view.arms.length;
      if (!row.node.hidden) row.set(view.arms[at], names[at], colours[at], view.arms.length > 2);
    });
    add.disabled = view.arms.length >= MOST_ARMS;
  }

  return {
    node: element(
      "div",
      { class: "toolbar" },
      parts.preset.node,
      parts.data.node,
      parts.p.node,
      parts.pairs.node,
      train,
      panel,
    ),
    refusal, // why what was typed is not taken, or ""
    restore, // typed text that was not taken gives way to what is set
    // now: {view, running, asked, blocked: why Train cannot be pressed, problem: of the settings}
    paint({ view, running, asked, blocked, problem }) {
      const { datasets, presets, devices, settings } = choices();
      parts.data.offer(
        datasets.map(({ name, title, available }) => [
          name,
          available ? title : `${title} (not here)`,
        ]),
      );
      parts.preset.offer([["", "your own"], ...presets.map(({ name, title }) => [name, title])]);
      parts.device.offer(devices);
      for (const [name, part] of Object.entries(parts)) if (name in view) part.set(view[name]);
      parts.preset.set(
        presets.find((preset) => sameSettings(preset.settings, view, settings))?.name ?? "",
      );
      parts.p.set(hiddenRates(view.arms[1])[0]);
      if (panel.open || !rows.length) paintArms(view);
      setText(trouble, problem);
      setText(train, running ? "Cancel" : "Train");
      train.classList.toggle("running", running);
      setAttr(train, "aria-disabled", Boolean(asked || (!running && blocked)));
      setAttr(
        train,
        "title",
        running ? "Stop this run" : blocked || "Train all networks of all arms",
      );
    },
  };
}

// A drop-down whose options come with the data.
function emptyDropdown(label, name, title, onPick) {
  const part = dropdown({ label, name, title, options: [], onPick });
  let offered = "";
  return {
    ...part,
    offer(options) {
      const key = JSON.stringify(options);
      if (key === offered) return;
      offered = key;
      const value = part.select.value;
      part.select.replaceChildren(
        ...options.map(([option, text]) => element("option", { value: option, text })),
      );
      part.select.value = value;
    },
  };
}
