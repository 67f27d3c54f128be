// The path on the home page: where to begin or to go on, and what this browser knows to be done.

import { button } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { eraseProgress, progressIn } from "../shared/progress.js";
import { showState, stageOf } from "../shared/protocol.js";
import { wayTo } from "../shared/way.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { PathData, StopPayload } from "./payload.d.ts" */

/** next: the first scene that is not done. @typedef {StopPayload & { done: boolean[], next: number, when: number }} Stop */

class PathStage {
  /** @param {HTMLElement} root @param {ViewStore<object>} store @param {PathData} data */
  constructor(root, store, data) {
    this.root = root;
    this.store = store;
    this.data = data;
    this.asked = false; // whether to erase
  }

  /** @returns {Stop[]} */
  get stops() {
    return this.data.stops.map((stop) => {
      const { done: played, when } = progressIn(stop.name);
      const done = Array.from({ length: stop.scenes }, (_, at) => played.includes(at + 1));
      return { ...stop, done, next: done.indexOf(false) + 1, when };
    });
  }

  paint() {
    const { stops } = this;
    const done = stops.reduce((sum, stop) => sum + countOf(stop), 0);
    this.root.replaceChildren(
      element("div", { class: "path-row" }, ...this.way(stops, done)),
      ...(done ? [list(stops, this.store), this.erasing()] : []),
    );
    showState(this.root, { done });
  }

  // Where one was last, else the first lesson that is not done.
  /** @param {Stop[]} stops @param {number} done */
  way(stops, done) {
    const open = stops.filter((stop) => stop.next);
    const latest = open.reduce((best, stop) => (stop.when > best.when ? stop : best), open[0]);
    const minutes = stops.reduce((sum, stop) => sum + stop.minutes, 0);
    if (!latest) return this.afterAll(stops[stops.length - 1]);
    const label = done
      ? `Continue: ${latest.title}, scene ${latest.next} of ${latest.scenes}`
      : `Start here: ${latest.title}`;
    const link = wayTo(this.store, latest.name, { class: "button main", text: label });
    const about = done
      ? `${done} of ${stops.reduce((sum, stop) => sum + stop.scenes, 0)} scenes done`
      : `${latest.minutes} minutes; the whole path takes about ${minutes}`;
    return [link, element("span", { class: "quiet", text: about })];
  }

  /** @param {Stop} last of the path */
  afterAll({ name, title }) {
    const link = wayTo(this.store, name, { class: "button main", text: title });
    return [link, element("span", { class: "quiet", text: "You have played every scene." })];
  }

  erasing() {
    const ask = (/** @type {boolean} */ asked) => {
      this.asked = asked;
      this.paint();
    };
    const erase = () => {
      eraseProgress();
      ask(false);
    };
    return this.asked
      ? element(
          "p",
          { class: "path-erase", role: "alert" },
          "Erase what this browser has kept of your progress? ",
          button("Erase", "It cannot be undone", erase),
          " ",
          button("Keep", "Change nothing", () => ask(false)),
        )
      : element(
          "p",
          { class: "path-erase quiet" },
          "Kept in this browser alone. ",
          button("Erase my progress", "Asks once more", () => ask(true), {
            class: "button quiet-button",
          }),
        );
  }
}

/** How many scenes are done. @param {Stop} stop */
const countOf = ({ done }) => done.filter(Boolean).length;

/** @param {Stop[]} stops @param {ViewStore<object>} store */
function list(stops, store) {
  const items = stops.map((stop, place) => {
    const link = wayTo(store, stop.name, { text: `${place + 1} ${stop.title}` });
    const counted = element("span", {
      class: "path-dots",
      role: "img",
      "aria-label": `${countOf(stop)} of ${stop.scenes} scenes done`,
      text: stop.done.map((played) => (played ? "●" : "○")).join(""),
    });
    const some = stop.scenes ? [counted] : []; // else there is nothing to count
    return element("li", { "data-lesson": stop.name, "data-done": countOf(stop) }, link, ...some);
  });
  return element("ol", { class: "path-list", "aria-label": "Your progress" }, ...items);
}

export default stageOf(
  (root, /** @type {ViewStore<any>} */ store, /** @type {PathData} */ data) =>
    new PathStage(root, store, data),
);
