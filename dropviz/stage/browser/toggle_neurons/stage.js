// Stage of the lesson "Toggle neurons".

import { argmax, decodeBytes } from "../shared/arithmetic.js";
import { CoinRows } from "../shared/coins.js";
import { DigitChooser } from "../shared/digit_chooser.js";
import { NetworkDrawing } from "../shared/drawing.js";
import { element } from "../shared/elements.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { ToggleControls } from "./controls.js";
import { TogglePanel } from "./panel.js";
import { SCENES } from "./guide.js";
import { ToggleNetworks, countUnits } from "./state.js";
import { toggleCaption } from "./words.js";

/** @import { UnitPlace } from "../shared/drawing.js" */
/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { ToggleData, ToggleView } from "./payload.d.ts" */
/** @import { ToggleState } from "./state.js" */

class ToggleStage {
  /** @type {UnitPlace | null} */
  focus = null;
  /** @type {ToggleState | null} */
  shown = null; // by the last repaint

  /** @param {HTMLElement} root @param {ViewStore<ToggleView>} store @param {ToggleData} data */
  constructor(root, store, data) {
    this.root = root;
    this.store = store;
    this.coins = new CoinRows();
    this.receive(data);
    this.networks = new ToggleNetworks(data);
    this.chooser = new DigitChooser(store, {
      pixels: decodeBytes(data.pixels),
      labels: this.networks.labels,
      largest: data.largest_pixel,
      hard: (view) => data.hard[view.network],
    });
    const { sizes } = this.networks;
    const nClasses = sizes[sizes.length - 1];
    this.controls = new ToggleControls(store, data, this.coins, this.chooser, nClasses);
    this.drawing = this.drawn(data.height, nClasses);
    this.panel = new TogglePanel();
    this.caption = new Caption();
    root.replaceChildren(
      this.controls.node,
      element(
        "div",
        { class: "board" },
        element("div", {}, this.drawing.node, this.caption.node),
        this.panel.node,
      ),
    );
    root.onkeydown = (event) => this.chooser.leave(event);
    this.resize();
  }

  /** @param {number} height @param {number} nClasses */
  drawn(height, nClasses) {
    return new NetworkDrawing({
      sizes: this.networks.sizes,
      classes: Array.from({ length: nClasses }, (_, i) => String(i)),
      height,
      gestures: {
        onUnits: (places, keep) => this.force(places, keep),
        onLayer: (layer) => this.toggleLayer(layer),
        onFocus: (place) => {
          if (!place || !this.shown) return;
          this.focus = place;
          this.panel.paintUnit(this.store.view, this.shown, place); // the network has not changed
        },
        onDraw: (pixel, event) => this.chooser.ink(pixel, event),
      },
    });
  }

  /** @param {ToggleData} data */
  receive(data) {
    this.coins.learn(data.coins);
  }

  resize() {
    this.drawing.resize(this.drawing.node.clientWidth);
  }

  /** @param {UnitPlace[]} places @param {boolean} keep */
  force(places, keep) {
    const { view } = this.store;
    /** @type {[number, boolean][]} */
    const wanted = places.map((place) => [this.networks.flat(place), keep]);
    this.store.change({ mask: this.networks.maskAfter(view, this.coins.of(view.seed), wanted) });
  }

  /** @param {number} layer */
  toggleLayer(layer) {
    const kept = this.shown?.kept[layer] ?? new Uint8Array();
    this.force(
      Array.from(kept, (_, index) => [layer, index]),
      !kept.some(Boolean),
    );
  }

  /** @param {ToggleView} view */
  paint(view) {
    const state = this.networks.evaluate(
      view,
      this.chooser.inputOf(view),
      this.coins.of(view.seed),
    );
    this.shown = state;
    this.controls.paint(view);
    this.drawing.paint(state);
    this.drawing.node.classList.toggle("inking", this.chooser.drawing);
    const counts = countUnits(state);
    this.focus ??= [1, argmax(state.pass.activations[1])];
    this.panel.paintFigures(view, state, counts);
    this.panel.paintUnit(view, state, this.focus);
    this.caption.say(toggleCaption(view, state, counts));
    showState(this.root, {
      "p-drop": view.p,
      scaling: view.scaling,
      mode: view.mode,
      kept: counts.keptHidden + counts.keptInput,
      droppable: this.networks.units,
      prediction: counts.after,
      seed: view.seed,
    });
    return { state, counts, byChance: (/** @type {number} */ digit) => this.byChance(digit) };
  }

  // How many units chance silences until the network no longer says a digit: the median over coins.
  /** @param {number} digit */
  byChance(digit) {
    const { view } = this.store;
    const image = this.chooser.inputOf(view);
    const counts = this.coins.rows.map((u) => this.networks.lostAfter(view, image, u, digit));
    return counts.sort((a, b) => a - b)[Math.floor(counts.length / 2)];
  }
}

export default stageOf(
  (root, /** @type {ViewStore<ToggleView>} */ store, /** @type {ToggleData} */ data) =>
    new ToggleStage(root, store, data),
  { scenes: SCENES },
);
