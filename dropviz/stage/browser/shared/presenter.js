// The presenter view of a lesson, for a hall: the stage alone, as large as the window; and the stage
// in a frame of another page. Which of them it is, the address says (page_link.js).

import { button } from "./controls.js";
import { element, setAttr } from "./elements.js";
import { presenting, readPageLink } from "./page_link.js";
import { Scaler } from "./scale.js";

/** @import { Guide } from "./guide.js" */

const HOLDS = "data-holds-stage"; // what is around the stage; the page hides all beside it
const MARGIN = 16; // px of the window around the stage
const LEAST_ROOM = 240; // px
const TYPED = "textarea, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";
const OWN_ARROWS = "input, select, textarea, summary, [contenteditable]";
const BLANKS = ["b", "."]; // as remote controls send it
const SCENES = { PageDown: 1, PageUp: -1, ArrowRight: 1, ArrowLeft: -1 };

export class Presenter {
  presents = false;
  embeds = false;
  entered = false; // by a gesture, not by a link

  /**
   * @param {HTMLElement} frame around guide and stage
   * @param {Guide} guide
   * @param {() => void} layOut
   */
  constructor(frame, guide, layOut) {
    this.frame = frame;
    this.guide = guide;
    this.mark = `stage-${Math.random()}`;
    this.scaler = new Scaler(frame, layOut);
    const title = "Presenter view: the stage as large as the window (key f)";
    const quiet = { class: "button quiet-button present", "aria-label": "Present" };
    this.button = button("", title, () => this.present(true), quiet); // a drawn screen
    this.bar = element(
      "div",
      { class: "presenter-bar", role: "group", "aria-label": "Presenter" },
      button("‹", "Previous scene (Page Up)", () => this.go(-1), {
        "aria-label": "Previous scene",
      }),
      button("›", "Next scene (Page Down)", () => this.go(1), { "aria-label": "Next scene" }),
      element("span", { class: "presenter-guide" }),
      button("Blank", "Blanks the screen (key b)", () => this.blank(true)),
      button("Leave", "Leaves the presenter view (Escape)", () => this.present(false)),
    );
    this.dark = element("div", { class: "blank", role: "status", hidden: true });
    this.dark.onclick = () => this.blank(false);
    frame.append(this.dark);
    this.pressed = this.pressed.bind(this);
    this.fit = this.fit.bind(this);
  }

  /** Whenever Streamlit calls: what stands around the stage may be new. */
  open() {
    addEventListener("keydown", this.pressed);
    addEventListener("resize", this.fit);
    const { guide, bar } = this;
    const toolbar = guide.root.querySelector(".toolbar");
    if (!this.button.isConnected) (guide.payload ? guide.head.node : toolbar)?.append(this.button);
    if (!bar.isConnected) toolbar?.append(bar);
    bar.toggleAttribute("data-guided", guide.payload !== null);
    this.read();
  }

  close() {
    removeEventListener("keydown", this.pressed);
    removeEventListener("resize", this.fit);
    this.scaler.grown.disconnect();
    this.release();
  }

  /** What the address says of the page is shown. */
  read() {
    const { presents, embeds, hides } = readPageLink(location.search);
    const view = presents ? "present" : embeds ? "embed" : "page";
    const hidden = [...new Set([...hides, ...(presents ? ["facts"] : [])])].join(" ");
    const other = this.frame.dataset.view !== view || this.frame.dataset.hides !== hidden;
    this.presents = presents;
    this.embeds = embeds;
    this.hold(view);
    if (!other) return;
    setAttr(this.frame, "data-view", view);
    setAttr(this.frame, "data-hides", hidden);
    this.blank(false);
    const { free, copy, node, fold } = this.guide.head;
    if (presents) this.bar.querySelector(".presenter-guide")?.append(free, copy);
    else if (!node.contains(free)) node.append(free, copy, this.button, fold);
    this.guide.showParts();
    this.fit();
  }

  /** Marks what is around the stage: the page's styles hide all the rest. @param {string} view */
  hold(view) {
    document.documentElement.dataset.dropviz = view;
    for (let at = /** @type {Node | null} */ (this.frame); at; at = parentOf(at))
      if (at instanceof Element) setAttr(at, HOLDS, this.mark);
  }

  release() {
    for (const node of document.querySelectorAll(`[${HOLDS}="${this.mark}"]`)) {
      node.removeAttribute(HOLDS);
      if (node === document.documentElement) delete document.documentElement.dataset.dropviz;
    }
  }

  /** Makes the stage as large as there is room for. */
  fit() {
    if (this.presents)
      this.scaler.fit({ width: innerWidth - 2 * MARGIN, height: innerHeight - 2 * MARGIN });
    else if (this.embeds) {
      const top = Math.max(0, this.frame.getBoundingClientRect().top);
      const high = Math.max(LEAST_ROOM, innerHeight - top - MARGIN);
      this.scaler.fit({ width: this.frame.clientWidth, height: high });
    } else this.scaler.fit(null);
  }

  /** @param {boolean} presents */
  present(presents) {
    history.replaceState(history.state, "", presenting(location.href, presents));
    this.read();
    if (presents) this.guide.head.focus();
    else this.button.focus({ preventScroll: true });
  }

  /** @param {boolean} dark */
  blank(dark) {
    this.dark.hidden = !dark;
    this.dark.textContent = dark ? "The screen is blank; any key shows it." : "";
  }

  /** To the next scene or the one before; the end of the guide comes after the last. @param {number} by */
  go(by) {
    const { guide } = this;
    const last = guide.scenes.length;
    if (!last) return;
    if (guide.closing) return by < 0 ? guide.showEnd(false) : undefined;
    const scene = guide.scene || (by < 0 ? last + 1 : 0);
    if (scene + by > last) guide.showEnd(true);
    else if (scene + by > 0) guide.open(scene + by);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {Element} */ (event.composedPath()[0]);
    const typed = target instanceof Element && target.matches(TYPED);
    if (this.takes(event, target, typed)) event.preventDefault();
  }

  /** Whether a key is for the presenter. @param {KeyboardEvent} event @param {Element} target @param {boolean} typed */
  takes({ key }, target, typed) {
    if (!this.presents) return key === "f" && !typed && (this.present(true), true);
    if (!this.dark.hidden) return (this.blank(false), true);
    if (key === "Escape") return (this.present(false), true);
    const by = SCENES[/** @type {keyof typeof SCENES} */ (key)];
    if (by) return !(key.startsWith("Arrow") && this.keepsArrows(target)) && (this.go(by), true);
    return BLANKS.includes(key) && !typed && (this.blank(true), true);
  }

  /** Whether arrow keys are for what has the focus. @param {Element} target */
  keepsArrows(target) {
    return this.guide.root.contains(target) || target.matches(OWN_ARROWS);
  }
}

/** @param {Node} node @returns {Node | null} */
function parentOf(node) {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}
