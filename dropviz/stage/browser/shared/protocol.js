// @ts-nocheck
// How a stage lives on its page, and what it tells Python.

import { setAttr } from "./elements.js";
import { isDark } from "./theme.js";

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
    if (
      data.imposed !== this.imposed &&
      (this.imposed === null || data.revision >= this.revision)
    ) {
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
export function mountStage(component, build) {
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
      for (const menu of root.querySelectorAll(".more[open]"))
        if (!path.includes(menu)) menu.open = false;
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
