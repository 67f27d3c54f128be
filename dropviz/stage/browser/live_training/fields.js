// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Fields of "Live training" that check what is typed: a value out of range is refused, with a
// sentence at the field, and nothing is told.

import { button, dropdown } from "../shared/controls.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { formatTick } from "../shared/plot.js";
import { plainNumber } from "../shared/run/arms.js";

// limits: [lowest, highest, whether the lowest is excluded]; whole: no fractions.
function rangeComplaint(label, text, limits, whole) {
  const value = Number(text);
  const [low, high, excluded] = limits;
  const right = `${excluded ? "above" : "from"} ${plainNumber(low)}${excluded ? ", up to" : " to"} ${formatTick(high)}`;
  if (text.trim() === "" || !Number.isFinite(value))
    return `${label}: “${text.length > 20 ? `${text.slice(0, 19)}…` : text}” is not a number; ${right}.`;
  if (whole && !Number.isInteger(value)) return `${label} is ${text}; a whole number ${right}.`;
  if (value < low || value > high || (excluded && value === low))
    return `${label} is ${text}; it must be ${right}.`;
  return "";
}

// A labelled text field. read(text) -> {value} | {says}; write(value) -> text; refuse(field, says).
function typedField({
  label,
  title,
  name,
  width = 7,
  mode = "decimal",
  placeholder,
  read,
  write,
  onPick,
  refuse,
}) {
  const input = element("input", {
    type: "text",
    inputmode: mode,
    name,
    title,
    size: width,
    placeholder,
    autocomplete: "off",
    spellcheck: "false",
  });
  const error = element("p", { class: "field-error", role: "alert", id: `error-${name}` });
  const node = element(
    "div",
    { class: "field" },
    element("label", { class: "control typed" }, element("span", { text: label, title }), input),
  );
  let shown = "";
  const complain = (says) => {
    setAttr(input, "aria-invalid", Boolean(says));
    setText(error, says);
    if (says) {
      node.append(error);
      setAttr(input, "aria-describedby", error.id);
    } else {
      error.remove();
      input.removeAttribute("aria-describedby");
    }
    refuse(field, says);
  };
  const take = () => {
    if (input.value === shown) return field.show();
    const { value, says = "" } = read(input.value);
    complain(says);
    if (!says) onPick(value);
  };
  input.onchange = take;
  input.onkeydown = (event) => {
    if (event.key === "Enter") take();
  };
  const field = {
    node,
    input,
    set(value) {
      const text = write(value);
      if (text !== shown) field.show(text);
    },
    // Back to what is set, whatever was typed.
    show(text = shown) {
      shown = input.value = text;
      complain("");
    },
  };
  return field;
}

export function numberField({ limits, whole = false, empty, ...rest }) {
  return typedField({
    ...rest,
    mode: whole ? "numeric" : "decimal",
    read: (text) => {
      if (empty && text.trim() === "") return { value: null };
      const says = rangeComplaint(rest.label, text, limits(), whole);
      return says ? { says } : { value: Number(text) };
    },
    write: (value) => (value === null ? "" : plainNumber(value)),
  });
}

// Several numbers in one field, written with spaces or commas.
export function numbersField({ limits, whole = false, most, one, ...rest }) {
  return typedField({
    ...rest,
    mode: "text",
    read: (text) => {
      const parts = text.split(whole ? /[^0-9.]+/ : /[\s,;]+/).filter(Boolean);
      if (!parts.length || parts.length > most)
        return { says: `${rest.label}: “${text}” is not 1 to ${most} numbers.` };
      const says = parts
        .map((part) => rangeComplaint(rest.label, part, limits(), whole))
        .find(Boolean);
      if (says) return { says };
      const values = parts.map(Number);
      return { value: one && values.length === 1 ? values[0] : values };
    },
    write: (value) => [value].flat().map(plainNumber).join(", "),
  });
}

function checkField({ label, title, name, onPick }) {
  const input = element("input", { type: "checkbox", name, title });
  input.onchange = () => onPick(input.checked);
  return {
    node: element(
      "label",
      { class: "control check" },
      element("span", { text: label, title }),
      input,
    ),
    set: (value) => (input.checked = value),
  };
}

const SCHEDULES = [
  ["constant", "all steps"],
  ["early", "first half"],
  ["late", "second half"],
];

// One arm, all its fields. limits(name) of a field; onChange(patch), onRemove().
export function armFields(number, { limits, refuse, onChange, onRemove }) {
  const numeric = (name, label, title, extra = {}) =>
    numberField({
      label,
      title,
      name: `${name}-${number}`,
      width: 6,
      limits: () => limits(name),
      refuse,
      onPick: (value) => onChange({ [name]: value }),
      ...extra,
    });
  const parts = {
    p_hidden: numbersField({
      label: "hidden rate",
      title: "Chance of a hidden unit being dropped: one for all layers, or one for each",
      name: `p_hidden-${number}`,
      width: 8,
      most: 5,
      one: true,
      limits: () => limits("p_hidden"),
      refuse,
      onPick: (value) => onChange({ p_hidden: value }),
    }),
    p_input: numeric("p_input", "input rate", "Chance of an input being dropped"),
    schedule: dropdown({
      label: "dropout in",
      name: `schedule-${number}`,
      title: "When dropout is on",
      options: SCHEDULES,
      onPick: (schedule) => onChange({ schedule }),
    }),
    weight_decay: numeric("weight_decay", "weight decay", "As in the optimizer of PyTorch"),
    max_norm: numeric(
      "max_norm",
      "max-norm",
      "Largest norm of a unit's incoming weights; empty: none",
      { empty: true, placeholder: "none" },
    ),
    input_noise: numeric(
      "input_noise",
      "input noise",
      "Standard deviation of normal noise on each input in training",
    ),
    label_smoothing: numeric("label_smoothing", "smoothing", "Label smoothing"),
    batch_norm: checkField({
      label: "batch norm",
      name: `batch_norm-${number}`,
      onPick: (value) => onChange({ batch_norm: value }),
    }),
    early_stopping: checkField({
      label: "early stopping",
      title: "Judge the weights with the lowest validation loss",
      name: `early_stopping-${number}`,
      onPick: (value) => onChange({ early_stopping: value }),
    }),
  };
  for (const [name, part] of Object.entries(parts)) {
    const input = part.node.querySelector("input, select");
    input.setAttribute("aria-label", `Arm ${number + 1}: ${part.node.firstChild.textContent}`);
    part.node.classList.add(name);
  }
  const title = element("legend");
  const remove = button("Remove", `Remove arm ${number + 1}`, onRemove, {
    "aria-label": `Remove arm ${number + 1}`,
  });
  return {
    node: element(
      "fieldset",
      { class: "arm-fields" },
      title,
      ...Object.values(parts).map((part) => part.node),
      remove,
    ),
    set(arm, name, colour, removable) {
      setText(title, `${number === 0 ? "Baseline" : `Arm ${number + 1}`}: ${name}`);
      title.style.setProperty("--arm", colour);
      for (const [field, part] of Object.entries(parts)) part.set(arm[field]);
      remove.disabled = !removable;
    },
  };
}
