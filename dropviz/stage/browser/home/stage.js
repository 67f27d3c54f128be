// The moving picture of the home page: one network, a new mask each beat.

import {
  argmax,
  decodeBytes,
  decodeNetwork,
  edgeSignals,
  forwardPass,
  keptUnits,
  multipliersOf,
  unitFactor,
} from "../shared/arithmetic.js";
import { CoinRows } from "../shared/coins.js";
import { button } from "../shared/controls.js";
import { NetworkDrawing } from "../shared/drawing.js";
import { element, setAttr } from "../shared/elements.js";
import { formatPercent } from "../shared/format.js";
import { Player, playButton } from "../shared/player.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { HomeData } from "./payload.d.ts" */

/** @typedef {{ beat?: number }} HomeView */

const BEATS_A_SECOND = 1 / 1.1;
const BEATS_PER_IMAGE = 4;

class HomeStage {
  /**
   * @param {HTMLElement} root
   * @param {ViewStore<HomeView>} store
   * @param {HomeData} data
   */
  constructor(root, store, data) {
    this.root = root;
    this.data = data;
    this.layers = decodeNetwork(data.network);
    this.coins = new CoinRows();
    this.coins.learn(data.coins);
    this.pixels = decodeBytes(data.pixels);
    this.player = new Player(store, {
      at: () => store.view.beat ?? 0,
      show: (beat) => ({ beat }),
      rate: () => BEATS_A_SECOND,
      first: 0,
      tells: false,
    });
    this.drawing = new NetworkDrawing({
      sizes: data.network.sizes,
      classes: Array.from(
        { length: data.network.sizes[data.network.sizes.length - 1] },
        (_, digit) => String(digit),
      ),
      height: data.height,
    });
    setAttr(this.drawing.node, "role", "img");
    this.play = playButton(this.player, "Stop or start the moving picture", {});
    this.caption = new Caption();
    const next = button("Next mask", "Flip the coins once", () =>
      this.player.take(this.player.at() + 1),
    );
    root.replaceChildren(
      this.drawing.node,
      legend(),
      element("div", { class: "toolbar home-bar" }, this.play.node, next, this.caption.node),
    );
    this.resize();
    this.player.playUnasked();
  }

  resize() {
    this.drawing.resize(this.drawing.node.clientWidth);
  }

  /** @param {number} beat */
  evaluate(beat) {
    const { coins, p, network } = this.data;
    const [nPixels, ...rest] = network.sizes;
    const u = this.coins.of(beat % coins.rows);
    const image = Math.floor(beat / BEATS_PER_IMAGE) % (this.pixels.length / nPixels);
    const ink = this.pixels.subarray(image * nPixels, (image + 1) * nPixels);
    let start = 0;
    const kept = [nPixels, ...rest.slice(0, -1)].map((n, layer) =>
      keptUnits(u.subarray(start, (start += n)), layer === 0 ? 0 : p, null, "training"),
    );
    const factor = unitFactor(p, "inverted", "training");
    const pass = forwardPass(
      this.layers,
      Float64Array.from(ink, (value) => value / this.data.largest_pixel),
      kept.map((keep, layer) => multipliersOf(keep, layer === 0 ? 1 : factor)),
    );
    const label = argmax(pass.probabilities);
    return { kept, pass, edges: edgeSignals(this.layers, pass), label };
  }

  /** @param {HomeView} view */
  paint({ beat = 0 }) {
    const state = this.evaluate(beat);
    const hidden = state.kept.slice(1);
    const kept = hidden.reduce((sum, layer) => sum + layer.reduce((n, keep) => n + keep, 0), 0);
    const droppable = hidden.reduce((sum, layer) => sum + layer.length, 0);
    const { label, pass } = state;
    const text = `${droppable - kept} of ${droppable} hidden units are off; this sub-network says ${label}, at ${formatPercent(pass.probabilities[label])}.`;
    this.drawing.paint(state);
    this.caption.say(text, this.player.playing);
    setAttr(
      this.drawing.node,
      "aria-label",
      `A digits network in which dropout silences units. ${text}`,
    );
    this.play.paint();
    showState(this.root, {
      "p-drop": this.data.p,
      scaling: "inverted",
      mode: "training",
      kept,
      droppable,
      prediction: label,
    });
  }

  close() {
    this.player.stop();
  }
}

// Three words for what is drawn.
function legend() {
  const item = (/** @type {string} */ kind, /** @type {string} */ word) =>
    element("span", { class: "legend-item" }, element("span", { class: `unit ${kind}` }), word);
  return element(
    "div",
    { class: "legend" },
    item("active", "active"),
    item("quiet", "quiet"),
    item("dropped", "dropped"),
  );
}

export default stageOf(
  (root, /** @type {ViewStore<HomeView>} */ store, /** @type {HomeData} */ data) =>
    new HomeStage(root, store, data),
);
