// @ts-nocheck
// The controls that stages are made of.

import { element, setAttr, setText } from "./elements.js";

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

// A labelled range input with its value beside it. onInput gets the number on every movement.
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
    set(value) {
      if (Number(input.value) !== value) input.value = value;
      setText(output, Number(value).toFixed(digits));
      setAttr(input, "aria-valuetext", Number(value).toFixed(digits));
    },
  };
}

// One of a few options as adjoining buttons. options: [[value, label, title]].
export function segmented({ label, options, onPick }) {
  const buttons = options.map(([value, text, title]) =>
    element("button", {
      type: "button",
      class: "segment",
      text,
      title,
      "data-value": value,
      onClick: () => onPick(value),
    }),
  );
  const node = element(
    "div",
    { class: "control segmented", role: "group", "aria-label": label },
    ...buttons,
  );
  return {
    node,
    set(value) {
      for (const choice of buttons)
        setAttr(choice, "aria-pressed", choice.dataset.value === String(value));
    },
  };
}

// A drop-down. options: [[value, label]].
export function dropdown({ label, title, options, onPick, name }) {
  const select = element(
    "select",
    { title, name, "aria-label": label },
    ...options.map(([value, text]) => element("option", { value, text })),
  );
  select.onchange = () => onPick(select.value);
  const node = element(
    "label",
    { class: "control dropdown" },
    element("span", { text: label }),
    select,
  );
  return {
    node,
    select,
    set: (value) => {
      if (select.value !== String(value)) select.value = value;
    },
  };
}

// Controls that are not always in sight.
export function more(...children) {
  const panel = element("div", { class: "more-panel" }, ...children);
  const node = element(
    "details",
    { class: "more" },
    element("summary", { class: "button", text: "More", title: "Further settings" }),
    panel,
  );
  node.onkeydown = (event) => {
    if (event.key === "Escape" && node.open) {
      node.open = false;
      node.querySelector("summary").focus();
    }
  };
  return node;
}
