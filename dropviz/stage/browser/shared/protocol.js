// How a stage lives on its page, what it tells Python and what it announces.

import { Address } from "./address.js";
import { element, setAttr, setText } from "./elements.js";
import { Guide } from "./guide.js";
import { Presenter } from "./presenter.js";
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
 * What a stage is made to do. What `paint` returns are the facts that its guide speaks of. `receive` gets data that are others than before; `open` is called
 * whenever Streamlit calls, also when only the theme has changed; `close` when the stage leaves.
 * @template {object} V
 * @template D
 * @typedef {object} Stage
 * @property {(view: V, frame: number) => unknown} paint
 * @property {(data: D) => void} [receive]
 * @property {() => void} [open]
 * @property {(width: number) => void} [resize]
 * @property {() => void} [close]
 */

/**
 * A view that Python puts on a stage, `ImposedView` in stage/imposed.py.
 * @template {object} V
 * @typedef {Omit<import("./payload.d.ts").ImposedView, "view" | "defaults"> & { view: V, defaults: V }} Imposed
 */

/**
 * The view is what the person chose. A gesture changes it here, is painted in the next frame and
 * told to Python when gestures pause; what Python imposes (a link, the back button) is taken only
 * if it answers our newest gesture, so that nothing newer is ever undone.
 * @template {object} V
 */
export class ViewStore {
  /**
   * @param {(view: V, frame: number) => void} paint
   * @param {(data: Imposed<V>) => V} [first] the view to begin with
   * @param {() => void} [settled] after a change: the view may be linked
   */
  constructor(paint, first = ({ view }) => ({ ...view }), settled = () => {}) {
    this.paint = paint;
    this.first = first;
    this.settled = settled;
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
    const { imposed, revision } = component.data;
    if (imposed !== this.imposed && (this.imposed === null || revision >= this.revision)) {
      this.view = this.first(component.data);
      this.revision = Math.max(this.revision, revision);
      this.settled();
      if (component.data.begins) this.tellAfter(TELL_MS); // the browser may know better where
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
    const landmarks = /** @type {(keyof V)[]} */ (this.component?.data.landmarks ?? []);
    const leaves = landmarks.some((name) => name in patch && patch[name] !== this.view[name]);
    if (leaves) this.flush(); // the entry that is left says all
    Object.assign(this.view, patch);
    if (tell) this.revision += 1;
    this.schedule();
    // What follows Python's answer on the page, formulas above all, keeps the browser from painting
    // for some 50 ms. So whoever goes on, press upon press, is not answered between two of them.
    if (tell) this.tellAfter(this.justTold === undefined ? TELL_MS : GOING_ON_MS);
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
    this.settled();
    this.component?.setStateValue("view", this.told);
  }

  // Whatever Python imposes next is taken, in place of gestures that it has not heard of.
  yield() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.revision = 0;
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

  // Another time in this frame: for another width, at which the stage is measured.
  paintAgain() {
    this.painted = false;
    this.schedule();
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
 * What a stage has beside what it does: the rules of its guide's scenes, by their names, and how
 * fields of its view are written in a link, where not as they are.
 * @typedef {object} StageParts
 * @property {Record<string, import("./guide.js").SceneRules<any, any>>} [scenes]
 * @property {import("./address.js").Texts} [texts]
 */

/**
 * @template {object} V
 * @template {Imposed<V>} D
 */
class MountedStage {
  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} guide
   * @param {(root: HTMLElement, store: ViewStore<V>, data: D) => Stage<V, D>} build
   * @param {D} data
   * @param {StageParts} parts
   */
  constructor(root, guide, build, data, { scenes = {}, texts = {} }) {
    this.root = root;
    this.data = data;
    this.calls = 0;
    this.address = new Address(texts);
    /** @type {ViewStore<V>} */
    this.store = new ViewStore(
      (view, frame) => this.paint(view, frame),
      (imposed) => this.first(imposed),
      () => this.link(),
    );
    this.guide = new Guide(guide, root, this.store, scenes, () => this.parted());
    this.guide.receive(data.guide);
    this.stage = build(root, this.store, data);
    this.presenter = this.presented();
    let width = -1;
    this.resize = new ResizeObserver(() => {
      if (root.clientWidth === width) return; // a longer sentence changes the height alone
      width = root.clientWidth;
      this.stage.resize?.(width);
      this.store.schedule();
    });
    this.pressed = this.pressed.bind(this);
    this.moved = this.moved.bind(this);
  }

  /** A presenter, where a view is chosen on this stage. */
  presented() {
    const frame = /** @type {HTMLElement | null} */ (this.root.closest(".frame"));
    if (!frame || !Object.keys(this.data.defaults).length) return null;
    return new Presenter(frame, this.guide, () => {
      this.stage.resize?.(this.root.clientWidth);
      this.store.paintAgain();
    });
  }

  /** @param {V} view @param {number} frame */
  paint(view, frame) {
    const facts = this.stage.paint(view, frame);
    setAttr(this.root, "data-frame", frame);
    this.guide.painted(view, facts);
  }

  /** @param {Imposed<V>} imposed */
  first({ view, begins, defaults }) {
    return begins && this.guide.payload ? this.guide.firstView(defaults) : { ...view };
  }

  /**
   * Writes the view into the address, where one is chosen on this stage. Landmarks are named in a
   * scene too: they say which guide it is of.
   */
  link() {
    const { defaults, landmarks, tab } = this.data;
    if (!Object.keys(defaults).length) return;
    /** @type {Record<string, any>} */
    const usual = defaults;
    const places = Object.fromEntries(landmarks.map((name) => [name, usual[name]]));
    const base = { ...usual, ...this.guide.base(this.store.view), ...places };
    this.address.write(this.store.view, base, landmarks, tab);
  }

  /** Parts of the stage came or went: what is left may take the room. */
  parted() {
    this.stage.resize?.(this.root.clientWidth);
    this.store.schedule();
    queueMicrotask(() => this.presenter?.fit()); // once it is painted
  }

  /** The person has gone back or forth: Streamlit runs the page, and Python imposes what it reads. */
  moved() {
    this.store.yield();
    this.presenter?.read();
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
    if (Object.keys(component.data.defaults).length) addEventListener("popstate", this.moved);
    this.resize.observe(this.root);
    const other = component.data.tab !== this.data.tab;
    if (component.data !== this.data) {
      this.data = component.data;
      this.guide.receive(component.data.guide);
      this.stage.receive?.(component.data);
    }
    this.stage.open?.();
    this.store.receive(component);
    this.presenter?.open();
    if (other) this.link();
    return () => {
      if (call === this.calls) this.close(); // else a newer call has overtaken this one
    };
  }

  close() {
    document.removeEventListener("pointerdown", this.pressed, { capture: true });
    removeEventListener("popstate", this.moved);
    this.store.close();
    this.presenter?.close();
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
 * @param {StageParts} parts
 */
export function stageOf(build, parts = {}) {
  return (/** @type {Component<D>} */ component) => {
    const { parentElement } = component;
    const root = /** @type {HTMLElement & { stage?: MountedStage<V, D> }} */ (
      parentElement.querySelector(".stage")
    );
    const guide = /** @type {HTMLElement} */ (
      parentElement.querySelector(".guide") ?? element("div")
    );
    for (const node of [root, guide]) node.classList.toggle("dark", isDark(root));
    forgetColours(root);
    root.stage ??= new MountedStage(root, guide, build, component.data, parts);
    return root.stage.receive(component);
  };
}
