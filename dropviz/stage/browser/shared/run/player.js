// Below the charts: the slider and the play button of the finished film.

import { element, setText } from "../elements.js";
import { formatCount } from "../format.js";
import { playButton, scrubBar } from "../player.js";

/** @typedef {import("./film.js").Run} Run */

/**
 * @param {import("../player.js").Player} player
 * @param {Node} extra what stands beside the step
 */
export function filmBar(player, extra) {
  const play = playButton(player, "Play the film of this run");
  const scrub = scrubBar(player, "at");
  const where = element("div", { class: "where" });
  const line = element("div", { class: "film-line" }, play.node, where, extra);
  return {
    node: element("div", { class: "film" }, scrub.node, line),
    fit: scrub.fit,
    /** @param {Run | null} run @param {number} step @param {number} lastStep */
    paint(run, step, lastStep) {
      const ready = Boolean(run?.over && run.step > 0);
      if (!ready) player.stop();
      scrub.node.disabled = play.node.disabled = !ready;
      const words = `step ${formatCount(step)} of ${formatCount(lastStep)}`;
      scrub.paint(step, words);
      setText(where, words);
      play.paint();
    },
  };
}
