// @ts-nocheck
/* eslint-disable max-lines-per-function */
// What stands beside the network of "Toggle neurons": readouts, and a card about one unit.

import { argmax, log10MaskProbability, multiplyAdds, unitFactor } from "../shared/arithmetic.js";
import { paintWeights } from "../shared/drawing.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { formatPercent, formatProbability, superscript } from "../shared/format.js";
import { layerName } from "../shared/layout.js";
import { toggleNote } from "./words.js";

const READOUTS = [
  "true digit",
  "prediction",
  "probability",
  "change",
  "hidden units kept",
  "all units kept",
  "possible masks",
  "chance of this one",
  "multiply-adds saved",
];

export const total = (values) => values.reduce((sum, value) => sum + value, 0);

export function countUnits({ kept, sizes, whole, pass }) {
  return {
    keptInput: total(kept[0]),
    nInput: sizes[0],
    keptHidden: total(kept.slice(1).map(total)),
    nHidden: total(sizes.slice(1, -1)),
    before: argmax(whole.probabilities),
    after: argmax(pass.probabilities),
  };
}

export function togglePanel() {
  const names = READOUTS.map((name) => element("dt", { text: name }));
  const figures = READOUTS.map(() => element("dd"));
  const unit = {
    title: element("h2"),
    text: element("div", { class: "quiet" }),
    picture: element("canvas", { width: 72, height: 72, role: "img" }),
  };
  const rows = ["inverted", "classical", "none"].map((scaling) => {
    const cells = [element("td"), element("td"), element("td")];
    return {
      scaling,
      cells,
      node: element("tr", {}, element("th", { scope: "row", text: scaling }), ...cells),
    };
  });
  const columns = ["passes on", "if kept", "mean", "inference"].map((text) =>
    element("th", { scope: "col", text }),
  );
  const note = element("div", { class: "quiet edge-note" });
  const node = element(
    "div",
    { class: "panel" },
    element("dl", { class: "figures" }, ...names.flatMap((name, i) => [name, figures[i]])),
    unit.title,
    element("div", { class: "unit-card" }, unit.picture, unit.text),
    element(
      "table",
      { "aria-label": "What the unit passes on under each scaling convention" },
      element("thead", {}, element("tr", {}, ...columns)),
      element("tbody", {}, ...rows.map((row) => row.node)),
    ),
    note,
  );

  function paintFigures(view, state, { keptInput, nInput, keptHidden, nHidden, before, after }) {
    const [was, is] = [state.whole, state.pass].map((pass) => pass.probabilities[before]);
    const work = multiplyAdds(state.sizes, [...state.kept.map(total), state.sizes.at(-1)]);
    const training = view.mode === "training";
    const withPixels = view.p_input > 0 || keptInput < nInput;
    const log10 =
      log10MaskProbability(keptHidden, nHidden - keptHidden, view.p) +
      log10MaskProbability(keptInput, nInput - keptInput, view.p_input);
    const change = 100 * (is - was);
    setText(names[2], `probability of ${before}`);
    const texts = [
      view.label < 0 && view.drawn ? "none given" : String(state.label),
      `${before} → ${after}`,
      `${formatPercent(was)} → ${formatPercent(is)}`,
      Math.abs(change) < 0.05
        ? "none"
        : `${change < 0 ? "−" : "+"}${Math.abs(change).toFixed(1)} points`,
      `${keptHidden} of ${nHidden}`,
      `${keptHidden + keptInput} of ${nHidden + nInput}`,
      training ? `2${superscript(withPixels ? nHidden + nInput : nHidden)}` : "no coins",
      training ? formatProbability(log10) : "no coins",
      formatPercent(1 - work.thinned / work.whole),
    ];
    texts.forEach((text, i) => setText(figures[i], text));
    setText(note, toggleNote(view));
  }

  function paintUnit(view, state, [layer, index]) {
    const value = state.pass.activations[layer][index];
    const p = layer === 0 ? view.p_input : view.p;
    const place = total(state.sizes.slice(0, layer)) + index;
    const byHand = view.mask && view.mask[place] !== "-" ? " by hand" : "";
    setText(
      unit.title,
      `${layerName(layer, state.sizes.length - 1)}, ${layer === 0 ? "pixel" : "unit"} ${index + 1}`,
    );
    setText(
      unit.text,
      `${state.kept[layer][index] ? "kept" : "dropped"}${byHand} · activation ${value.toFixed(2)} · dropout rate ${p.toFixed(2)}${layer === 1 ? "; picture: its weights" : ""}`,
    );
    unit.picture.hidden = layer !== 1;
    if (layer === 1) {
      const { weights, nIn } = state.layers[0];
      setAttr(
        unit.picture,
        "aria-label",
        `Incoming weights of hidden 1, unit ${index + 1}, as an 8 by 8 picture`,
      );
      paintWeights(unit.picture, weights.subarray(index * nIn, (index + 1) * nIn), 8);
    }
    for (const { scaling, cells, node: row } of rows) {
      const whenKept = value * unitFactor(p, scaling, "training");
      setText(cells[0], whenKept.toFixed(2));
      setText(cells[1], (whenKept * (1 - p)).toFixed(2));
      setText(cells[2], (value * unitFactor(p, scaling, "inference")).toFixed(2));
      row.classList.toggle("current", scaling === view.scaling);
    }
  }

  return { node, paintFigures, paintUnit };
}
