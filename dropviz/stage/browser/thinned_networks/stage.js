// Stage of the lesson "Thinned sub-networks": plays a recorded training run.

import { argmax } from "../shared/arithmetic.js";
import { NetworkDrawing } from "../shared/drawing.js";
import { element, part, setAttr, setText } from "../shared/elements.js";
import { Player, playerKeys } from "../shared/player.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { runControls } from "./controls.js";
import { SCENES } from "./guide.js";
import { readLook } from "./look.js";
import { exampleChooser, runPanel } from "./panel.js";
import { runPlayer } from "./player.js";
import { NONE } from "./masks.js";
import { decodeRecording, hiddenSizes } from "./recording.js";
import { Scenes, differ } from "./scene.js";
import { captionText, edgesText } from "./words.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { PackedRecording, ThinnedData, ThinnedView } from "./payload.d.ts" */
/** @import { Scene } from "./scene.js" */

const ALONE = 124; // px more for the network where no run is played

class ThinnedStage {
  /**
   * @param {HTMLElement} root
   * @param {ViewStore<ThinnedView>} store
   * @param {ThinnedData} data
   */
  constructor(root, store, data) {
    this.root = root;
    this.scenes = new Scenes(decodeRecording(data.run));
    this.look = readLook(root);
    this.player = new Player(store, {
      at: () => store.view.step,
      show: (step) => ({ step }),
      rate: () => store.view.speed,
      last: () => this.scenes.run.steps,
    });
    this.height = data.run.height;
    this.drawing = drawingOf(data.run);
    this.controls = runControls(store, data, () => this.scenes.run.batch);
    this.chooser = exampleChooser((at) => store.change({ example: at + 1 }));
    this.playback = runPlayer(this.player, this.controls.speed, store);
    this.panel = runPanel(this.player);
    this.caption = new Caption();
    this.edgeNote = element("p", { class: "quiet note" });
    this.place = element(
      "div",
      {
        class: "network",
        tabindex: 0,
        role: "group",
        "aria-label": "The recorded run. Space plays and pauses, left and right arrow keys step.",
      },
      this.drawing.node,
    );
    const main = element(
      "div",
      { class: "main" },
      this.place,
      ...part("legend", this.edgeNote),
      ...this.chooser.nodes,
      this.playback.node,
    );
    root.replaceChildren(
      this.controls.node,
      element("div", { class: "board" }, main, this.panel.node, this.caption.node),
    );
    root.onkeydown = playerKeys(this.player);
  }

  /** @param {ThinnedData} data */
  receive({ run }) {
    const before = this.scenes.run.settings;
    if (!differ(run.settings, before)) return;
    this.scenes = new Scenes(decodeRecording(run));
    if (before.hidden === run.settings.hidden) return;
    this.drawing = drawingOf(run);
    this.place.replaceChildren(this.drawing.node);
  }

  // Called whenever the theme or the data may be others.
  open() {
    this.look = readLook(this.root);
    this.resize();
  }

  resize() {
    const [examples] = this.chooser.nodes;
    const room = this.playback.node.clientHeight ? 0 : ALONE - examples.clientHeight;
    this.drawing.resize(this.place.clientWidth, this.height + room);
    const { widths } = this.look;
    for (const canvas of [this.playback.curves, this.panel.shares])
      widths.set(canvas, canvas.parentElement?.clientWidth ?? 0);
    this.playback.fit(widths.get(this.playback.curves) ?? 0);
  }

  /** @param {ThinnedView} view */
  paint(view) {
    const scene = this.scenes.of(view);
    // Canvases with text come first: writing text makes the browser compute styles, which is
    // cheap only as long as nothing has changed in this frame.
    this.playback.paintCurves(scene, this.look);
    this.panel.paintShares(scene, this.look);
    this.drawing.paint(scene.state);
    this.controls.paint(scene);
    this.chooser.paint(scene, this.look, pointedUnit(this.root, hiddenSizes(scene.run)));
    this.panel.paint(scene, this.look);
    this.playback.paint(scene);
    this.paintWords(scene);
    this.showState(scene);
    return scene;
  }

  /** @param {Scene} scene */
  paintWords(scene) {
    const text = captionText(scene);
    this.caption.say(text, this.player.playing);
    setAttr(this.drawing.node, "aria-label", `The thinned network of this example. ${text}`);
    setText(this.edgeNote, edgesText(scene.view.edges));
  }

  /** @param {Scene} scene */
  showState({ run, view, step, example, state, distinct, stale }) {
    showState(this.root, {
      "p-drop": view.p,
      scaling: "inverted",
      mode: "training",
      kept: state.count,
      droppable: run.units,
      prediction: argmax(state.pass.probabilities),
      step: step + 1,
      example: example + 1,
      distinct,
      playing: this.player.playing,
      retraining: stale,
      hidden: run.settings.hidden,
    });
  }

  close() {
    this.player.stop();
  }
}

/** Among all hidden units, the one that the guide points at. @param {HTMLElement} root @param {number[]} sizes */
function pointedUnit({ dataset }, sizes) {
  if (!dataset.points) return NONE;
  const [layer, index] = dataset.points.split(":").map(Number);
  return sizes.slice(0, layer - 1).reduce((sum, size) => sum + size, index);
}

/** @param {PackedRecording} run */
function drawingOf({ sizes, height }) {
  const classes = Array.from({ length: sizes[sizes.length - 1] }, (_, digit) => String(digit));
  const drawing = new NetworkDrawing({ sizes, classes, height });
  setAttr(drawing.node, "role", "img");
  return drawing;
}

export default stageOf(
  (root, /** @type {ViewStore<ThinnedView>} */ store, /** @type {ThinnedData} */ data) =>
    new ThinnedStage(root, store, data),
  { scenes: SCENES },
);
