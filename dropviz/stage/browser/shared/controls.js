// The controls that stages are made of.

import { element, setAttr, setText } from "./elements.js";

/**
 * @param {string} label
 * @param {string} title
 * @param {(event: MouseEvent) => void} onClick
 * @param {object} extra attributes
 */
export function button(label, title, onClick, extra = {}) {
  return element("button", {
    type: "button",
    class: "button",
    title,
    text: label,
    onClick,
    ...extra,
  });
}

/**
 * A labelled range input with its value beside it.
 * @param {object} control
 * @param {string} control.label
 * @param {string} control.name
 * @param {string} [control.title]
 * @param {number} [control.min]
 * @param {number} [control.max]
 * @param {number} [control.step]
 * @param {number} [control.digits]
 * @param {(value: number) => void} control.onInput on every movement
 */
export function slider({ label, title, min = 0, max = 1, step = 0.01, digits = 2, onInput, name }) {
  const input = element("input", {
    type: "range",
    min,
    max,
    step,
    name,
    title,
    "aria-label": title ? `${label}. ${title}` : label,
  });
  const output = element("output", { class: "value" });
  input.oninput = () => {
    output.textContent = Number(input.value).toFixed(digits);
    onInput(Number(input.value));
  };
  const node = element(
    "label",
    { class: "control slider", title },
    element("span", { text: label }),
    input,
    output,
  );
  return {
    node,
    input,
    set(/** @type {number} */ value) {
      if (Number(input.value) !== value) input.value = String(value);
      setText(output, Number(value).toFixed(digits));
      setAttr(input, "aria-valuetext", Number(value).toFixed(digits));
    },
  };
}

/**
 * One of a few options as adjoining buttons.
 * @template {string} V
 * @param {object} control
 * @param {string} control.label
 * @param {string[][]} control.options value, label, title
 * @param {(value: V) => void} control.onPick
 */
export function segmented({ label, options, onPick }) {
  const buttons = options.map(([value, text, title]) =>
    element("button", {
      type: "button",
      class: "segment",
      text,
      title,
      "data-value": value,
      onClick: () => onPick(/** @type {V} */ (value)),
    }),
  );
  const node = element(
    "div",
    { class: "control segmented", role: "group", "aria-label": label },
    ...buttons,
  );
  return {
    node,
    set(/** @type {unknown} */ value) {
      for (const choice of buttons)
        setAttr(choice, "aria-pressed", choice.dataset.value === String(value));
    },
  };
}

/**
 * A drop-down.
 * @template {string} V
 * @param {object} control
 * @param {string} control.label
 * @param {string} control.name
 * @param {string | null} [control.title]
 * @param {string[][]} control.options value, label
 * @param {(value: V) => void} control.onPick
 */
export function dropdown({ label, title, options, onPick, name }) {
  const select = element(
    "select",
    { title, name, "aria-label": label },
    ...options.map(([value, text]) => element("option", { value, text })),
  );
  select.onchange = () => onPick(/** @type {V} */ (select.value));
  const node = element(
    "label",
    { class: "control dropdown" },
    element("span", { text: label }),
    select,
  );
  return {
    node,
    select,
    set(/** @type {unknown} */ value) {
      if (select.value !== String(value)) select.value = String(value);
    },
  };
}

/**
 * What is not always in sight: a button, and a panel below it while it is open.
 * @param {{label: string, title: string, kind?: string}} words kind: a class of the panel
 * @param {...Node} children
 */
export function disclosure({ label, title, kind = "" }, ...children) {
  const summary = element("summary", { class: "button", text: label, title });
  const panel = element("div", { class: `more-panel ${kind}`.trim() }, ...children);
  const node = element("details", { class: "more" }, summary, panel);
  node.onkeydown = (event) => {
    if (event.key !== "Escape" || !node.open) return;
    event.preventDefault(); // it closes this alone
    node.open = false;
    summary.focus();
  };
  return node;
}

/**
 * Controls that are not always in sight.
 * @param {...Node} children
 */
export function more(...children) {
  return disclosure({ label: "More", title: "Further settings" }, ...children);
}
