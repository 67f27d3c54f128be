// The arms of "Live training", all their fields.

import { button } from "../shared/controls.js";
import { element, setText } from "../shared/elements.js";
import { armColours, armNames, drops } from "../shared/run/arms.js";
import { checkField, numberField, numbersField, offeredDropdown } from "./fields.js";

/** @typedef {import("../shared/run/arms.js").Arm} Arm */
/** @typedef {import("./controls.js").Stage} Stage */
/** @typedef {import("./fields.js").Refusals} Refusals */
/** @typedef {"p_input" | "weight_decay" | "max_norm" | "input_noise" | "label_smoothing"} Numeric */

/** @type {[name: Numeric, label: string, title: string, how?: {empty: boolean, placeholder: string}][]} */
const NUMBERS = [
  ["p_input", "input rate", "Chance of an input being dropped"],
  ["weight_decay", "weight decay", "As in the optimizer of PyTorch"],
  [
    "max_norm",
    "max-norm",
    "Largest norm of a unit's incoming weights; empty: none",
    { empty: true, placeholder: "none" },
  ],
  ["input_noise", "input noise", "Standard deviation of normal noise on each input in training"],
  ["label_smoothing", "smoothing", "Label smoothing"],
];

/**
 * The fields of an arm in their order.
 * @param {number} number
 * @param {Stage} stage
 * @param {Refusals} refusals
 * @param {(patch: Partial<Arm>) => void} change
 */
function armParts(number, { choices }, refusals, change) {
  const numbers = NUMBERS.map(([name, label, title, how]) => {
    const field = numberField({
      label,
      title,
      name: `${name}-${number}`,
      width: 6,
      limits: () => choices().ranges[name],
      refusals,
      onPick: (value) => change({ [name]: value }),
      ...how,
    });
    return { name, node: field.node, set: (/** @type {Arm} */ arm) => field.set(arm[name]) };
  });
  const rates = numbersField({
    label: "hidden rate",
    title: "Chance of a hidden unit being dropped: one for all layers, or one for each",
    name: `p_hidden-${number}`,
    width: 8,
    most: () => choices().most_layers,
    limits: () => choices().ranges.p_hidden,
    refusals,
    onPick: (values) => change({ p_hidden: values.length === 1 ? values[0] : values }),
  });
  const schedule = offeredDropdown(
    "dropout in",
    `schedule-${number}`,
    "When dropout is on",
    (/** @type {Arm["schedule"]} */ schedule) => change({ schedule }),
  );
  const check = (
    /** @type {"batch_norm" | "early_stopping"} */ name,
    /** @type {string} */ label,
    /** @type {string | null} */ title,
  ) => {
    const field = checkField(label, `${name}-${number}`, title, (on) => change({ [name]: on }));
    return { name, node: field.node, set: (/** @type {Arm} */ arm) => field.set(arm[name]) };
  };
  const [input, ...others] = numbers;
  return [
    {
      name: "p_hidden",
      node: rates.node,
      set: (/** @type {Arm} */ arm) => rates.set(arm.p_hidden),
    },
    input,
    {
      name: "schedule",
      node: schedule.node,
      set(/** @type {Arm} */ arm) {
        schedule.offer(choices().options.schedule);
        schedule.set(arm.schedule);
      },
    },
    ...others,
    check("batch_norm", "batch norm", null),
    check("early_stopping", "early stopping", "Judge the weights with the lowest validation loss"),
  ];
}

class ArmFields {
  /**
   * @param {number} number
   * @param {Stage} stage
   * @param {Refusals} refusals
   * @param {ArmList} list
   */
  constructor(number, stage, refusals, list) {
    this.number = number;
    this.parts = armParts(number, stage, refusals, (patch) => list.change(number, patch));
    for (const { name, node } of this.parts) {
      const label = `Arm ${number + 1}: ${node.firstChild?.textContent}`;
      node.querySelector("input, select")?.setAttribute("aria-label", label);
      node.classList.add(name);
    }
    this.title = element("legend");
    const words = `Remove arm ${number + 1}`;
    this.remove = button("Remove", words, () => list.remove(number), { "aria-label": words });
    this.node = element(
      "fieldset",
      { class: "arm-fields" },
      this.title,
      ...this.parts.map(({ node }) => node),
      this.remove,
    );
  }

  /**
   * @param {Arm} arm
   * @param {string} name
   * @param {string} colour
   * @param {boolean} removable
   */
  set(arm, name, colour, removable) {
    setText(this.title, `${this.number ? `Arm ${this.number + 1}` : "Baseline"}: ${name}`);
    this.title.style.setProperty("--arm", colour);
    for (const part of this.parts) part.set(arm);
    this.remove.disabled = !removable;
  }
}

export class ArmList {
  /** @param {Stage} stage @param {Refusals} refusals */
  constructor(stage, refusals) {
    this.stage = stage;
    this.refusals = refusals;
    /** @type {ArmFields[]} */
    this.rows = [];
    this.node = element("div", { class: "arms" });
    this.add = button("Add an arm", "Another recipe to compare with the baseline", () =>
      this.stage.change({ arms: [...this.now, { ...stage.choices().plain_arm, p_hidden: 0.2 }] }),
    );
  }

  get now() {
    return this.stage.store.view.arms;
  }

  /** @param {number} at @param {Partial<Arm>} patch */
  change(at, patch) {
    const arms = this.now.map((arm, i) => (i === at ? { ...arm, ...patch } : arm));
    this.stage.change({ arms });
  }

  /** @param {number} at */
  remove(at) {
    this.stage.change({ arms: this.now.filter((_, i) => i !== at) });
  }

  /** @param {Arm[]} arms */
  paint(arms) {
    while (this.rows.length < arms.length) {
      const row = new ArmFields(this.rows.length, this.stage, this.refusals, this);
      this.rows.push(row);
      this.node.append(row.node);
    }
    const [names, colours] = [armNames(arms), armColours(arms.map(drops))];
    this.rows.forEach((row, at) => {
      row.node.hidden = at >= arms.length;
      if (!row.node.hidden) row.set(arms[at], names[at], colours[at], arms.length > 2);
    });
    this.add.disabled = arms.length >= this.stage.choices().most_arms;
  }
}
