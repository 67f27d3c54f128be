// The guide above a stage: scenes in which a person predicts, acts, sees, and is told what it meant.

import { element, setAttr, setText } from "./elements.js";
import { Closing } from "./guide_closing.js";
import { FREE, GuideHead } from "./guide_head.js";
import { sceneNodes } from "./guide_scene.js";
import { keepProgress, progressIn } from "./progress.js";

/** @import { GuidePayload, GuideScenePayload } from "./payload.d.ts" */
/** @import { ViewStore } from "./protocol.js" */

/**
 * The stage at one repaint: its view, and the facts that its `paint` returned.
 * @template {object} V
 * @template F
 * @typedef {{ view: V, facts: F }} Moment
 */

/**
 * What a scene knows of what happened in it: `before` is the repaint before, `memory` is its own.
 * @template {object} V
 * @template F
 * @typedef {object} Happened
 * @property {Moment<V, F>} began
 * @property {Moment<V, F>} before
 * @property {Moment<V, F>} now
 * @property {number | null} guess the answer that was chosen
 * @property {Record<string, any>} memory
 */

/**
 * When a scene is done, and what is said of it then. `note` sees each repaint; `came` is the place
 * of the answer that came true, where one did.
 * @template {object} V
 * @template F
 * @typedef {object} SceneRules
 * @property {(at: Happened<V, F>) => void} [note]
 * @property {(at: Happened<V, F>) => boolean} done
 * @property {(at: Happened<V, F>) => string} says
 * @property {(at: Happened<V, F>) => number} [came]
 */

/**
 * What was done in the scene that is on.
 * @typedef {object} Visit
 * @property {Moment<any, any> | null} began
 * @property {Moment<any, any> | null} before
 * @property {number} revision of the newest gesture when it began
 * @property {number | null} guess
 * @property {string} says empty until it is done
 * @property {number | null} came
 * @property {Record<string, any>} memory
 */

export class Guide {
  /** @type {GuidePayload | null} */
  payload = null;
  scene = -1; // that is on; 0 without the guide
  closing = false;

  /**
   * @param {HTMLElement} node
   * @param {HTMLElement} root of the stage
   * @param {ViewStore<any>} store
   * @param {Record<string, SceneRules<any, any>>} rules by the names of the scenes
   * @param {() => void} parted when parts of the stage have come or gone
   */
  constructor(node, root, store, rules, parted) {
    this.node = node;
    this.root = root;
    this.store = store;
    this.rules = rules;
    this.parted = parted;
    /** @type {Moment<any, any> | null} */
    this.now = null;
    this.visit = this.newVisit();
    this.styles = element("style");
    this.head = new GuideHead(this);
    this.body = element("div", { class: "guide-body" });
    this.end = new Closing(store);
    node.replaceChildren(this.head.node, this.body, this.styles);
  }

  newVisit() {
    /** @type {Visit} */
    const visit = {
      began: null,
      before: null,
      revision: this.store.revision,
      guess: null,
      says: "",
      came: null,
      memory: {},
    };
    return visit;
  }

  /** @param {GuidePayload | null} payload */
  receive(payload) {
    if (payload?.name !== this.payload?.name) this.scene = -1; // of another part of the lesson
    this.payload = payload;
    this.node.hidden = !payload;
  }

  get progress() {
    return progressIn(this.payload?.name ?? "");
  }

  get scenes() {
    return this.payload?.scenes ?? [];
  }

  /** The scene that is on, null in the free view. @returns {GuideScenePayload | null} */
  get current() {
    return this.scenes[this.scene - 1] ?? null;
  }

  /** What a view is a change of: its scene's; null in the free view. @param {any} view */
  base({ scene }) {
    return this.scenes[scene - 1]?.view ?? null;
  }

  /**
   * The view of who comes with a link that says nothing: where they were, or the free view.
   * @template {object} V
   * @param {V} defaults
   * @returns {V}
   */
  firstView(defaults) {
    const { done, free } = this.progress;
    const next = this.scenes.findIndex((_, at) => !done.includes(at + 1));
    return free || next < 0 ? { ...defaults } : /** @type {V} */ ({ ...this.scenes[next].view });
  }

  /** @param {number} scene */
  open(scene) {
    this.scene = -1; // also when it is the same: it begins anew
    const free = scene === FREE;
    keepProgress(this.payload?.name ?? "", { free });
    this.store.change(free ? { scene } : { ...this.scenes[scene - 1].view });
    this.head.focus();
  }

