// @ts-nocheck
// The player of a recorded run: its buttons, and the loss curves to scrub on.

import { element, setAttr, setText } from "../shared/elements.js";
import { dragAlong, playButton, scrubBar, stepButtons } from "../shared/player.js";
import { MEAN_STEPS, PLOT, paintCurves, plotRight } from "./pictures.js";
import { curvesText } from "./words.js";

// speed: the drop-down that stands among the player's buttons.
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
  const transport = element(
    "div",
    { class: "transport" },
    element("div", { class: "buttons" }, back, play.node, forward),
    where,
    speed.node,
    element("p", {
      class: "quiet note",
      text: `Thick: mean of ${MEAN_STEPS} steps; thin, dot: batch with masks.`,
    }),
  );
  return {
    node: element(
      "div",
      { class: "player" },
      transport,
      element("div", { class: "plot" }, curves, scrub.node),
    ),
    curves,
    fit: (width) => scrub.fit(PLOT.left, plotRight(width)),
    paintCurves: (scene, look) =>
      paintCurves(curves, look, scene.run, scene.means, scene.step, scene.stale),
    paint({ run, step, view, means }) {
      const words = `step ${step + 1} of ${run.steps}`;
      play.paint();
      setText(where, words);
      scrub.paint(view.step, words);
      setAttr(curves, "aria-label", curvesText(run, means, step));
    },
  };
}
