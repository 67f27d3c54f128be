// The player of a recorded run: its buttons, and the loss curves to scrub on.

import { button } from "../shared/controls.js";
import { element, part, setAttr, setText } from "../shared/elements.js";
import { dragAlong, playButton, scrubBar, stepButtons } from "../shared/player.js";
import { PLOT, paintCurves, plotRight } from "./curves.js";
import { curvesText, lossesText } from "./words.js";

/** @import { Player } from "../shared/player.js" */
/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { ThinnedView } from "./payload.d.ts" */
/** @import { Look } from "./look.js" */
/** @import { Scene } from "./scene.js" */

/**
 * @param {Player} player
 * @param {HTMLElement} speed the drop-down that stands among the buttons
 * @param {ViewStore<ThinnedView>} store
 */
export function runPlayer(player, speed, store) {
  const [back, forward] = stepButtons(player);
  const play = playButton(player, "Play or pause the recorded run (Space)");
  const where = element("div", { class: "where" });
  const scrub = scrubBar(player, "step");
  const curves = element("canvas", { role: "img", class: "curves" });
  dragAlong(curves, (x, width) => {
    const share = (x - PLOT.left) / (plotRight(width) - PLOT.left);
    player.goTo(1 + Math.round(share * (player.last() - 1)));
  });
  const measure = button(
    "Measure without masks",
    "The loss of the same batch by the same weights, every unit kept",
    () => store.change({ plain: store.view.plain === "shown" ? "hidden" : "shown" }),
  );
  const losses = element("p", { class: "losses" });
  return {
    node: part(
      "player",
      element(
        "div",
        { class: "player" },
        element(
          "div",
          { class: "transport" },
          ...part("play", element("div", { class: "buttons" }, back, play.node, forward)),
          where,
          ...part("speed", speed),
          ...part("measure", measure),
        ),
        element("div", { class: "plot" }, curves, scrub.node, losses),
      ),
    )[0],
    curves,
    fit: (/** @type {number} */ width) => scrub.fit(PLOT.left, plotRight(width)),
    paintCurves: (/** @type {Scene} */ scene, /** @type {Look} */ look) =>
      paintCurves(curves, look, scene),
    paint(/** @type {Scene} */ scene) {
      const words = `step ${scene.step + 1} of ${scene.run.steps}`;
      play.paint();
      setText(where, words);
      setText(losses, lossesText(scene));
      setAttr(measure, "aria-pressed", scene.view.plain === "shown");
      scrub.paint(scene.view.step, words);
      setAttr(curves, "aria-label", curvesText(scene));
    },
  };
}
