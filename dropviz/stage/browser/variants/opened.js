// @ts-nocheck
/* eslint-disable max-lines-per-function */
// One variant, large: what goes in, its mask, what comes out.

import { element, setAttr, setText } from "../shared/elements.js";
import {
  LARGEST_CELL,
  fitPicture,
  paintAxes,
  paintFocus,
  paintMaskPicture,
  paintValues,
  paintWords,
  pictureOf,
  startPainting,
} from "./pictures.js";

const PANEL_HEIGHT = 330; // px
const LOWEST_PANEL = 160;

// onFocus(entry): an entry was pointed at, or reached with the arrow keys.
export function variantPanels(onFocus) {
  const panels = ["x", "mask", "y"].map((name) => {
    const heading = element("h2");
    const canvas = element("canvas", { "aria-hidden": "true" });
    const holder = element(
      "div",
      { class: "tensor", tabindex: "0", role: "group", "data-tensor": name },
      canvas,
    );
    return { name, heading, canvas, holder, node: element("section", {}, heading, holder) };
  });
  const signs = ["×", "="].map((text) =>
    element("span", { class: "sign", text, "aria-hidden": "true" }),
  );
  const node = element(
    "div",
    { class: "tensors" },
    panels[0].node,
    signs[0],
    panels[1].node,
    signs[1],
    panels[2].node,
  );
  let shown = null; // {variant, picture, width}
  for (const panel of panels) {
    panel.holder.onpointermove = panel.holder.onpointerdown = (event) => point(panel, event);
    panel.holder.onkeydown = (event) => move(event);
  }

  function point(panel, event) {
    const box = panel.canvas.getBoundingClientRect();
    const { frame } = panel;
    const [x, y] = [
      (event.clientX - box.left - frame.x) / frame.cell,
      (event.clientY - box.top - frame.y) / frame.cell,
    ];
    const hit = shown.picture.entries.find(
      (at) => x >= at.x && x < at.x + 1 && y >= at.y && y < at.y + 1,
    );
    if (hit) onFocus(hit.entry);
  }

  // To the nearest entry in that direction.
  function move(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[
      event.key
    ];
    if (!step) return;
    event.preventDefault();
    const from = shown.picture.entries[shown.focus];
    const ahead = shown.picture.entries
      .map((at) => ({
        at,
        along: (at.x - from.x) * step[0] + (at.y - from.y) * step[1],
        aside: Math.abs((at.x - from.x) * step[1]) + Math.abs((at.y - from.y) * step[0]),
      }))
      .filter(({ along, aside }) => along > 0.5 && aside < 0.5)
      .sort((one, other) => one.along - other.along);
    if (ahead.length) onFocus(ahead[0].at.entry);
  }

  function arrange(variant, width) {
    if (shown?.variant === variant && shown.width === width) return;
    const picture = pictureOf(variant);
    shown = { variant, picture, width };
    for (const panel of panels) {
      const wide = panel.holder.clientWidth;
      const cell = Math.min(
        LARGEST_CELL,
        (wide - 24) / picture.width,
        (PANEL_HEIGHT - 24) / picture.height,
      );
      const top = variant.words ? 22 : 2;
      const high = Math.max(LOWEST_PANEL, Math.ceil(cell * picture.height) + 24 + top);
      panel.frame = fitPicture(panel.canvas, picture, wide, Math.min(PANEL_HEIGHT, high), {
        left: 20,
        bottom: 20,
        top,
      });
    }
  }

  function paint(variant, mask, outputs, focus, colours) {
    arrange(variant, node.clientWidth);
    shown.focus = focus;
    const largest = Math.max(0.01, ...variant.x.map(Math.abs), ...outputs.map(Math.abs));
    for (const { name, canvas, frame } of panels) {
      const pen = startPainting(canvas, frame);
      const { picture } = shown;
      paintAxes(pen, variant, picture, frame, colours, 12);
      if (name === "mask") paintMaskPicture(pen, variant, picture, frame, mask, colours);
      else
        paintValues(
          pen,
          variant,
          picture,
          frame,
          name === "x" ? variant.x : outputs,
          largest,
          colours,
          name === "y" ? mask : null,
        );
      if (variant.words) paintWords(pen, variant, picture, frame, colours);
      paintFocus(pen, variant, picture, frame, focus, colours);
    }
  }

  // What the three are called; operators between them hold where a mask multiplies.
  function name(variant) {
    const weights = variant.of_weights;
    const names = {
      x: weights ? "Weights W" : "What goes in, x",
      mask: variant.kind === "gaussian" ? "Noise m" : "Mask m",
      y: weights ? "m ∗ W / (1 − p)" : "What comes out, y",
    };
    for (const panel of panels) {
      setText(panel.heading, names[panel.name]);
      setAttr(
        panel.holder,
        "aria-label",
        `${names[panel.name]}, ${variant.axes.map(([axis, size]) => `${axis} ${size}`).join(" by ")}; arrow keys choose an entry`,
      );
    }
    const multiplies = variant.kind !== "alpha" && variant.kind !== "zoneout";
    setText(signs[0], multiplies ? "×" : "→");
    setText(signs[1], multiplies ? "=" : "→");
  }

  return { node, paint, name };
}
