// How a stage lives on its page, what it tells Python and what it announces.

import { element, setAttr, setText } from "./elements.js";
import { forgetColours, isDark } from "./theme.js";

const TELL_MS = 120; // after the last gesture
const GOING_ON_MS = 400; // one that comes so soon after Python was told of another goes on from it
const ANSWER_MS = 4000; // Python's longest silence after a trigger

/**
 * What Streamlit calls a stage with; `data` is what Python sent.
 * @template D
 * @typedef {object} Component
 * @property {D} data
 * @property {ParentNode} parentElement
 * @property {(name: string, value: unknown) => void} setStateValue
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

/**
 * What a stage is made to do. `receive` gets data that are others than before; `open` is called
 * whenever Streamlit calls, also when only the theme has changed; `close` when the stage leaves.
 * @template {object} V
 * @template D
 * @typedef {object} Stage
 * @property {(view: V, frame: number) => void} paint
 * @property {(data: D) => void} [receive]
 * @property {() => void} [open]
 * @property {(width: number) => void} [resize]
 * @property {() => void} [close]
 */

/**
 * A view that Python puts on a stage, `Imposed` in stage/view.py.
 * @template {object} V
 * @typedef {{ view: V, imposed: string, revision: number }} Imposed
 */

/**
 * The view is what the person chose. A gesture changes it here, is painted in the next frame and
 * told to Python when gestures pause; what Python imposes (a link, the back button) is taken only
 * if it answers our newest gesture, so that nothing newer is ever undone.
 * @template {object} V
 */
export class ViewStore {
  /** @param {(view: V, frame: number) => void} paint */
  constructor(paint) {
    this.paint = paint;
    this.view = /** @type {V} */ ({});
    this.revision = 0;
    /** @type {string | null} */
    this.imposed = null;
    this.frame = 0;
    this.dirty = false;
    this.painted = false; // in the frame that is being made
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.pause = TELL_MS;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.justTold = undefined;
    /** @type {Component<Imposed<V>> | null} */
    this.component = null;
  }

  /** @param {Component<Imposed<V>>} component */
  receive(component) {
    this.component = component;
    const { view, imposed, revision } = component.data;
    if (imposed !== this.imposed && (this.imposed === null || revision >= this.revision)) {
      this.view = { ...view };
      this.revision = Math.max(this.revision, revision);
    } else if (imposed !== this.imposed) {
      // Python has yet to hear of a gesture; as a new one, for a new server may hold the old value.
      this.revision += 1;
      this.tellAfter(TELL_MS);
    }
    this.imposed = imposed;
    this.schedule();
  }

  /**
   * @param {Partial<V>} patch
   * @param {{ tell?: boolean }} [options]
   */
  change(patch, { tell = true } = {}) {
    Object.assign(this.view, patch);
    this.schedule();
    if (!tell) return;
    this.revision += 1;
    // What follows Python's answer on the page, formulas above all, keeps the browser from painting
    // for some 50 ms. So whoever goes on, press upon press, is not answered between two of them.
    this.tellAfter(this.justTold === undefined ? TELL_MS : GOING_ON_MS);
  }

