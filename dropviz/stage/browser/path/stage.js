// The path on the home page: where to begin or to go on, and what this browser knows to be done.

import { button } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { eraseProgress, progressIn } from "../shared/progress.js";
import { showState, stageOf } from "../shared/protocol.js";
import { wayTo } from "../shared/way.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { PathData, StopPayload } from "./payload.d.ts" */

/** @typedef {StopPayload & { done: number, when: number }} Stop */

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
      const { done, when } = progressIn(stop.name);
      return { ...stop, done: done.filter((scene) => scene <= stop.scenes).length, when };
    });
  }

  paint() {
    const { stops } = this;
    const done = stops.reduce((sum, stop) => sum + stop.done, 0);
    this.root.replaceChildren(
      element("div", { class: "path-row" }, ...this.way(stops, done)),
      ...(done ? [list(stops, this.store), this.erasing()] : []),
    );
    showState(this.root, { done });
  }

  // Where one was last, else the first lesson that is not done.
  /** @param {Stop[]} stops @param {number} done */
  way(stops, done) {
    const open = stops.filter((stop) => stop.done < stop.scenes);
    const latest = open.reduce((best, stop) => (stop.when > best.when ? stop : best), open[0]);
    const minutes = stops.reduce((sum, stop) => sum + stop.minutes, 0);
    if (!latest) return [element("p", { text: "You have played every scene. Explore freely." })];
    const label = done
      ? `Continue: ${latest.title}, scene ${latest.done + 1} of ${latest.scenes}`
      : `Start here: ${latest.title}`;
    const link = wayTo(this.store, latest.name, { class: "button main", text: label });
    const about = done
      ? `${done} of ${stops.reduce((sum, stop) => sum + stop.scenes, 0)} scenes done`
      : `${latest.minutes} minutes; the whole path takes about ${minutes}`;
    return [link, element("span", { class: "quiet", text: about })];
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

/** @param {Stop[]} stops @param {ViewStore<object>} store */
function list(stops, store) {
  const items = stops.flatMap(({ name, title, scenes, done }, place) => {
    if (!scenes) return []; // nothing to count
    const dots = "●".repeat(done) + "○".repeat(scenes - done);
    const link = wayTo(store, name, { text: `${place + 1} ${title}` });
    const counted = element("span", {
      class: "path-dots",
      role: "img",
      "aria-label": `${done} of ${scenes} scenes done`,
      text: dots,
    });
    return [element("li", { "data-lesson": name, "data-done": done }, link, counted)];
  });
  return element("ol", { class: "path-list", "aria-label": "Your progress" }, ...items);
}

export default stageOf(
  (root, /** @type {ViewStore<any>} */ store, /** @type {PathData} */ data) =>
    new PathStage(root, store, data),
);
