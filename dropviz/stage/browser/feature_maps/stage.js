// Stage of the lesson "Feature maps": controls, and the scene of the source that was chosen.

import { decodeBytes } from "../shared/arithmetic.js";
import { CoinRows } from "../shared/coins.js";
import { DigitChooser } from "../shared/digit_chooser.js";
import { element, part } from "../shared/elements.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { FeatureControls } from "./controls.js";
import { Averages } from "./averages.js";
import { DigitsScene } from "./digits.js";
import { SCENES } from "./guide.js";
import { mapColours } from "./map_pictures.js";
import { PhotoScene } from "./photo_scene.js";
import { FeatureWays } from "./ways.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { FeatureMapsData, FeatureMapsView } from "./payload.d.ts" */

class FeatureStage {
  shown = ""; // the source whose scene is on the stage

  /** @param {HTMLElement} root @param {ViewStore<FeatureMapsView>} store @param {FeatureMapsData} data */
  constructor(root, store, data) {
    this.root = root;
    /** @type {CoinRows} */
    this.coins = new CoinRows();
    const chooser = new DigitChooser(store, {
      pixels: decodeBytes(data.pixels),
      labels: decodeBytes(data.labels),
      largest: data.largest_pixel,
      hard: (view) => data.hard[view.network],
    });
    this.scenes = {
      digits: new DigitsScene(root, store, data, this.coins, chooser),
      photo: new PhotoScene(root, store, data.photos),
    };
    this.controls = new FeatureControls(store, data, this.coins, chooser);
    this.averages = new Averages(() => store.schedule());
    this.ways = new FeatureWays(this.controls, (way) =>
      store.change({ way: store.view.way === way ? "hand" : way }),
    );
    this.caption = new Caption();
    this.flow = element("div");
    part("network", this.flow);
    part("ways", this.ways.node);
    this.board = element("div", { class: "board" });
    root.replaceChildren(this.controls.node, this.board, this.ways.node);
    root.onkeydown = (event) => chooser.leave(event);
    this.receive(data);
  }

  /** @param {FeatureMapsData} data */
  receive(data) {
    this.coins.learn(data.coins);
  }

  /** @param {FeatureMapsView} view */
  paint(view) {
    const scene = this.scenes[view.source];
    if (this.shown !== view.source) {
      this.shown = view.source;
      this.flow.replaceChildren(scene.flow.node, this.caption.node);
      this.board.replaceChildren(this.flow, ...part("panel", scene.panel.node));
      this.ways.show(scene.ways, scene.read ? [scene.read] : []);
    }
    this.controls.paint(view);
    const averages = view.many ? scene.averages(view, this.averages) : null;
    if (!averages) this.averages.stop();
    this.ways.paint(view, scene.shapes, averages);
    const { counts, caption, digit, photo } = scene.paint(view, mapColours(this.root), averages);
    this.caption.say(caption);
    showState(this.root, {
      source: view.source,
      "p-drop": view.p,
      way: view.way,
      kept: counts.kept,
      droppable: counts.droppable,
      "maps-off": counts.maps,
      seed: view.seed,
      averaged: averages?.n ?? 0,
    });
    return { counts, digit, photo, averages };
  }

  close() {
    this.averages.stop();
    this.scenes.photo.flow.slide.stop();
  }
}

/** @param {HTMLElement} root @param {ViewStore<FeatureMapsView>} store @param {FeatureMapsData} data */
const build = (root, store, data) => new FeatureStage(root, store, data);

export default stageOf(build, { scenes: SCENES });
