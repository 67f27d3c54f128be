// Units that a person drops and restores: a pointer is dragged over them, Space, Enter and a click
// toggle one, arrow keys go from one to the next.

import { setAttr } from "./elements.js";

/** @type {Record<string, [dx: number, dy: number]>} */
export const ARROWS = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

// Which of these points, in px, lies nearest in the direction of an arrow key; -1 if none.
/** @param {{x: number, y: number}[]} points @param {{x: number, y: number}} from @param {string} key */
export function nearestInDirection(points, from, key) {
  const [dx, dy] = ARROWS[key];
  let best = -1;
  let least = Infinity;
  points.forEach(({ x, y }, i) => {
    const ahead = (x - from.x) * dx + (y - from.y) * dy;
    const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
    if (ahead >= 2 && ahead + 3 * aside < least) [least, best] = [ahead + 3 * aside, i];
  });
  return best;
}

// The same for elements on the page.
/** @param {HTMLElement[]} nodes @param {HTMLElement} from @param {string} key */
export function nearestNode(nodes, from, key) {
  /** @param {HTMLElement} node */
  const centre = (node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };
  return nodes[nearestInDirection(nodes.map(centre), centre(from), key)];
}

// One of these units can be reached with Tab, the others from there with arrow keys.
/** @param {HTMLElement[]} units @param {HTMLElement} unit */
export function focusAmong(units, unit) {
  for (const other of units) setAttr(other, "tabindex", other === unit ? "0" : "-1");
  unit.focus({ preventScroll: true });
}

/**
 * @typedef {Object} UnitKeys
 * @property {(node: HTMLElement) => boolean} isUnit
 * @property {(unit: HTMLElement, event: Event) => void} toggle
 * @property {(unit: HTMLElement, key: string) => HTMLElement | undefined} neighbour
 * @property {(unit: HTMLElement) => void} focus
 */

/** @param {HTMLElement} node @param {UnitKeys} keys */
export function listenToKeys(node, { isUnit, toggle, neighbour, focus }) {
  node.onkeydown = (event) => {
    const unit = /** @type {HTMLElement} */ (event.target);
    if (!isUnit(unit)) return;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      toggle(unit, event);
    } else if (event.key in ARROWS) {
      event.preventDefault();
      const next = neighbour(unit, event.key);
      if (next) focus(next);
    }
  };
  // Screen readers press a button with a click that no pointer made.
  node.onclick = (event) => {
    const unit = /** @type {HTMLElement} */ (event.target);
    if (event.detail === 0 && isUnit(unit)) toggle(unit, event);
  };
}

/**
 * @typedef {Object} UnitStrokes
 * @property {UnitKeys["isUnit"]} isUnit
 * @property {UnitKeys["neighbour"]} neighbour
 * @property {UnitKeys["focus"]} focus
 * @property {(unit: HTMLElement) => void} [begin] a stroke begins on this unit
 * @property {(unit: HTMLElement, event: Event) => void} cross it comes to a unit, each once
 * @property {(unit: HTMLElement | null) => void} [hover] without a stroke
 */

const HOLD_MS = 350; // that a finger rests on a unit before it paints
const STILL = 10; // px that a resting finger may move

// A finger on a unit: a swipe scrolls the page, a tap is a stroke over one unit, and a finger that
// rests first paints. Where someone draws, it paints at once.
class Finger {
  /** @type {{timer: number, x: number, y: number} | null} */
  held = null;

  /** @param {PointerEvent} event @param {() => void} paint */
  rest({ clientX: x, clientY: y }, paint) {
    this.lift();
    const timer = setTimeout(() => {
      this.held = null;
      paint();
    }, HOLD_MS);
    this.held = { timer, x, y };
  }

  /** @param {PointerEvent} event */
  move({ clientX, clientY }) {
    if (this.held && Math.hypot(clientX - this.held.x, clientY - this.held.y) > STILL) this.lift();
  }

  /** Whether it was a tap. */
  lift() {
    const tapped = Boolean(this.held);
    clearTimeout(this.held?.timer);
    this.held = null;
    return tapped;
  }
}

// A key press is a stroke over one unit.
/** @param {HTMLElement} node @param {UnitStrokes} strokes */
export function listenToStrokes(node, { isUnit, neighbour, focus, begin, cross, hover }) {
  /** @type {Set<HTMLElement> | null} */
  let crossed = null;
  /** @param {EventTarget | null} target */
  const unitOf = (target) => {
    const unit = /** @type {HTMLElement | null} */ (target);
    return unit && isUnit(unit) ? unit : null;
  };
  /** @param {HTMLElement | null} unit @param {PointerEvent} event */
  const come = (unit, event) => {
    if (!unit || !crossed || crossed.has(unit)) return;
    crossed.add(unit);
    cross(unit, event);
  };
  const finger = new Finger();
  /** @param {HTMLElement} unit @param {PointerEvent} event */
  const start = (unit, event) => {
    crossed = new Set();
    begin?.(unit);
    come(unit, event);
    focus(unit); // the browser lays out the page for it: once, with what has changed
  };
  node.onpointerdown = (event) => {
    const unit = unitOf(event.target);
    if (!unit || event.button !== 0) return;
    if (event.pointerType === "touch" && !node.classList.contains("inking"))
      return finger.rest(event, () => start(unit, event));
    event.preventDefault();
    start(unit, event);
    node.setPointerCapture(event.pointerId);
  };
  node.onpointermove = (event) => {
    finger.move(event);
    if (!crossed) return hover?.(unitOf(event.target));
    const root = /** @type {ShadowRoot} */ (node.getRootNode());
    const under = unitOf(root.elementFromPoint(event.clientX, event.clientY));
    if (node.contains(under)) come(under, event);
  };
  node.onpointerup = (event) => {
    const unit = unitOf(event.target);
    if (finger.lift() && unit) start(unit, event);
    crossed = null;
  };
  node.onpointercancel = () => {
    finger.lift();
    crossed = null;
  };
  // While a finger paints, the page stays where it is, and no menu opens.
  const keepStill = (/** @type {Event} */ event) => crossed && event.preventDefault();
  node.addEventListener("touchmove", keepStill, { passive: false });
  node.addEventListener("contextmenu", keepStill);
  node.onpointerleave = () => crossed || hover?.(null);
  listenToKeys(node, {
    isUnit,
    neighbour,
    focus,
    toggle(unit, event) {
      begin?.(unit);
      cross(unit, event);
    },
  });
}
