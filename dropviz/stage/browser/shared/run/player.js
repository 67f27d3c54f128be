// @ts-nocheck
// Progress above the charts; below them the slider and the play button of the finished film.

import { element, setAttr, setText } from "../elements.js";
import { formatCount } from "../format.js";
import { playButton, scrubBar } from "../player.js";

// The line of what goes on, its bar, and the button of an offer.
export function progressLine(onOffer) {
  const text = element("strong", { class: "status-text", "data-testid": "status" });
  const detail = element("span", { class: "quiet status-detail" });
  const offer = element("button", { type: "button", class: "button", onClick: onOffer });
  const hint = element("span", { class: "quiet hint" });
  const bar = element(
    "div",
    {
      class: "progress",
      role: "progressbar",
      "aria-label": "Training",
      "aria-valuemin": 0,
      "aria-valuemax": 100,
    },
    element("span"),
  );
  return {
    node: element(
      "div",
      { class: "status" },
      element("div", { class: "status-line" }, text, offer, hint),
      detail,
      bar,
    ),
    // share: of the steps done, from 0 to 1.
    paint({ says, more: further, label, share, running, why }) {
      setAttr(text, "aria-live", running ? "off" : "polite");
      setText(text, says);
      setText(detail, further);
      setText(hint, why);
      offer.hidden = !label;
      setText(offer, label ?? "");
      setAttr(bar, "aria-valuenow", Math.round(100 * share));
      if (bar.share !== share) bar.firstChild.style.setProperty("--share", (bar.share = share));
      bar.classList.toggle("running", running);
      bar.classList.toggle("done", share === 1 && !running);
    },
  };
}

// What stands under the charts: the slider, the play button, and what else is given.
export function filmBar(player, extra) {
  const play = playButton(player, "Play the film of this run");
  const scrub = scrubBar(player, "at");
  const where = element("div", { class: "where" });
  return {
    node: element(
      "div",
      { class: "film" },
      scrub.node,
      element("div", { class: "film-line" }, play.node, where, extra),
    ),
    fit: scrub.fit,
    // run: null before the first.
    paint(run, step, steps) {
      const ready = Boolean(run?.over && run.step > 0);
      if (!ready) player.stop();
      scrub.node.disabled = play.node.disabled = !ready;
      const words = `step ${formatCount(step)} of ${formatCount(run?.settings.steps ?? steps)}`;
      scrub.paint(step, words);
      setText(where, words);
      play.paint();
    },
  };
}
