// Small parts that every stage is made of. Text is set as text, never parsed as HTML.

function element(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node[name.toLowerCase()] = value;
    else if (value === false || value === null || value === undefined) continue;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// Attributes and text are written only when they change: that keeps a repaint cheap.
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function setAttr(node, name, value) {
  const text = String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

function button(label, title, onClick, extra = {}) {
  return element("button", { type: "button", class: "button", title, text: label, onClick, ...extra });
}

// A labelled range input with its value beside it. onInput gets the number on every movement.
function slider({ label, title, min = 0, max = 1, step = 0.01, digits = 2, onInput, name }) {
  const input = element("input", {
    type: "range", min, max, step, name, title, "aria-label": title ? `${label}. ${title}` : label,
  });
  const output = element("output", { class: "value" });
  input.oninput = () => {
    output.textContent = Number(input.value).toFixed(digits);
    onInput(Number(input.value));
  };
  const node = element("label", { class: "control slider", title }, element("span", { text: label }), input, output);
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
function segmented({ label, options, onPick }) {
  const buttons = options.map(([value, text, title]) =>
    element("button", { type: "button", class: "segment", text, title, "data-value": value, onClick: () => onPick(value) }),
  );
  const node = element("div", { class: "control segmented", role: "group", "aria-label": label }, ...buttons);
  return {
    node,
    set(value) {
      for (const choice of buttons) setAttr(choice, "aria-pressed", choice.dataset.value === String(value));
    },
  };
}

// A drop-down. options: [[value, label]].
function dropdown({ label, title, options, onPick, name }) {
  const select = element("select", { title, name, "aria-label": label },
    ...options.map(([value, text]) => element("option", { value, text })));
  select.onchange = () => onPick(select.value);
  const node = element("label", { class: "control dropdown" }, element("span", { text: label }), select);
  return { node, select, set: (value) => { if (select.value !== String(value)) select.value = value; } };
}

// Controls that are not always in sight.
function more(...children) {
  const panel = element("div", { class: "more-panel" }, ...children);
  const node = element("details", { class: "more" },
    element("summary", { class: "button", text: "More", title: "Further settings" }), panel);
  node.onkeydown = (event) => {
    if (event.key === "Escape" && node.open) {
      node.open = false;
      node.querySelector("summary").focus();
    }
  };
  return node;
}

function formatPercent(share) {
  const percent = 100 * share;
  if (percent > 0 && percent < 0.1) return "<\u00a00.1\u00a0%";
  if (percent > 99.9 && percent < 100) return ">\u00a099.9\u00a0%";
  return `${percent < 10 || percent > 99 ? percent.toFixed(1).replace(/\.0$/, "") : percent.toFixed(0)}\u00a0%`;
}

// Where there is no room for more than four characters.
function formatShortPercent(share) {
  return share < 0.005 ? "" : `${(100 * share).toFixed(0)}%`;
}

const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹", ".": "·" };
function superscript(text) {
  return [...String(text)].map((char) => SUPERSCRIPTS[char] ?? char).join("");
}

// A probability given by its log10: plain while readable, a power of ten when tiny.
function formatProbability(log10) {
  if (log10 === -Infinity) return "0";
  if (log10 > -3) return Number((10 ** log10).toPrecision(3)).toString();
  return `10${superscript(log10.toFixed(1))}`;
}

function formatCount(count) {
  return Math.round(count).toLocaleString("en-US");
}

// The view is what the person chose. A gesture changes it here, is painted in the next frame and
// told to Python when gestures pause; what Python imposes (a link, the back button) is taken only
// if it answers our newest gesture, so that nothing newer is ever undone.
class ViewStore {
  constructor(paint) {
    this.paint = paint;
    this.view = {};
    this.revision = 0;
    this.imposed = null;
    this.frame = 0;
    this.dirty = false;
    this.painted = false; // in the frame that is being made
    this.timer = null;
    this.send = null;
  }

  receive(data, setStateValue) {
    this.send = setStateValue;
    if (data.imposed !== this.imposed && (this.imposed === null || data.revision >= this.revision)) {
      this.view = { ...data.view };
      this.revision = Math.max(this.revision, data.revision);
    } else if (data.imposed !== this.imposed) {
      // Python has yet to hear of a gesture; as a new one, for a new server may hold the old value.
      this.revision += 1;
      this.tellSoon();
    }
    this.imposed = data.imposed;
    this.schedule();
  }

  change(patch, { tell = true } = {}) {
    Object.assign(this.view, patch);
    this.schedule();
    if (!tell) return;
    this.revision += 1;
    this.tellSoon();
  }

  tellSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), 120);
  }

  tell() {
    clearTimeout(this.timer);
    this.timer = null;
    this.send?.("view", { ...this.view, revision: this.revision });
  }

  // The first change in a frame is painted at once, later ones when the next frame begins: the
  // change shows in the very next frame, and no frame is painted twice.
  schedule() {
    this.dirty = true;
    if (this.painted) return;
    requestAnimationFrame(() => {
      this.painted = false;
      if (this.dirty) this.schedule();
    });
    this.paintNow();
  }

  paintNow() {
    this.dirty = false;
    this.painted = true;
    this.frame += 1;
    this.paint(this.view, this.frame);
  }

  // What is still to be told is told now.
  flush() {
    if (this.timer !== null) this.tell();
  }
}

// Streamlit calls a component's function again on the same root; a stage is built once and kept.
// build(root, store) -> {receive(data), paint(view, frame), close?()}.
function mountStage(component, build) {
  const { data, parentElement: parent, setStateValue } = component;
  const root = parent.querySelector(".stage");
  if (!root.stage) {
    const store = new ViewStore((view, frame) => {
      stage.paint(view, frame);
      setAttr(root, "data-frame", frame);
    });
    const stage = build(root, store);
    const pressed = (event) => {
      const path = event.composedPath();
      if (!path.includes(root)) store.flush(); // it may be a link that leaves the page
      for (const menu of root.querySelectorAll(".more[open]")) if (!path.includes(menu)) menu.open = false;
    };
    root.stage = { store, stage, pressed };
    let width = null;
    root.resize = new ResizeObserver(() => {
      if (root.clientWidth === width) return; // a longer sentence changes the height alone
      width = root.clientWidth;
      stage.resize?.(width);
      store.schedule();
    });
  }
  const { store, stage, pressed } = root.stage;
  document.addEventListener("pointerdown", pressed, { capture: true });
  const call = (root.calls = (root.calls ?? 0) + 1);
  root.resize.observe(root);
  root.classList.toggle("dark", isDark(root));
  stage.receive(data);
  store.receive(data, setStateValue);
  return () => {
    if (call !== root.calls) return; // a call that a newer one has overtaken
    document.removeEventListener("pointerdown", pressed, { capture: true });
    clearTimeout(store.timer);
    stage.close?.();
    root.resize.disconnect();
  };
}

function isDark(node) {
  const [red, green, blue] = parseColour(getComputedStyle(node).getPropertyValue("--st-background-color").trim() || "#ffffff");
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128;
}

function parseColour(text) {
  if (text.startsWith("#")) {
    const hex = text.length === 4 ? [...text.slice(1)].map((c) => c + c).join("") : text.slice(1);
    return [0, 2, 4].map((start) => parseInt(hex.slice(start, start + 2), 16));
  }
  return (text.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).map(Number);
}
