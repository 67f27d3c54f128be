// @ts-nocheck
// Progress above the charts; below them the slider and the play button of the finished film.

import { button } from "../controls.js";
import { element, setAttr, setText } from "../elements.js";
import { formatCount } from "../format.js";

const FILM_MS = 8000; // a whole film
const FRAME_MS = 80;

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

// Steps through a film. last(): its last step; at(): the present one; show(step, tell).
export class FilmPlayer {
  constructor({ last, at, show, extra }) {
    Object.assign(this, { last, at, show, timer: null });
    this.button = button("Play", "Play the film of this run", () => this.toggle(), {
      "data-testid": "play",
    });
    this.scrub = element("input", {
      type: "range",
      class: "scrub",
      name: "at",
      min: 0,
      step: 1,
      title: "Step of the run",
      "aria-label": "Step of the run",
    });
    this.scrub.oninput = () => {
      this.stop();
      show(Number(this.scrub.value), true);
    };
    this.where = element("div", { class: "where" });
    this.node = element(
      "div",
      { class: "film" },
      this.scrub,
      element("div", { class: "film-line" }, this.button, this.where, extra),
    );
  }

  get playing() {
    return this.timer !== null;
  }

  toggle() {
    if (this.playing) {
      this.stop();
      return this.show(this.at(), true);
    }
    if (this.at() >= this.last()) this.show(0, false);
    const [from, began] = [this.at(), performance.now()];
    this.timer = setInterval(() => {
      const step = Math.floor(from + ((performance.now() - began) / FILM_MS) * this.last());
      if (step >= this.last()) this.stop();
      this.show(Math.min(step, this.last()), step >= this.last());
    }, FRAME_MS);
    this.show(from, false);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
  }

  // The thumb (16 px) stands under the marker of the charts.
  fit(left, right) {
    const [start, width] = [`${left - 8}px`, `${Math.round(right - left) + 16}px`];
    if (this.scrub.style.width !== width || this.scrub.style.marginLeft !== start)
      Object.assign(this.scrub.style, { marginLeft: start, width });
  }

  // run: null before the first.
  paint(run, step, steps) {
    const ready = Boolean(run?.over && run.step > 0);
    if (!ready) this.stop();
    this.scrub.disabled = this.button.disabled = !ready;
    setAttr(this.scrub, "max", Math.max(1, this.last()));
    if (Number(this.scrub.value) !== step) this.scrub.value = step;
    const where = `step ${formatCount(step)} of ${formatCount(run?.settings.steps ?? steps)}`;
    setText(this.where, where);
    setAttr(this.scrub, "aria-valuetext", where);
    setText(this.button, this.playing ? "Pause" : "Play");
  }
}
