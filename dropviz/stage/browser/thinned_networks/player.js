// The player of a recorded run: its buttons, and the loss curves to scrub on.

import { element, setAttr, setText } from "../shared/elements.js";
import { dragAlong, playButton, scrubBar, stepButtons } from "../shared/player.js";
import { PLOT, paintCurves, plotRight } from "./curves.js";
import { MEAN_STEPS } from "./scene.js";
import { curvesText } from "./words.js";

/** @import { Player } from "../shared/player.js" */
/** @import { Look } from "./look.js" */
/** @import { Scene } from "./scene.js" */

/**
 * @param {Player} player
 * @param {HTMLElement} speed the drop-down that stands among the buttons
 */
export function runPlayer(player, speed) {
  const [back, forward] = stepButtons(player);
  const play = playButton(player, "Play or pause the recorded run (Space)");
  const where = element("div", { class: "where" });
  const scrub = scrubBar(player, "step");
  const curves = element("canvas", { role: "img", class: "curves" });
  dragAlong(curves, (x, width) => {
    const share = (x - PLOT.left) / (plotRight(width) - PLOT.left);
    player.goTo(1 + Math.round(share * (player.last() - 1)));
  });
  const note = `Thick: mean of ${MEAN_STEPS} steps; thin, dot: batch with masks.`;
  return {
    node: element(
      "div",
      { class: "player" },
      element(
        "div",
        { class: "transport" },
        element("div", { class: "buttons" }, back, play.node, forward),
        where,
        speed,
        element("p", { class: "quiet note", text: note }),
      ),
      element("div", { class: "plot" }, curves, scrub.node),
    ),
    curves,
    fit: (/** @type {number} */ width) => scrub.fit(PLOT.left, plotRight(width)),
    paintCurves: (/** @type {Scene} */ scene, /** @type {Look} */ look) =>
      paintCurves(curves, look, scene),
    paint(/** @type {Scene} */ scene) {
      const words = `step ${scene.step + 1} of ${scene.run.steps}`;
      play.paint();
      setText(where, words);
      scrub.paint(scene.view.step, words);
      setAttr(curves, "aria-label", curvesText(scene));
    },
  };
}
