// Controls of "Live training": six in sight, everything else under More.

import { more, slider } from "../shared/controls.js";
import { element, part, setText } from "../shared/elements.js";
import { hiddenRates } from "../shared/run/arms.js";
import { TrainButton } from "../shared/run/progress.js";
import { ArmList } from "./arm_fields.js";
import { Refusals, numberField, numbersField, offeredDropdown } from "./fields.js";
import { datasetOf, presetOf } from "./state.js";

/** @typedef {import("./payload.d.ts").ChoicesPayload} Choices */
/** @typedef {import("./payload.d.ts").LiveView} LiveView */
/** @typedef {import("./payload.d.ts").SettingsPayload} Settings */

/**
 * Name of a number, its label, what it is.
 * @typedef {[name: string, label: string, title: string, how?: {whole?: boolean, width?: number}]} NumberWords
 */
/** @type {NumberWords[]} */
const NUMBERS = [
  [
    "pairs",
    "pairs",
    "Runs of each arm; runs of a pair share split, start and batches",
    { whole: true, width: 3 },
  ],
  ["n", "examples", "Training examples", { whole: true }],
  ["noise", "wrong labels", "Share of training labels that are replaced by a wrong one"],
  ["lr", "learning rate", "Step size of the optimizer"],
  ["batch", "batch size", "Examples in each step", { whole: true, width: 5 }],
  ["steps", "steps", "Training steps of each network", { whole: true, width: 6 }],
  ["seed", "first seed", "Seed of the first pair; the others follow it", { whole: true, width: 5 }],
];
/** @type {NumberWords[]} */
const MARGINS = [
  ["margin", "margin, nats", "Difference of test log-loss that does not matter", { width: 5 }],
  [
    "margin_error",
    "margin, error",
    "Difference of test error that does not matter, as a share",
    { width: 5 },
  ],
];

/**
 * @typedef {object} Stage
 * @property {import("../shared/protocol.js").ViewStore<LiveView>} store
 * @property {() => Choices} choices
 * @property {(patch: Partial<Settings>) => void} change a gesture changes settings
 * @property {() => void} press Train or Cancel
 */

/**
 * Fields for numbers, by name.
 * @param {NumberWords[]} words
 * @param {Stage} stage
 * @param {Refusals} refusals
 * @param {(patch: Partial<LiveView>) => void} change
 */
function numberParts(words, { choices }, refusals, change) {
  return Object.fromEntries(
    words.map(([name, label, title, how]) => [
      name,
      numberField({
        label,
        title,
        name,
        limits: () => choices().ranges[name],
        refusals,
        onPick: (value) => change({ [name]: value }),
        ...how,
      }),
    ]),
  );
}

/** @param {Stage} stage @param {Refusals} refusals */
function otherParts({ store, choices, change }, refusals) {
  return {
    hidden: numbersField({
      label: "hidden units",
      title: "Units in each hidden layer, 1 to 5 layers",
      name: "hidden",
      width: 12,
      whole: true,
      most: () => choices().most_layers,
      limits: () => choices().ranges.width,
      refusals,
      onPick: (hidden) => change({ hidden }),
    }),
    preset: offeredDropdown("preset", "preset", "Settings that show one thing", (name) => {
      refusals.restore();
      change(choices().presets.find((preset) => preset.name === name)?.settings ?? {});
    }),
    data: offeredDropdown("data", "data", "What the networks learn", (data) => {
      const largest = datasetOf(choices(), data)?.largest ?? Infinity;
      const n = Math.min(store.view.n, largest);
      change({ data, n, batch: Math.min(store.view.batch, n) });
    }),
    act: offeredDropdown("activation", "act", null, (/** @type {LiveView["act"]} */ act) =>
      change({ act }),
    ),
    opt: offeredDropdown("optimizer", "opt", null, (/** @type {LiveView["opt"]} */ opt) =>
      change({ opt }),
    ),
    device: offeredDropdown(
      "train on",
      "device",
      "Where the networks are trained",
      (/** @type {LiveView["device"]} */ device) => store.change({ device }),
    ),
  };
}

