// What stands beside the network of "Toggle neurons": readouts, and a card about one unit.

import { log10MaskProbability, multiplyAdds, unitFactor } from "../shared/arithmetic.js";
import { paintWeights } from "../shared/drawing.js";
import { element, part, setAttr, setText } from "../shared/elements.js";
import { formatPercent, formatProbability, superscript } from "../shared/format.js";
import { layerName } from "../shared/layout.js";
import { total } from "./state.js";
import { changeWords, toggleNote } from "./words.js";

/** @import { UnitPlace } from "../shared/drawing.js" */
/** @import { ToggleView } from "./payload.d.ts" */
/** @import { ToggleState, UnitCounts } from "./state.js" */

const IN_SIGHT = 4; // the others when they are asked for
const READOUTS = [
  "prediction",
  "probability",
  "change",
  "hidden units kept",
  "true digit",
  "all units kept",
  "possible masks",
  "chance of this one",
  "multiply-adds saved",
];
const SCALINGS_NOTE =
  "By scaling rule: what passes in training where a coin keeps the unit, its mean over coins, and what passes at inference.";
/** @type {ToggleView["scaling"][]} */
const SCALINGS = ["inverted", "classical", "none"];

/** With decimals where whole percents would hide a change that is said. @param {number} was @param {number} is */
function fallText(was, is) {
  const [before, after] = [formatPercent(was), formatPercent(is)];
  if (before !== after || changeWords(100 * (is - was)) === "none") return `${before} → ${after}`;
  const digits = (100 * was).toFixed(1) === (100 * is).toFixed(1) ? 2 : 1;
  const [exactly, then] = [was, is].map((share) => (100 * share).toFixed(digits));
  return `${exactly} → ${then}\u00a0%`;
}

/** @param {ToggleView} view @param {ToggleState} state @param {UnitCounts} counts */
function figureTexts(view, state, { keptInput, nInput, keptHidden, nHidden, before, after }) {
  const [was, is] = [state.whole, state.pass].map((pass) => pass.probabilities[before]);
  const outputs = state.sizes[state.sizes.length - 1];
  const work = multiplyAdds(state.sizes, [...state.kept.map(total), outputs]);
  const training = view.mode === "training";
  const withPixels = view.p_input > 0 || keptInput < nInput;
  const log10 =
    log10MaskProbability(keptHidden, nHidden - keptHidden, view.p) +
    log10MaskProbability(keptInput, nInput - keptInput, view.p_input);
  return [
    `${before} → ${after}`,
    fallText(was, is),
    changeWords(100 * (is - was)),
    `${keptHidden} of ${nHidden}`,
    view.label < 0 && view.drawn ? "none given" : String(state.label),
    `${keptHidden + keptInput} of ${nHidden + nInput}`,
    training ? `2${superscript(withPixels ? nHidden + nInput : nHidden)}` : "no coins",
    training ? formatProbability(log10) : "no coins",
    formatPercent(1 - work.thinned / work.whole),
  ];
}

// One unit: what it is, its weights, and what it passes on under each scaling convention.
class UnitCard {
  constructor() {
    this.title = element("h2");
    this.text = element("div", { class: "quiet" });
    this.picture = element("canvas", { width: 72, height: 72, role: "img" });
    this.rows = SCALINGS.map((scaling) => {
      const cells = [element("td"), element("td"), element("td")];
      const name = element("th", { scope: "row", text: scaling });
      return { scaling, cells, node: element("tr", {}, name, ...cells) };
    });
    const columns = ["passes on", "if kept", "mean", "inference"].map((text) =>
      element("th", { scope: "col", text }),
    );
    this.nodes = [this.title, element("div", { class: "unit-card" }, this.picture, this.text)];
    this.scalings = [
      element(
        "table",
        { "aria-label": "What the unit passes on under each scaling convention" },
        element("thead", {}, element("tr", {}, ...columns)),
        element("tbody", {}, ...this.rows.map((row) => row.node)),
      ),
      element("div", { class: "quiet edge-note", text: SCALINGS_NOTE }),
    ];
  }

  /** @param {ToggleView} view @param {ToggleState} state @param {UnitPlace} place */
  paint(view, state, [layer, index]) {
    const value = state.pass.activations[layer][index];
    const p = layer === 0 ? view.p_input : view.p;
    const sign = view.mask[total(state.sizes.slice(0, layer)) + index] ?? "-";
    const kept = `${state.kept[layer][index] ? "kept" : "dropped"}${sign === "-" ? "" : " by hand"}`;
    setText(
      this.title,
      `${layerName(layer, state.sizes.length - 1)}, ${layer === 0 ? "pixel" : "unit"} ${index + 1}`,
    );
    setText(
      this.text,
      `${kept} · activation ${value.toFixed(2)} · dropout rate ${p.toFixed(2)}${layer === 1 ? "; picture: its weights" : ""}`,
    );
    this.picture.hidden = layer !== 1;
    if (layer === 1) this.paintPicture(state, index);
    for (const { scaling, cells, node } of this.rows) {
      const whenKept = value * unitFactor(p, scaling, "training");
      setText(cells[0], whenKept.toFixed(2));
      setText(cells[1], (whenKept * (1 - p)).toFixed(2));
      setText(cells[2], (value * unitFactor(p, scaling, "inference")).toFixed(2));
      node.classList.toggle("current", scaling === view.scaling);
    }
  }

  /** @param {ToggleState} state @param {number} index */
  paintPicture({ layers }, index) {
    const { weights, nIn } = layers[0];
    const says = `Incoming weights of hidden 1, unit ${index + 1}, as an 8 by 8 picture`;
    setAttr(this.picture, "aria-label", says);
    paintWeights(this.picture, weights.subarray(index * nIn, (index + 1) * nIn), 8);
  }
}

export class TogglePanel {
  constructor() {
    this.names = READOUTS.map((name) => element("dt", { text: name }));
    this.figures = READOUTS.map(() => element("dd"));
    this.unit = new UnitCard();
    this.note = element("div", { class: "quiet edge-note" });
    const pairs = this.names.map((name, i) => [name, this.figures[i]]);
    const list = (/** @type {Node[][]} */ some) =>
      element("dl", { class: "figures" }, ...some.flat());
    const further = element(
      "details",
      { class: "further" },
      element("summary", { text: "More facts" }),
      list(pairs.slice(IN_SIGHT)),
    );
    this.node = element(
      "div",
      { class: "panel" },
      ...part("facts", list(pairs.slice(0, IN_SIGHT)), further),
      ...part("unit", ...this.unit.nodes),
      ...part("scalings", ...this.unit.scalings),
      ...part("legend", this.note),
    );
  }

  /** @param {ToggleView} view @param {ToggleState} state @param {UnitCounts} counts */
  paintFigures(view, state, counts) {
    setText(this.names[READOUTS.indexOf("probability")], `probability of ${counts.before}`);
    figureTexts(view, state, counts).forEach((text, i) => setText(this.figures[i], text));
    setText(this.note, toggleNote(view));
  }

  /** @param {ToggleView} view @param {ToggleState} state @param {UnitPlace} place */
  paintUnit(view, state, place) {
    this.unit.paint(view, state, place);
  }
}
