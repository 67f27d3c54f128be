// Fields of "Live training" that check what is typed: a value out of range is refused, with a
// sentence at the field, and nothing is told.

import { dropdown } from "../shared/controls.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { formatTick } from "../shared/plot.js";
import { plainNumber } from "../shared/run/arms.js";

/** @typedef {import("./payload.d.ts").ChoicesPayload["ranges"][string]} Range */

// Of fields whose text cannot be taken: the sentences that say why.
export class Refusals {
  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    /** @type {Map<{show: () => void}, string>} */
    this.sentences = new Map();
  }

  get first() {
    return this.sentences.values().next().value ?? "";
  }

  /** @param {{show: () => void}} field @param {string} says "" when its text can be taken */
  set(field, says) {
    if (says === (this.sentences.get(field) ?? "")) return;
    if (says) this.sentences.set(field, says);
    else this.sentences.delete(field);
    this.onChange();
  }

  // All fields go back to what is set.
  restore() {
    for (const field of [...this.sentences.keys()]) field.show();
  }
}

/**
 * What is wrong with a typed number, or "".
 * @param {string} label
 * @param {string} text
 * @param {Range} limits
 * @param {boolean} whole no fractions
 */
export function rangeComplaint(label, text, [low, high, excluded], whole) {
  const value = Number(text);
  const right = `${excluded ? "above" : "from"} ${plainNumber(low)}${excluded ? ", up to" : " to"} ${formatTick(high)}`;
  if (text.trim() === "" || !Number.isFinite(value))
    return `${label}: “${text.length > 20 ? `${text.slice(0, 19)}…` : text}” is not a number; ${right}.`;
  if (whole && !Number.isInteger(value)) return `${label} is ${text}; a whole number ${right}.`;
  if (value < low || value > high || (excluded && value === low))
    return `${label} is ${text}; it must be ${right}.`;
  return "";
}

/**
 * Numbers written with spaces or commas: what they are, or what is wrong with them.
 * @param {string} label
 * @param {string} text
 * @param {{limits: Range, most: number, whole: boolean}} rule
 * @returns {{values: number[], says: string}}
 */
export function readNumbers(label, text, { limits, most, whole }) {
  const parts = text.split(whole ? /[^0-9.]+/ : /[\s,;]+/).filter(Boolean);
  if (!parts.length || parts.length > most)
    return { values: [], says: `${label}: “${text}” is not 1 to ${most} numbers.` };
  const says = parts.map((part) => rangeComplaint(label, part, limits, whole)).find(Boolean);
  return { values: parts.map(Number), says: says ?? "" };
}

/**
 * A labelled text field.
 * @template Value, Shown
 * @typedef {object} Typed
 * @property {string} label
 * @property {string} title
 * @property {string} name
 * @property {number} [width] characters
 * @property {string} [placeholder]
 * @property {Refusals} refusals
 * @property {(value: Value) => void} onPick
 */

/**
 * @template Value, Shown
 */
class TypedField {
  /**
   * @param {Typed<Value, Shown>} field
   * @param {string} mode the keyboard of a phone
   * @param {(text: string) => {value: Value, says: string}} read says: why it is not taken, or ""
   * @param {(value: Shown) => string} write
   */
  constructor({ label, title, name, width = 7, placeholder, refusals, onPick }, mode, read, write) {
    this.refusals = refusals;
    this.onPick = onPick;
    this.read = read;
    this.write = write;
    this.shown = "";
    this.input = element("input", {
      type: "text",
      inputmode: mode,
      name,
      title,
      size: width,
      placeholder,
      autocomplete: "off",
      spellcheck: "false",
    });
    this.error = element("p", { class: "field-error", role: "alert", id: `error-${name}` });
    const words = element("span", { text: label, title });
    this.node = element(
      "div",
      { class: "field" },
      element("label", { class: "control typed" }, words, this.input),
    );
    this.input.onchange = () => this.take();
    this.input.onkeydown = ({ key }) => {
      if (key === "Enter") this.take();
    };
  }

  take() {
    if (this.input.value === this.shown) return this.show();
    const { value, says } = this.read(this.input.value);
    this.complain(says);
    if (!says) this.onPick(value);
  }

  /** @param {string} says */
  complain(says) {
    setAttr(this.input, "aria-invalid", Boolean(says));
    setText(this.error, says);
    if (says) {
      this.node.append(this.error);
      setAttr(this.input, "aria-describedby", this.error.id);
    } else {
      this.error.remove();
      this.input.removeAttribute("aria-describedby");
    }
    this.refusals.set(this, says);
  }

  /** @param {Shown} value */
  set(value) {
    const text = this.write(value);
    if (text !== this.shown) this.show(text);
  }

  // Back to what is set, whatever was typed.
  show(text = this.shown) {
    this.shown = this.input.value = text;
    this.complain("");
  }
}

/**
 * @param {Typed<number | null, number | null> & {limits: () => Range, whole?: boolean, empty?: boolean}} field
 *   empty: no text means no number
 */
export function numberField({ limits, whole = false, empty = false, ...field }) {
  return new TypedField(
    field,
    whole ? "numeric" : "decimal",
    (text) =>
      empty && text.trim() === ""
        ? { value: null, says: "" }
        : { value: Number(text), says: rangeComplaint(field.label, text, limits(), whole) },
    (value) => (value === null ? "" : plainNumber(value)),
  );
}

/**
 * @param {Typed<number[], number | number[]> & {limits: () => Range, most: () => number, whole?: boolean}} field
 *   most: so many numbers
 */
export function numbersField({ limits, most, whole = false, ...field }) {
  return new TypedField(
    field,
    "text",
    (text) => {
      const rule = { limits: limits(), most: most(), whole };
      const { values, says } = readNumbers(field.label, text, rule);
      return { value: values, says };
    },
    (value) => [value].flat().map(plainNumber).join(", "),
  );
}

/**
 * @param {string} label
 * @param {string} name
 * @param {string | null} title
 * @param {(on: boolean) => void} onPick
 */
export function checkField(label, name, title, onPick) {
  const input = element("input", { type: "checkbox", name, title });
  input.onchange = () => onPick(input.checked);
  const words = element("span", { text: label, title });
  return {
    node: element("label", { class: "control check" }, words, input),
    set: (/** @type {boolean} */ on) => (input.checked = on),
  };
}

/**
 * A drop-down whose options come with the data.
 * @template {string} V
 * @param {string} label
 * @param {string} name
 * @param {string | null} title
 * @param {(value: V) => void} onPick
 */
export function offeredDropdown(label, name, title, onPick) {
  const part = dropdown({ label, name, title, options: [], onPick });
  let offered = "";
  return {
    ...part,
    offer(/** @type {[string, string][]} */ options) {
      const key = JSON.stringify(options);
      if (key === offered) return;
      offered = key;
      const { value } = part.select;
      part.select.replaceChildren(
        ...options.map(([option, text]) => element("option", { value: option, text })),
      );
      part.select.value = value;
    },
  };
}
