// @ts-nocheck
// Playing a recorded run: the clock, the buttons, and the loss curves to scrub on.

import { button } from "../shared/controls.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { MEAN_STEPS, PLOT, paintCurves, plotRight } from "./pictures.js";
import { curvesText } from "./words.js";

// Takes steps as time passes. They are told to Python only when the play ends.
export class Playback {
  // lastStep() is the number of steps of the run that is shown now.
  constructor(store, lastStep) {
    Object.assign(this, { store, lastStep, playing: false, request: 0, lastTick: 0 });
    this.owed = 0; // steps that time has earned and playback has not yet taken
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    this.playing = true;
    if (this.store.view.step >= this.lastStep()) this.store.change({ step: 1 }, { tell: false });
    [this.lastTick, this.owed] = [performance.now(), 0];
    this.request = requestAnimationFrame((now) => this.tick(now));
    this.store.schedule();
  }

  pause() {
    this.stop();
    this.store.change({});
  }

  // Without a word to Python: the stage is leaving, or a step is told right after.
  stop() {
    this.playing = false;
    cancelAnimationFrame(this.request);
  }

  tick(now) {
    this.owed += (Math.max(0, Math.min(now - this.lastTick, 250)) / 1000) * this.store.view.speed;
    this.lastTick = now;
    const taken = Math.floor(this.owed);
    if (taken) {
      this.owed -= taken;
      const step = Math.min(this.lastStep(), this.store.view.step + taken);
      this.store.change({ step }, { tell: false });
      if (step === this.lastStep()) return this.pause();
    }
    this.request = requestAnimationFrame((next) => this.tick(next));
  }

  goTo(step) {
    this.stop();
    this.store.change({ step: Math.max(1, Math.min(this.lastStep(), step)) });
  }

  stepBy(steps) {
    this.goTo(this.store.view.step + steps);
  }
}

// Space plays and pauses, arrow keys step; a form control keeps its own keys.
export function playerKeys(playback) {
  return (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target;
    if (target.closest("input, select, summary, .more-panel")) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) playback.stepBy(by);
    else if (event.key === " " && !target.closest("button")) playback.toggle();
    else return;
    event.preventDefault();
  };
}

// A press or a drag anywhere on the curves goes to that step.
function scrubOnPointer(canvas, playback) {
  const follow = (event) => {
    const box = canvas.getBoundingClientRect();
    const at = (event.clientX - box.left - PLOT.left) / (plotRight(box.width) - PLOT.left);
    playback.goTo(1 + Math.round(at * (playback.lastStep() - 1)));
  };
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    follow(event);
  };
  canvas.onpointermove = (event) => canvas.hasPointerCapture(event.pointerId) && follow(event);
}

// speed: the drop-down that stands among the player's buttons.
export function runPlayer(playback, speed) {
  const back = button("‹", "One step back", () => playback.stepBy(-1), {
    "aria-label": "Step back",
  });
  const play = button("Play", "Play or pause the recorded run (Space)", () => playback.toggle(), {
    "data-testid": "play",
  });
  const forward = button("›", "One step forward", () => playback.stepBy(1), {
    "aria-label": "Step forward",
  });
  const where = element("div", { class: "where" });
  const scrub = element("input", {
    type: "range",
    class: "scrub",
    name: "step",
    min: 1,
    step: 1,
    title: "Step of the run",
    "aria-label": "Step of the run",
  });
  scrub.oninput = () => playback.goTo(Number(scrub.value));
  const curves = element("canvas", { role: "img", class: "curves" });
  scrubOnPointer(curves, playback);
  const transport = element(
    "div",
    { class: "transport" },
    element("div", { class: "buttons" }, back, play, forward),
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
      element("div", { class: "plot" }, curves, scrub),
    ),
    curves,
    fit(width) {
      // The slider's thumb (16 px) stands under the marker of the curves.
      Object.assign(scrub.style, {
        marginLeft: `${PLOT.left - 8}px`,
        width: `${plotRight(width) - PLOT.left + 16}px`,
      });
    },
    paintCurves: (scene, look) =>
      paintCurves(curves, look, scene.run, scene.means, scene.step, scene.stale),
    paint({ run, step, view, means }) {
      setText(play, playback.playing ? "Pause" : "Play");
      setText(where, `step ${step + 1} of ${run.steps}`);
      setAttr(scrub, "max", run.steps);
      if (Number(scrub.value) !== view.step) scrub.value = view.step;
      setAttr(scrub, "aria-valuetext", `step ${step + 1} of ${run.steps}`);
      setAttr(curves, "aria-label", curvesText(run, means, step));
    },
  };
}