  // A pause that has begun keeps its length: a drag is one gesture.
  /** @param {number} pause ms */
  tellAfter(pause) {
    if (this.timer === undefined) this.pause = pause;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), this.pause);
  }

  tell() {
    clearTimeout(this.timer);
    this.timer = undefined;
    clearTimeout(this.justTold);
    this.justTold = setTimeout(() => (this.justTold = undefined), GOING_ON_MS);
    this.component?.setStateValue("view", this.told);
  }

  // The view as Python hears it.
  get told() {
    return { ...this.view, revision: this.revision };
  }

  // What is still to be told is told now.
  flush() {
    if (this.timer !== undefined) this.tell();
  }

  /**
   * Tells Python what a press asks for, after all that was chosen before it.
   * @param {string} name
   * @param {unknown} value
   */
  trigger(name, value) {
    this.flush();
    this.component?.setTriggerValue(name, value);
  }

  // The first change in a frame is painted at once, later ones when the next frame begins: the
  // change shows in the very next frame, and no frame is painted twice. Before Python's first view
  // there is nothing to paint: a stage may play from the start.
  schedule() {
    if (!this.component) return;
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

  close() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

/** What was asked of Python, until it answers or is silent for too long. */
export class Request {
  /** @param {ViewStore<any>} store */
  constructor(store) {
    this.store = store;
    /** @type {string | null} */
    this.asked = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.patience = undefined;
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  ask(name, value) {
    this.settle();
    this.asked = name;
    this.patience = setTimeout(() => {
      this.settle();
      this.store.schedule();
    }, ANSWER_MS);
    this.store.trigger(name, value);
    this.store.schedule();
  }

  settle() {
    this.asked = null;
    clearTimeout(this.patience);
  }
}

/** The picture in a sentence, read aloud when it changes, but not while something moves. */
export class Caption {
  constructor(testid = "caption") {
    this.node = element("p", { class: "caption", "data-testid": testid, "aria-live": "polite" });
  }

  /**
   * @param {string} text
   * @param {boolean} [moving]
   */
  say(text, moving = false) {
    setAttr(this.node, "aria-live", moving ? "off" : "polite");
    setText(this.node, text);
  }
}

/**
 * What scripts and tests may rely on: the state of a stage as attributes of its root.
 * @param {Element} root
 * @param {Record<string, unknown>} values
 */
export function showState(root, values) {
  for (const [name, value] of Object.entries(values)) setAttr(root, `data-${name}`, value);
}

/**
 * @template {object} V
 * @template {Imposed<V>} D
 */
class MountedStage {
  /**
   * @param {HTMLElement} root
   * @param {(root: HTMLElement, store: ViewStore<V>, data: D) => Stage<V, D>} build
   * @param {D} data
   */
  constructor(root, build, data) {
    this.root = root;
    this.data = data;
    this.calls = 0;
    /** @type {ViewStore<V>} */
    this.store = new ViewStore((view, frame) => {
      this.stage.paint(view, frame);
      setAttr(root, "data-frame", frame);
    });
    this.stage = build(root, this.store, data);
    let width = -1;
    this.resize = new ResizeObserver(() => {
      if (root.clientWidth === width) return; // a longer sentence changes the height alone
      width = root.clientWidth;
      this.stage.resize?.(width);
      this.store.schedule();
    });
    this.pressed = this.pressed.bind(this);
  }

  /** @param {PointerEvent} event */
  pressed(event) {
    const path = event.composedPath();
    if (!path.includes(this.root)) this.store.flush(); // it may be a link that leaves the page
    for (const menu of /** @type {NodeListOf<HTMLDetailsElement>} */ (
      this.root.querySelectorAll("details.more[open]")
    ))
      if (!path.includes(menu)) menu.open = false;
  }

  /** @param {Component<D>} component */
  receive(component) {
    const call = ++this.calls;
    document.addEventListener("pointerdown", this.pressed, { capture: true });
    this.resize.observe(this.root);
    if (component.data !== this.data) {
      this.data = component.data;
      this.stage.receive?.(component.data);
    }
    this.stage.open?.();
    this.store.receive(component);
    return () => {
      if (call === this.calls) this.close(); // else a newer call has overtaken this one
    };
  }

  close() {
    document.removeEventListener("pointerdown", this.pressed, { capture: true });
    this.store.close();
    this.stage.close?.();
    this.resize.disconnect();
  }
}

/**
 * The function that Streamlit calls, again and again on the same root: a stage is built once, with
 * the first data, and kept.
 * @template {object} V
 * @template {Imposed<V>} D
 * @param {(root: HTMLElement, store: ViewStore<V>, data: D) => Stage<V, D>} build
 */
export function stageOf(build) {
  return (/** @type {Component<D>} */ component) => {
    const root = /** @type {HTMLElement & { stage?: MountedStage<V, D> }} */ (
      component.parentElement.querySelector(".stage")
    );
    root.classList.toggle("dark", isDark(root));
    forgetColours(root);
    root.stage ??= new MountedStage(root, build, component.data);
    return root.stage.receive(component);
  };
}
