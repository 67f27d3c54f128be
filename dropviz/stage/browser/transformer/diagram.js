// The block as a column of steps; the places where it may drop are buttons among them.

import { element, setAttr, setText } from "../shared/elements.js";
import { fittedContext } from "../shared/canvas.js";
import { svgPart } from "../shared/plot.js";
import { ARROWS } from "../shared/units.js";

/** @import { StageColours } from "../shared/theme.js" */
/** @import { MaskRow, TransformerState } from "./reading.js" */

/** @type {Record<string, string>} */
const PLACE_NAMES = {
  embedding: "embedding",
  attention: "attention weights",
  after_attention: "after attention",
  mlp: "inside the MLP",
  after_mlp: "after the MLP",
  block: "whole block",
};
/** @type {Record<string, string>} */
const PLACE_TITLES = {
  embedding: "Whole characters: one coin for each, wherever it stands",
  attention: "One coin for each weight that a query gives to a key, in each head",
  after_attention: "One coin for each of the 16 outputs at each time, before they are added",
  mlp: "One coin for each of the 64 hidden units at each time",
  after_mlp: "One coin for each of the 16 outputs at each time, before they are added",
  block: "One coin for all that the block adds (stochastic depth)",
};
/**
 * A step is a text, a place, or an addition of what came before the path named; fork: such a path
 * begins after it.
 * @typedef {{text?: string, place?: string, add?: "attention" | "mlp" | "block", fork?: boolean}} Step
 */
/** @type {Step[]} */
const DIAGRAM = [
  { text: "each character: 16 numbers" },
  { place: "embedding" },
  { text: "+ 16 numbers of its position", fork: true },
  { text: "norm · queries × keys · softmax" },
  { place: "attention" },
  { text: "weighted values of both heads" },
  { place: "after_attention" },
  { add: "attention", fork: true },
  { text: "norm · 64 units · GELU" },
  { place: "mlp" },
  { text: "back to 16 numbers" },
  { place: "after_mlp" },
  { add: "mlp" },
  { place: "block" },
  { add: "block" },
  { text: "norm · scores of all characters" },
];
const ROW_HEIGHTS = { text: 16, place: 32, add: 10 };
const ROW_GAP = 1;
const CENTRE = 148; // px from the left

export class TransformerDiagram {
  /** @param {string[]} places @param {(place: string) => void} onToggle */
  constructor(places, onToggle) {
    /** @type {Record<string, ReturnType<TransformerDiagram["placeButton"]>>} */
    this.buttons = {};
    let y = 0;
    const skips = { attention: 0, mlp: 0, block: 0 };
    const lines = [];
    this.node = element("div", {
      class: "diagram",
      role: "group",
      "aria-label":
        "The transformer block, from its input (top) to its scores, with six places that may drop",
    });
    for (const step of DIAGRAM) {
      const kind = step.text ? "text" : step.place ? "place" : "add";
      const middle = y + ROW_HEIGHTS[kind] / 2;
      const place = step.place && this.placeButton(step.place, onToggle);
      if (step.place && place) this.buttons[step.place] = place;
      const node = place
        ? place.node
        : element("div", { class: `step ${kind}`, text: step.text ?? "+" });
      Object.assign(node.style, { top: `${y}px`, height: `${ROW_HEIGHTS[kind]}px` });
      this.node.append(node);
      if (step.add) lines.push(this.skip(step.add, skips[step.add], middle));
      y += ROW_HEIGHTS[kind] + ROW_GAP;
      if (step.fork && !step.add) skips.attention = skips.block = y - ROW_GAP / 2;
      if (step.add === "attention") skips.mlp = middle;
    }
    this.height = y - ROW_GAP;
    this.node.style.height = `${this.height}px`;
    this.svg = svgPart(
      "svg",
      { class: "skips", "aria-hidden": "true", width: 264, height: this.height },
      svgPart("path", { class: "trunk", d: `M${CENTRE} 0V${this.height}` }),
      ...lines,
    );
    this.node.prepend(this.svg);
    this.node.onkeydown = (event) => this.move(event, places);
  }

  /** @param {string} place @param {(place: string) => void} onToggle */
  placeButton(place, onToggle) {
    const name = element("span", { class: "name", text: PLACE_NAMES[place] });
    const says = element("span", { class: "says" });
    const mask = element("canvas", { "aria-hidden": "true" });
    const node = element(
      "button",
      {
        type: "button",
        class: "place",
        "data-unit": place,
        title: PLACE_TITLES[place],
        onClick: () => onToggle(place),
      },
      element("span", { class: "words" }, name, says),
      mask,
    );
    return { node, says, mask };
  }

  /** @param {string} name @param {number} from @param {number} to */
  skip(name, from, to) {
    const x = name === "block" ? 6 : 18;
    return svgPart("path", {
      class: `skip ${name}`,
      d: `M${CENTRE} ${from}H${x}V${to}H${CENTRE - 8}`,
    });
  }

  // Any arrow key goes to the place before or after.
  /** @param {KeyboardEvent} event @param {string[]} places */
  move(event, places) {
    const at = places.findIndex((place) => this.buttons[place].node === event.target);
    if (!(event.key in ARROWS) || at < 0) return;
    event.preventDefault();
    const [dx, dy] = ARROWS[event.key];
    this.buttons[places[at + dx + dy]]?.node.focus();
  }

  /** @param {TransformerState} state @param {StageColours} colours */
  paint(state, colours) {
    for (const [place, { node, says, mask }] of Object.entries(this.buttons)) {
      const on = state.on.has(place);
      const { dropped, of } = state.counts[place];
      const text = on ? `${dropped} of ${of} dropped` : "off";
      setAttr(node, "aria-pressed", on);
      setAttr(node, "aria-label", `${PLACE_NAMES[place]}: dropout ${on ? `on, ${text}` : "off"}`);
      setText(says, text);
      mask.hidden = !on;
      if (on) paintRaster(mask, state.pictures[place], place === "mlp" ? 1 : 2, colours);
    }
    this.svg.classList.toggle("cut", state.on.has("block") && state.counts.block.dropped === 1);
  }
}

// A mask as a small picture, entries `cell` px wide.
/** @param {HTMLCanvasElement} canvas @param {MaskRow[]} rows @param {number} cell @param {StageColours} colours */
function paintRaster(canvas, rows, cell, colours) {
  const high = 2;
  const context = fittedContext(canvas, rows[0].length * cell, rows.length * high);
  rows.forEach((row, y) =>
    row.forEach((kept, x) => {
      if (kept === null) return;
      context.fillStyle = kept ? colours.on : colours.off;
      context.fillRect(x * cell, y * high, cell, high);
    }),
  );
}