export class LiveControls {
  /** @param {Stage} stage */
  constructor(stage) {
    const { store, choices, change, press } = stage;
    this.choices = choices;
    this.refusals = new Refusals(() => store.schedule());
    this.numbers = {
      ...numberParts(NUMBERS, stage, this.refusals, change),
      ...numberParts(MARGINS, stage, this.refusals, (patch) => store.change(patch)),
    };
    this.parts = otherParts(stage, this.refusals);
    this.arms = new ArmList(stage, this.refusals);
    this.p = slider({
      label: "dropout rate p",
      name: "p",
      title:
        "Dropout rate of the second arm: the chance of a hidden unit being dropped. (The 2014 paper's p is the chance of being kept.)",
      onInput: (/** @type {number} */ p) => this.arms.change(1, { p_hidden: p }),
    });
    this.train = new TrainButton(press);
    this.trouble = element("p", { class: "field-error trouble" }); // of fields that do not go together
    this.panel = this.furtherSettings();
    this.node = element(
      "div",
      { class: "toolbar" },
      ...part("settings", this.parts.preset.node, this.parts.data.node),
      ...part("rate", this.p.node),
      ...part("pairs", this.numbers.pairs.node),
      ...part("train", this.train.node),
      ...part("more", this.panel),
    );
  }

  furtherSettings() {
    /** @type {Record<string, {node: HTMLElement}>} */
    const parts = { ...this.numbers, ...this.parts };
    const group = (/** @type {string} */ title, /** @type {string[]} */ ...names) =>
      element(
        "div",
        { class: "group", role: "group", "aria-label": title },
        element("h2", { text: title }),
        ...names.map((name) => parts[name].node),
      );
    return more(
      group("Data and seeds", "n", "noise", "seed"),
      group("Network", "hidden", "act"),
      group("Training", "steps", "batch", "opt", "lr"),
      group("Verdict and machine", "margin", "margin_error", "device"),
      this.arms.node,
      element("div", { class: "control" }, this.arms.add, this.trouble),
    );
  }

  // Why what was typed is not taken, or "".
  get refusal() {
    return this.refusals.first;
  }

  // Typed text that was not taken gives way to what is set.
  restore() {
    this.refusals.restore();
  }

  /**
   * @param {{view: LiveView, running: boolean, asked: string | null, blocked: string,
   *   problem: string}} now blocked: why Train cannot be pressed; problem: of the settings
   */
  paint({ view, running, asked, blocked, problem }) {
    this.offer();
    for (const [name, part] of Object.entries(this.numbers))
      part.set(Number(view[/** @type {"n"} */ (name)]));
    this.parts.hidden.set(view.hidden);
    for (const name of /** @type {const} */ (["data", "act", "opt", "device"]))
      this.parts[name].set(view[name]);
    this.parts.preset.set(presetOf(this.choices(), view)?.name ?? "");
    this.p.set(hiddenRates(view.arms[1])[0]);
    if (this.panel.open || !this.arms.rows.length) this.arms.paint(view.arms);
    setText(this.trouble, problem);
    this.train.paint(running ? "Cancel" : "Train", running, asked, blocked);
  }

  offer() {
    const { datasets, presets, options } = this.choices();
    this.parts.data.offer(
      datasets.map(({ name, title, available }) => [
        name,
        available ? title : `${title} (not here)`,
      ]),
    );
    this.parts.preset.offer([["", "your own"], ...presets.map(presetOption)]);
    for (const name of /** @type {const} */ (["act", "opt", "device"]))
      this.parts[name].offer(options[name]);
  }
}

/**
 * @param {Choices["presets"][number]} preset
 * @returns {[string, string]}
 */
function presetOption({ name, title }) {
  return [name, title];
}
