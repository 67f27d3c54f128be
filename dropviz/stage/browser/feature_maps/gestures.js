// Gestures on maps. A press that stays on one pixel toggles the map; a drag drops the pixels it
// crosses or, begun on a dropped one, restores them. Pixels of the large map toggle one by one.

import { focusAmong, listenToKeys, nearestNode } from "../shared/units.js";

/** pixel: null where a map is meant as a whole. @typedef {{block: number, map: number, pixel: number | null}} MapPlace */

/**
 * What a person does with maps; those of pixels where they can be dropped one by one.
 * @typedef {Object} MapGestures
 * @property {(block: number, map: number) => void} onMap toggles it
 * @property {(block: number, map: number) => void} onFocus
 * @property {(block: number) => void} onBlock toggles all its maps
 * @property {(block: number, map: number, pixel: number, keep: boolean) => void} [onPixel]
 * @property {(block: number, map: number, pixel: number) => boolean} [isKept]
 */

const STROKE_STEP = 3; // px between the points of a drag that are looked at

// A map is [data-unit="BLOCK:MAP"], its first child its picture; a pixel [data-unit="BLOCK:MAP:PIXEL"].
/** @param {HTMLElement} unit @returns {MapPlace} */
function mapPlaceOf(unit) {
  const [block, map, pixel = null] = String(unit.dataset.unit).split(":").map(Number);
  return { block: block - 1, map, pixel };
}

/** @param {HTMLElement} node @param {number} x @param {number} y */
function placeUnder(node, x, y) {
  const root = /** @type {ShadowRoot} */ (node.getRootNode());
  const unit = unitAround(root.elementFromPoint(x, y));
  if (!unit || !node.contains(unit)) return null;
  const place = mapPlaceOf(unit);
  if (place.pixel !== null || !unit.dataset.columns) return place;
  const box = /** @type {Element} */ (unit.firstElementChild).getBoundingClientRect();
  const [columns, rows] = [Number(unit.dataset.columns), Number(unit.dataset.rows)];
  const column = Math.floor(((x - box.x) / box.width) * columns);
  const row = Math.floor(((y - box.y) / box.height) * rows);
  if (column >= 0 && column < columns && row >= 0 && row < rows)
    place.pixel = row * columns + column;
  return place;
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
const unitAround = (target) =>
  /** @type {Element | null} */ (target)?.closest?.("[data-unit]") ?? null;

/** @param {MapPlace} place @param {MapPlace} other */
const sameMap = (place, other) => place.block === other.block && place.map === other.map;

// From one press of a pointer to its end.
class Press {
  /** @type {boolean | null} */
  keep = null; // until it is a drag

  /** @param {HTMLElement} node @param {MapGestures} gestures @param {HTMLElement} unit @param {PointerEvent} event */
  constructor(node, gestures, unit, { clientX, clientY }) {
    this.node = node;
    this.gestures = gestures;
    this.place = placeUnder(node, clientX, clientY) ?? mapPlaceOf(unit);
    this.at = { x: clientX, y: clientY };
    if (mapPlaceOf(unit).pixel !== null) this.drag();
  }

  drag() {
    const { block, map, pixel } = this.place;
    this.keep = !this.gestures.isKept?.(block, map, Number(pixel));
    this.cross(this.place);
  }

  /** @param {MapPlace | null} place */
  cross(place) {
    if (place && place.pixel !== null)
      this.gestures.onPixel?.(place.block, place.map, place.pixel, Boolean(this.keep));
  }

  /** @param {PointerEvent} event */
  move({ clientX, clientY }) {
    if (!this.gestures.onPixel || this.place.pixel === null) return;
    if (this.keep === null) {
      const now = placeUnder(this.node, clientX, clientY);
      if (now && sameMap(now, this.place) && now.pixel === this.place.pixel) return;
      this.drag();
    }
    const [dx, dy] = [clientX - this.at.x, clientY - this.at.y];
    const steps = Math.max(1, Math.ceil(Math.hypot(dx, dy) / STROKE_STEP));
    for (let step = 1; step <= steps; step++) {
      const share = step / steps;
      this.cross(placeUnder(this.node, this.at.x + dx * share, this.at.y + dy * share));
    }
    this.at = { x: clientX, y: clientY };
  }

  /** @param {PointerEvent} event */
  end({ clientX, clientY }) {
    const still = clientX === this.at.x && clientY === this.at.y;
    const over = still ? this.place : placeUnder(this.node, clientX, clientY);
    if (over && this.keep === null && sameMap(over, this.place))
      this.gestures.onMap(over.block, over.map);
  }
}

/** @param {HTMLElement} node @param {MapGestures} gestures */
export function listenToMaps(node, gestures) {
  /** @type {Press | null} */
  let press = null;
  const units = () => /** @type {HTMLElement[]} */ ([...node.querySelectorAll("[data-unit]")]);
  // Among those of its block.
  const focus = (/** @type {HTMLElement} */ unit) => {
    const { block } = mapPlaceOf(unit);
    focusAmong(
      units().filter((other) => mapPlaceOf(other).block === block),
      unit,
    );
  };
  const look = (/** @type {HTMLElement | null} */ unit) => {
    if (unit) gestures.onFocus(mapPlaceOf(unit).block, mapPlaceOf(unit).map);
  };
  node.onpointerdown = (event) => {
    const unit = unitAround(event.target);
    if (!unit || event.button !== 0) return;
    event.preventDefault();
    press = new Press(node, gestures, unit, event);
    focus(unit); // what lies where was asked before: for both the browser lays out the page
    node.setPointerCapture(event.pointerId);
  };
  node.onpointermove = (event) => {
    if (press) press.move(event);
    else look(unitAround(event.target));
  };
  node.onpointerup = (event) => {
    press?.end(event);
    press = null;
  };
  node.onpointercancel = () => (press = null); // a finger that scrolls
  // Browsers have no handler property for focusin.
  node.addEventListener("focusin", (event) => look(unitAround(event.target)));
  listenToKeys(node, {
    isUnit: (unit) => Boolean(unit.dataset.unit),
    focus,
    neighbour: (unit, key) => nearestNode(units(), unit, key),
    toggle(unit) {
      const { block, map, pixel } = mapPlaceOf(unit);
      if (pixel === null) gestures.onMap(block, map);
      else gestures.onPixel?.(block, map, pixel, unit.getAttribute("aria-pressed") === "true");
    },
  });
}
