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
import { Player, playButton } from "../shared/player.js";
import { mountStage } from "../shared/protocol.js";

const BEAT_MS = 1100;
const BEATS_PER_IMAGE = 4;

function buildHomeStage(root, store) {
  let data;
  let layers;
  let rows;
  let pixels;
  let beat = 0;
  const parts = {};
  const player = new Player(store, {
    at: () => beat,
    show: (next) => ((beat = next), {}),
    rate: () => 1000 / BEAT_MS,
    tells: false,
  });
  const nHidden = () => data.network.sizes.slice(1, -1).reduce((sum, n) => sum + n, 0);

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

  return {
    receive(next) {
      const first = !data;
      data = next;
      if (!first) return;
      layers = decodeNetwork(data.network);
      rows = decodeFloats(data.coins.values);
      pixels = decodeBytes(data.pixels);
      parts.drawing = new NetworkDrawing({
        sizes: data.network.sizes,
        classes: Array.from({ length: 10 }, (_, i) => String(i)),
        height: data.height,
        interactive: false,
      });
      setAttr(parts.drawing.node, "role", "img");
      parts.play = playButton(player, "Stop or start the moving picture", {});
      parts.step = button("Next mask", "Flip the coins once", () => player.take(beat + 1));
      parts.caption = element("p", { class: "caption", "data-testid": "caption" });
      root.replaceChildren(
        parts.drawing.node,
        element("div", { class: "toolbar home-bar" }, parts.play.node, parts.step, parts.caption),
      );
      parts.drawing.resize(parts.drawing.node.clientWidth);
      player.playUnasked();
    },
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
      setText(parts.caption, text);
      setAttr(
        parts.drawing.node,
        "aria-label",
        `A digits network in which dropout silences units. ${text}`,
      );
      parts.play.paint();
      setAttr(root, "data-p-drop", data.p);
      setAttr(root, "data-scaling", "inverted");
      setAttr(root, "data-mode", "training");
      setAttr(root, "data-kept", kept);
      setAttr(root, "data-droppable", nHidden());
      setAttr(root, "data-prediction", state.label);
    },
    close: () => player.stop(),
  };
}

export default function (component) {
  return mountStage(component, buildHomeStage);
}
