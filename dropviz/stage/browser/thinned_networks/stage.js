// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Stage of the lesson "Thinned sub-networks": plays a recorded training run.

import { argmax } from "../shared/arithmetic.js";
import { NetworkDrawing } from "../shared/drawing.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { runControls } from "./controls.js";
import { exampleChooser, runPanel } from "./panel.js";
import { CURVES, MEAN_STEPS, readLook } from "./pictures.js";
import { Playback, playerKeys, runPlayer } from "./player.js";
import {
  binomialBand,
  countKept,
  countMasks,
  decodeRecording,
  evaluateExample,
  runningMeans,
} from "./recording.js";
import { captionText, edgesText } from "./words.js";

const RUN_SETTINGS = ["p", "masks", "hidden", "batch", "lr", "seed"];

function buildThinnedStage(root, store, data) {
  const playback = new Playback(store, () => run.steps);
  let run;
  let means;
  let look;
  let counted = {}; // what was counted, for which run and rate
  let drawing;
  let parts;

  // Everything that is shown of a step, computed once for each repaint.
  function sceneOf(view) {
    const step = Math.min(view.step, run.steps) - 1;
    const example = Math.min(view.example, run.batch) - 1;
    if (counted.run !== run || counted.p !== view.p)
      counted = { run, p: view.p, ...countMasks(run, view.p) };
    const draws = (step + 1) * run.rows;
    const state = evaluateExample(run, { step, example, p: view.p, edges: view.edges });
    state.count = countKept(state.mask);
    return {
      run,
      means,
      view,
      step,
      example,
      state,
      draws,
      kept: counted.kept.subarray(step * run.units, (step + 1) * run.units),
      distinct: counted.distinct[step],
      band: binomialBand(draws, 1 - view.p),
      stale: RUN_SETTINGS.some((name) => view[name] !== run.settings[name]),
    };
  }

  function build(choices) {
    const controls = runControls(store, choices);
    parts = {
      controls,
      place: element("div", {
        class: "network",
        tabindex: 0,
        role: "group",
        "aria-label": "The recorded run. Space plays and pauses, left and right arrow keys step.",
      }),
      edgeNote: element("p", { class: "quiet note" }),
      chooser: exampleChooser((at) => store.change({ example: at + 1 })),
      player: runPlayer(playback, controls.speed),
      panel: runPanel(playback),
      caption: new Caption(),
    };
    const main = element(
      "div",
      { class: "main" },
      parts.place,
      parts.edgeNote,
      parts.chooser.node,
      parts.player.node,
    );
    root.replaceChildren(
      controls.node,
      element("div", { class: "board" }, main, parts.panel.node, parts.caption.node),
    );
    root.onkeydown = playerKeys(playback);
  }

  function buildDrawing(height) {
    const classes = Array.from({ length: run.sizes.at(-1) }, (_, digit) => String(digit));
    drawing = new NetworkDrawing({ sizes: run.sizes, classes, height });
    setAttr(drawing.node, "role", "img");
    parts.place.replaceChildren(drawing.node);
  }

  function resize() {
    drawing.resize(parts.place.clientWidth);
    const { curves } = parts.player;
    for (const canvas of [curves, parts.panel.shares])
      look.widths.set(canvas, canvas.parentElement.clientWidth);
    parts.player.fit(look.widths.get(curves));
  }

  function paintWords(scene) {
    const text = captionText(scene);
    parts.caption.say(text, playback.playing);
    setAttr(drawing.node, "aria-label", `The thinned network of this example. ${text}`);
    setText(parts.edgeNote, edgesText(scene.view.edges));
  }

  function paintAttributes({ view, step, example, state, distinct, stale }) {
    showState(root, {
      "p-drop": view.p,
      scaling: "inverted",
      mode: "training",
      kept: state.count,
      droppable: run.units,
      prediction: argmax(state.pass.probabilities),
      step: step + 1,
      example: example + 1,
      distinct,
      playing: playback.playing,
      retraining: stale,
      hidden: run.settings.hidden,
    });
  }

  function receive(next) {
    const old = run?.settings;
    if (old && RUN_SETTINGS.every((name) => old[name] === next.run.settings[name])) return;
    run = decodeRecording(next.run);
    means = Object.fromEntries(
      CURVES.map(({ name }) => [name, runningMeans(run[name], MEAN_STEPS)]),
    );
    if (old?.hidden !== run.settings.hidden) buildDrawing(next.run.height);
  }

  build(data.choices);
  receive(data);
  return {
    receive,
    open() {
      look = readLook(root);
      resize();
    },
    resize,
    paint(view) {
      const scene = sceneOf(view);
      // Canvases with text come first: writing text makes the browser compute styles, which is
      // cheap only as long as nothing has changed in this frame.
      parts.player.paintCurves(scene, look);
      parts.panel.paintShares(scene, look);
      drawing.paint(scene.state);
      parts.controls.paint(scene);
      parts.chooser.paint(scene, look);
      parts.panel.paint(scene, look);
      parts.player.paint(scene);
      paintWords(scene);
      paintAttributes(scene);
    },
    close: () => playback.stop(),
  };
}

export default stageOf(buildThinnedStage);
