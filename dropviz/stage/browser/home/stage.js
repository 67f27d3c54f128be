// @ts-nocheck
/* eslint-disable max-lines-per-function */
// The moving picture of the home page: one network, a new mask each beat.

import {
  argmax,
  decodeBytes,
  decodeFloats,
  decodeNetwork,
  edgeSignals,
  forwardPass,
  keptUnits,
  multipliersOf,
  unitFactor,
} from "../shared/arithmetic.js";
import { button } from "../shared/controls.js";
import { NetworkDrawing } from "../shared/drawing.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { formatPercent } from "../shared/format.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";

const BEAT_MS = 1100;
const BEATS_PER_IMAGE = 4;

function buildHomeStage(root, store, data) {
  const layers = decodeNetwork(data.network);
  const rows = decodeFloats(data.coins.values);
  const pixels = decodeBytes(data.pixels);
  let timer = null;
  let beat = 0;
  let playing = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const parts = {};
  const nHidden = () => data.network.sizes.slice(1, -1).reduce((sum, n) => sum + n, 0);

  function setPlaying(next) {
    playing = next;
    clearInterval(timer);
    timer = playing ? setInterval(step, BEAT_MS) : null;
    store.schedule();
  }

  function step() {
    beat += 1;
    store.schedule();
  }

  function evaluate() {
    const { sizes } = data.network;
    const row = beat % data.coins.rows;
    const u = rows.subarray(row * data.coins.units, (row + 1) * data.coins.units);
    const image = Math.floor(beat / BEATS_PER_IMAGE) % (pixels.length / sizes[0]);
    const input = Float64Array.from(
      pixels.subarray(image * sizes[0], (image + 1) * sizes[0]),
      (value) => value / 16,
    );
    let start = 0;
    const kept = sizes
      .slice(0, -1)
      .map((n, layer) =>
        keptUnits(u.subarray(start, (start += n)), layer === 0 ? 0 : data.p, null, "training"),
      );
    const factor = unitFactor(data.p, "inverted", "training");
    const multipliers = kept.map((keep, layer) => multipliersOf(keep, layer === 0 ? 1 : factor));
    const pass = forwardPass(layers, input, multipliers);
    return { kept, pass, edges: edgeSignals(layers, pass), label: argmax(pass.probabilities) };
  }

  parts.drawing = new NetworkDrawing({
    sizes: data.network.sizes,
    classes: Array.from({ length: 10 }, (_, i) => String(i)),
    height: data.height,
  });
  setAttr(parts.drawing.node, "role", "img");
  parts.play = button("Pause", "Stop or start the moving picture", () => setPlaying(!playing));
  parts.step = button("Next mask", "Flip the coins once", step);
  parts.caption = new Caption();
  root.replaceChildren(
    parts.drawing.node,
    element("div", { class: "toolbar home-bar" }, parts.play, parts.step, parts.caption.node),
  );
  parts.drawing.resize(parts.drawing.node.clientWidth);

  return {
    receive(next) {
      data = next;
    },
    open: () => setPlaying(playing),
    resize() {
      parts.drawing.resize(parts.drawing.node.clientWidth);
    },
    paint() {
      const state = evaluate();
      parts.drawing.paint(state);
      const kept = state.kept
        .slice(1)
        .reduce((sum, layer) => sum + layer.reduce((total, keep) => total + keep, 0), 0);
      const text = `${nHidden() - kept} of ${nHidden()} hidden units are off; this sub-network says ${state.label}, at ${formatPercent(state.pass.probabilities[state.label])}.`;
      parts.caption.say(text, playing);
      setAttr(
        parts.drawing.node,
        "aria-label",
        `A digits network in which dropout silences units. ${text}`,
      );
      setText(parts.play, playing ? "Pause" : "Play");
      showState(root, {
        "p-drop": data.p,
        scaling: "inverted",
        mode: "training",
        kept,
        droppable: nHidden(),
        prediction: state.label,
      });
    },
    close() {
      clearInterval(timer);
    },
  };
}

export default stageOf(buildHomeStage);
