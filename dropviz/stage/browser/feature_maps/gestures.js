// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Gestures on maps. A press that stays on one pixel toggles the map; a drag drops the pixels it
// crosses or, begun on a dropped one, restores them. Pixels of the large map toggle one by one.

import { setAttr } from "../shared/elements.js";
import { nearestInDirection } from "./map_pictures.js";

const STROKE_STEP = 3; // px between the points of a drag that are looked at

// A map is [data-unit="BLOCK:MAP"], its first child its picture; a pixel [data-unit="BLOCK:MAP:PIXEL"].
function placeOfUnit(unit) {
  const [block, map, pixel = null] = unit.dataset.unit.split(":").map(Number);
  return { block: block - 1, map, pixel };
}

function placeUnder(node, x, y) {
  const unit = node.getRootNode().elementFromPoint(x, y)?.closest?.("[data-unit]");
  if (!unit || !node.contains(unit)) return null;
  const place = placeOfUnit(unit);
  if (place.pixel !== null || !unit.dataset.columns) return place;
  const box = unit.firstElementChild.getBoundingClientRect();
  const [columns, rows] = [Number(unit.dataset.columns), Number(unit.dataset.rows)];
  const column = Math.floor(((x - box.x) / box.width) * columns);
  const row = Math.floor(((y - box.y) / box.height) * rows);
  if (column >= 0 && column < columns && row >= 0 && row < rows)
    place.pixel = row * columns + column;
  return place;
}

// onMap(block, map); onPixel(block, map, pixel, keep) and isKept(block, map, pixel) where pixels can be
// dropped one by one; onFocus(block, map).
export function listenToMaps(node, { onMap, onPixel = null, onFocus, isKept = null }) {
  let press = null; // {unit, place, x, y, keep: null until it is a drag}

  const paint = (place) => {
    if (place && place.pixel !== null) onPixel(place.block, place.map, place.pixel, press.keep);
  };

  const stroke = (x, y) => {
    const steps = Math.max(1, Math.ceil(Math.hypot(x - press.x, y - press.y) / STROKE_STEP));
    for (let step = 1; step <= steps; step++)
      paint(
        placeUnder(
          node,
          press.x + ((x - press.x) * step) / steps,
          press.y + ((y - press.y) * step) / steps,
        ),
      );
    Object.assign(press, { x, y });
  };

  const begin = () => {
    const { block, map, pixel } = press.place;
    press.keep = !isKept(block, map, pixel);
    paint(press.place);
  };

  node.onpointerdown = (event) => {
    const unit = event.target.closest?.("[data-unit]");
    if (!unit || event.button !== 0) return;
    event.preventDefault();
    focusUnit(node, unit);
    press = {
      unit,
      place: placeUnder(node, event.clientX, event.clientY) ?? placeOfUnit(unit),
      x: event.clientX,
      y: event.clientY,
      keep: null,
    };
    node.setPointerCapture(event.pointerId);
    if (placeOfUnit(unit).pixel !== null) begin();
  };
  node.onpointermove = (event) => {
    if (!press) {
      const unit = event.target.closest?.("[data-unit]");
      if (unit) onFocus(placeOfUnit(unit).block, placeOfUnit(unit).map);
      return;
    }
    if (!onPixel || press.place.pixel === null) return;
    if (press.keep === null) {
      const now = placeUnder(node, event.clientX, event.clientY);
      if (
        now &&
        now.block === press.place.block &&
        now.map === press.place.map &&
        now.pixel === press.place.pixel
      )
        return;
      begin();
    }
    stroke(event.clientX, event.clientY);
  };
  node.onpointerup = (event) => {
    const over = press && placeUnder(node, event.clientX, event.clientY);
    if (
      over &&
      press.keep === null &&
      over.block === press.place.block &&
      over.map === press.place.map
    )
      onMap(over.block, over.map);
    press = null;
  };
  node.onpointercancel = () => (press = null); // a finger that scrolls
  // Browsers have no handler property for focusin.
  node.addEventListener(
    "focusin",
    (event) =>
      event.target.dataset.unit &&
      onFocus(placeOfUnit(event.target).block, placeOfUnit(event.target).map),
  );
  node.onkeydown = (event) => {
    if (!event.target.dataset.unit) return;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      toggleUnit(event.target);
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      const next = nearestInDirection(
        node.querySelectorAll("[data-unit]"),
        event.target,
        event.key,
      );
      if (next) focusUnit(node, next);
    }
  };
  // Screen readers press a button with a click that no pointer made.
  node.onclick = (event) =>
    event.detail === 0 && event.target.dataset.unit && toggleUnit(event.target);

  function toggleUnit(unit) {
    const { block, map, pixel } = placeOfUnit(unit);
    if (pixel === null) onMap(block, map);
    else onPixel(block, map, pixel, unit.getAttribute("aria-pressed") === "true");
  }
}

// One unit of each block can be reached with Tab, the others from there with arrow keys.
function focusUnit(node, unit) {
  const { block } = placeOfUnit(unit);
  for (const other of node.querySelectorAll("[data-unit]"))
    if (placeOfUnit(other).block === block) setAttr(other, "tabindex", other === unit ? "0" : "-1");
  unit.focus({ preventScroll: true });
}