  /** To the first scene that is not done; where all are, to the end. */
  resume() {
    const { done } = this.progress;
    const next = this.scenes.findIndex((_, at) => !done.includes(at + 1));
    if (next < 0) this.showEnd(!this.closing);
    else this.open(next + 1);
  }

  /** Goes on from a scene that is done, or that is skipped. */
  next() {
    if (this.scene < this.scenes.length) this.open(this.scene + 1);
    else this.showEnd(true);
  }

  /** What is to be kept, and the way on. @param {boolean} shown */
  showEnd(shown) {
    this.closing = shown;
    this.paint();
    this.head.focus();
  }

  /** @param {number} answer */
  choose(answer) {
    this.visit.guess = answer;
    this.head.setFolded(true);
    const name = this.payload?.name ?? "";
    keepProgress(name, { answers: { ...this.progress.answers, [this.scene]: answer } });
    this.judge();
    this.paint();
  }

  /**
   * After each repaint of the stage.
   * @param {any} view
   * @param {any} facts
   */
  painted(view, facts) {
    if (!this.payload) return;
    const now = { view: { ...view }, facts };
    if (view.scene !== this.scene) this.enter(view.scene);
    this.visit.began ??= now;
    this.visit.before ??= now;
    this.now = now;
    if (!this.current || this.visit.says) return;
    this.rules[this.current.name].note?.(this.happened);
    this.judge();
    this.visit.before = now;
  }

  /** @returns {Happened<any, any>} */
  get happened() {
    const { began, before, guess, memory } = this.visit;
    const now = /** @type {Moment<any, any>} */ (this.now);
    return { began: began ?? now, before: before ?? now, now, guess, memory };
  }

  /** @param {number} scene */
  enter(scene) {
    this.scene = scene;
    this.closing = false;
    this.visit = this.newVisit();
    this.showParts();
    this.point();
    this.paint();
  }

  /** Whether the scene is done now: by a gesture in it, not by what was there when it began. */
  judge() {
    const scene = this.current;
    if (!scene || this.visit.says) return;
    const acted = this.store.revision !== this.visit.revision;
    if (acted) this.head.setFolded(true);
    if (!acted && this.visit.guess === null) return;
    const [rules, at] = [this.rules[scene.name], this.happened];
    if (!rules.done(at)) return;
    this.visit.says = rules.says(at);
    this.visit.came = rules.came?.(at) ?? null;
    const { done } = this.progress;
    keepProgress(this.payload?.name ?? "", { done: [...new Set([...done, this.scene])] });
    this.paint();
  }

  /** Shows the parts of the stage that the scene speaks of. */
  showParts() {
    const parts = /** @type {NodeListOf<HTMLElement>} */ (
      this.root.querySelectorAll("[data-part]")
    );
    const names = new Set(Array.from(parts, (part) => part.dataset.part ?? ""));
    for (const name of this.current?.shows ?? names) names.delete(name);
    const bare = this.root.closest('[data-hides~="facts"]') !== null;
    if (bare) names.add("facts");
    const hidden = [...names].map((name) => `.stage [data-part="${name}"]`);
    setText(this.styles, hidden.length ? `${hidden.join(",")}{display:none!important}` : "");
    for (const box of this.root.querySelectorAll(".toolbar, .panel")) {
      const left = Array.from(box.children, (child) => child.getAttribute("data-part") ?? "");
      const facts = bare && box.matches(".panel"); // what is left explains them
      const gone = (/** @type {string} */ name) => names.has(name) || (facts && name === "legend");
      const empty = left.length > 0 && left.every(gone);
      box.toggleAttribute("data-empty", empty || (facts && !this.current));
    }
    this.parted();
  }

  /** Rings the unit that the scene speaks of, if there is one. */
  point() {
    const place = this.current?.points ?? "";
    for (const unit of this.root.querySelectorAll("[data-unit]"))
      unit.classList.toggle("pointed", unit.getAttribute("data-unit") === place);
    if (place === (this.root.dataset.points ?? "")) return;
    setAttr(this.root, "data-points", place);
    this.store.schedule(); // parts that are drawn read it
  }

  paint() {
    const { payload, progress, current, visit } = this;
    if (!payload) return;
    const done = progress.done.filter((scene) => scene <= this.scenes.length);
    setAttr(this.node, "data-scene", this.scene);
    setAttr(this.node, "data-scenes", this.scenes.length);
    setAttr(this.node, "data-done", done.length);
    setAttr(this.node, "data-finished", Boolean(visit.says));
    this.head.paint(payload, current, this.scene, done, this.closing);
    if (this.closing) this.body.replaceChildren(this.end.opened(payload));
    else this.body.replaceChildren(...(current ? sceneNodes(this, current) : []));
  }
}
