// @ts-nocheck
// Plays training steps one after the other; they are told to Python when the play ends.

import { button, slider } from "../shared/controls.js";
import { element, setText } from "../shared/elements.js";

const STEP_MS = 320;

export class StepPlayer {
  constructor(store, lastStep) {
    Object.assign(this, { store, lastStep, timer: null });
    this.back = button("‹", "One step back", () => this.goTo(store.view.step - 1), {
      "aria-label": "Step back",
    });
    this.play = button(
      "Play",
      "Play or pause the training steps",
      () => (this.timer === null ? this.start() : this.pause()),
      { "data-testid": "play" },
    );
    this.forward = button("›", "One step forward", () => this.goTo(store.view.step + 1), {
      "aria-label": "Step forward",
    });
    this.slider = slider({
      label: "step",
      name: "step",
      title: "Training step: each has coins of its own",
      min: 1,
      max: lastStep,
      step: 1,
      digits: 0,
      onInput: (step) => this.goTo(step),
    });
    this.node = element(
      "span",
      { class: "control" },
      this.back,
      this.play,
      this.forward,
      this.slider.node,
    );
  }

  start() {
    if (this.store.view.step >= this.lastStep) this.store.change({ step: 1 }, { tell: false });
    this.timer = setInterval(() => this.tick(), STEP_MS);
    this.store.schedule();
  }

  tick() {
    this.store.change({ step: Math.min(this.lastStep, this.store.view.step + 1) }, { tell: false });
    if (this.store.view.step >= this.lastStep) this.pause();
  }

  // Without a word to Python: the stage is leaving, or a step is told right after.
  stop() {
    clearInterval(this.timer);
    this.timer = null;
  }

  pause() {
    this.stop();
    this.store.change({});
  }

  goTo(step) {
    this.stop();
    this.store.change({ step: Math.max(1, Math.min(this.lastStep, step)) });
  }

  paint(step) {
    this.slider.set(step);
    setText(this.play, this.timer === null ? "Play" : "Pause");
    this.back.disabled = step <= 1;
    this.forward.disabled = step >= this.lastStep;
  }
}
