// The first line of a guide: where one is, what is asked, the way to the other scenes, the link.

import { copyButton } from "./copy_link.js";
import { element, setAttr, setText } from "./elements.js";

/** @import { Guide } from "./guide.js" */
/** @import { GuidePayload, GuideScenePayload } from "./payload.d.ts" */

export const FREE = 0; // the scene of the free view

/**
 * What leads from the free view to the guide.
 * @param {number} scenes @param {number} minutes @param {number} done @param {boolean} closing
 */
function guideWords(scenes, minutes, done, closing) {
  if (closing) return "Close the guide";
  if (done === scenes) return "Guide: what to keep, what comes next";
  return `Guide: ${scenes} scenes, ${minutes} minutes${done ? ` (${done} done)` : ""}`;
}

export class GuideHead {
  /** @param {Guide} guide */
  constructor(guide) {
    this.guide = guide;
    this.place = element("span", { class: "guide-place" });
    this.ask = element("h2", { class: "guide-ask", tabindex: "-1" });
    this.dots = element("div", { class: "guide-dots", role: "group", "aria-label": "Scenes" });
    this.free = element("button", { type: "button", class: "button quiet-button" });
    this.copy = copyButton(guide.store);
    this.fold = element("button", { type: "button", class: "button guide-fold" });
    this.fold.onclick = () => this.setFolded(!this.folded);
    this.setFolded(false);
    this.node = element(
      "div",
      { class: "guide-head" },
      this.place,
      this.ask,
      this.dots,
      this.free,
      this.copy,
      this.fold,
    );
  }

  get folded() {
    return this.guide.node.classList.contains("folded");
  }

  /** On a phone, where the guide lies over the lower edge. @param {boolean} folded */
  setFolded(folded) {
    this.guide.node.classList.toggle("folded", folded);
    setAttr(this.fold, "aria-expanded", !folded);
    setAttr(this.fold, "aria-label", folded ? "Unfold the guide" : "Fold the guide");
    setText(this.fold, folded ? "▴" : "▾");
  }

  focus() {
    this.setFolded(false);
    this.ask.focus({ preventScroll: true });
  }

  /**
   * @param {GuidePayload} payload
   * @param {GuideScenePayload | null} scene
   * @param {number} at
   * @param {number[]} done
   * @param {boolean} closing
   */
  paint({ scenes, minutes, about }, scene, at, done, closing) {
    const place = about ? `${about}, ${at} of ${scenes.length}` : `${at} of ${scenes.length}`;
    setText(this.place, scene && !closing ? place : "");
    setText(
      this.ask,
      closing ? "Keep this" : (scene?.ask ?? "You explore freely: everything is on the stage."),
    );
    this.free.textContent = scene
      ? "Explore freely"
      : guideWords(scenes.length, minutes, done.length, closing);
    this.free.onclick = () => (scene ? this.guide.open(FREE) : this.guide.resume());
    this.dots.hidden = !scene && !closing;
    this.dots.replaceChildren(
      ...scenes.map((_, place) =>
        element("button", {
          type: "button",
          class: "guide-dot",
          "aria-label": `Scene ${place + 1}${done.includes(place + 1) ? ", done" : ""}`,
          "aria-current": place + 1 === at ? "step" : false,
          "data-done": String(done.includes(place + 1)),
          onClick: () => this.guide.open(place + 1),
        }),
      ),
    );
  }
}
