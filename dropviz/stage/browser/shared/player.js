// Playing: steps are taken as time passes, by one clock; the buttons, slider and keys to play with.

import { button } from "./controls.js";
import { element, setAttr, setText } from "./elements.js";
import { placeIn } from "./scale.js";

const LONGEST_LAG = 250; // ms by which a slow repaint may be made up for
const EARLY = 0.01; // of a step: so much earlier than asked may a timer come

/**
 * What is played, and how.
 * @typedef {object} Playing
 * @property {() => number} at the step that is shown
 * @property {(step: number) => object | null} show what a step changes in the view, if anything
 * @property {() => number} rate steps a second
 * @property {number} [first] 1 unless said otherwise
 * @property {() => number} [last] without it the play has no end
 * @property {number} [frame] ms at least from one repaint to the next
 * @property {boolean} [tells] whether Python is told, once a play has ended
 */

/**
 * The part of a stage's store that a player uses.
 * @typedef {object} PlayedStore
 * @property {(patch: object, how?: {tell?: boolean}) => void} change
 * @property {() => void} schedule
 */

export class Player {
  /**
   * @param {PlayedStore} store
   * @param {Playing} playing
   */
  constructor(store, { at, show, rate, first = 1, last, frame = 0, tells = true }) {
    this.store = store;
    this.at = at;
    this.show = show;
    this.rate = rate;
    this.first = first;
    this.last = last ?? (() => Infinity);
    this.frame = frame;
    this.tells = tells;
    this.playing = false;
    this.timer = 0;
    this.owed = 0; // steps that time has earned and the play has not yet taken
    this.since = 0; // ms: when the clock was last looked at
    this.due = 0; // ms from then to the next step
    this.pace = 0; // steps a ms
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  // From the start where it stands at the end.
  play() {
    this.begin();
    if (this.at() >= this.last()) this.take(this.first);
    else this.store.schedule();
  }

  // For a stage that is being built: nothing is painted yet. Not where motion is not wanted.
  playUnasked() {
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.begin();
  }

  begin() {
    this.playing = true;
    this.owed = 0;
    this.wait();
  }

  pause() {
    this.stop();
    this.store.change({}, { tell: this.tells });
  }

  // Without a word to Python: the stage is leaving, or a step is told right after.
  stop() {
    this.playing = false;
    clearTimeout(this.timer);
  }

  // Until the next step is due.
  wait() {
    this.pace = this.rate() / 1000;
    this.due = Math.max(this.frame, (1 - this.owed) / this.pace);
    this.since = performance.now();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.tick(), this.due);
  }

  // On a page that nobody sees nothing is played.
  tick() {
    const passed = Math.min(performance.now() - this.since, this.due + LONGEST_LAG);
    if (!document.hidden) this.owed += passed * this.pace;
    const steps = Math.floor(this.owed + EARLY);
    this.owed = Math.max(0, this.owed - steps);
    if (steps) this.take(this.at() + steps);
    if (!this.playing) return; // what was painted has stopped it
    if (this.at() >= this.last()) this.pause();
    else this.wait();
  }

  /** @param {number} step */
  goTo(step) {
    this.stop();
    this.take(step, this.tells);
  }

  /** @param {number} step */
  take(step, tell = false) {
    const changed = this.show(Math.max(this.first, Math.min(this.last(), step)));
    if (changed) this.store.change(changed, { tell });
  }

  /** @param {number} steps */
  stepBy(steps) {
    this.goTo(this.at() + steps);
  }
}

/**
 * @param {Player} player
 * @param {string} title
 * @param {object} [extra] attributes
 */
export function playButton(player, title, extra = { "data-testid": "play" }) {
  const node = button("Play", title, () => player.toggle(), extra);
  return { node, paint: () => setText(node, player.playing ? "Pause" : "Play") };
}

/**
 * One step back, one step forward.
 * @param {Player} player
 */
export function stepButtons(player) {
  return [
    button("‹", "One step back", () => player.stepBy(-1), { "aria-label": "Step back" }),
    button("›", "One step forward", () => player.stepBy(1), { "aria-label": "Step forward" }),
  ];
}

/**
 * A slider along all steps, to stand under a plot of them.
 * @param {Player} player
 * @param {string} name
 */
export function scrubBar(player, name) {
  const node = element("input", {
    type: "range",
    class: "scrub",
    name,
    min: player.first,
    step: 1,
    title: "Step of the run",
    "aria-label": "Step of the run",
  });
  node.oninput = () => player.goTo(Number(node.value));
  return {
    node,
    // The thumb (16 px) stands under the marker of the plot. In px of the plot.
    fit(/** @type {number} */ left, /** @type {number} */ right) {
      const [start, width] = [`${left - 8}px`, `${Math.round(right - left) + 16}px`];
      if (node.style.width !== width || node.style.marginLeft !== start)
        Object.assign(node.style, { marginLeft: start, width });
    },
    // where: the step in words
    paint(/** @type {number} */ step, /** @type {string} */ where) {
      setAttr(node, "max", Math.max(1, player.last()));
      if (Number(node.value) !== step) node.value = String(step);
      setAttr(node, "aria-valuetext", where);
    },
  };
}

/**
 * Space plays and pauses, arrow keys step; a form control keeps its own keys.
 * @param {Player} player
 */
export function playerKeys(player) {
  return (/** @type {KeyboardEvent} */ event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const target = /** @type {Element} */ (event.target);
    if (target.closest("input, select, summary, .more-panel")) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) player.stepBy(by);
    else if (event.key === " " && !target.closest("button")) player.toggle();
    else return;
    event.preventDefault();
  };
}

/**
 * A press or a drag anywhere on a plot goes to the step there.
 * @param {HTMLElement} plot
 * @param {(x: number, width: number) => void} onPlace px from the left, and how wide the plot is
 */
export function dragAlong(plot, onPlace) {
  const follow = (/** @type {PointerEvent} */ event) => {
    const { x, width } = placeIn(plot, event);
    onPlace(x, width);
  };
  plot.onpointerdown = (event) => {
    if (event.button !== 0) return;
    plot.setPointerCapture(event.pointerId);
    follow(event);
  };
  plot.onpointermove = (event) => {
    if (plot.hasPointerCapture(event.pointerId)) follow(event);
  };
}
