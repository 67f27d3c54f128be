// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Stage of the lesson "Feature maps": controls, and the scene of the source that was chosen.

import { decodeBytes } from "../shared/arithmetic.js";
import { CoinRows } from "../shared/coins.js";
import { button, dropdown, more, segmented, slider } from "../shared/controls.js";
import { DigitChooser } from "../shared/digit_chooser.js";
import { element } from "../shared/elements.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { DigitsScene } from "./digits.js";
import { mapColours } from "./map_pictures.js";
import { PhotoScene } from "./photo_scene.js";
import { FeatureWays } from "./ways.js";

const UNTOUCHED = { way: "hand", mask: "", pixels: "", photo_mask: "" };

function buildFeatureStage(root, store, data) {
  const coins = new CoinRows();
  let chooser;
  let scenes; // {digits, photo}: {flow, panel, ways, paint}
  let shown = null; // which of them is on the stage
  const parts = {};

  function buildControls() {
    parts.source = segmented({
      label: "Source",
      onPick: (source) => store.change({ source }),
      options: [
        ["digits", "Digits", "A network that was trained to read digits"],
        ["photo", "Photo", "Photographs through learned filters"],
      ],
    });
    parts.photo = dropdown({
      label: "photo",
      name: "photo",
      title: "Which photograph",
      options: Object.keys(data.photos.photos).map((name) => [name, name]),
      onPick: (photo) => store.change({ photo }),
    });
    parts.p = slider({
      label: "dropout rate p",
      name: "p",
      title:
        "Chance of being dropped, in all three ways below. (The 2014 paper's p is the chance of being kept.)",
      onInput: (p) => store.change({ p }),
    });
    parts.block = slider({
      label: "block",
      name: "block",
      title:
        "Side of DropBlock's squares in pixels. 1 drops single pixels; as large as a map it drops whole maps",
      min: 1,
      max: data.largest_block,
      step: 1,
      digits: 0,
      onInput: (block) => store.change({ block }),
    });
    parts.flip = button("Flip the coins", "A new row of coins for all three ways", () =>
      store.change({ seed: coins.after(store.view.seed) }),
    );
    parts.restore = button(
      "Restore all",
      "Every map on: no coins above, hand-made changes undone",
      () => store.change(UNTOUCHED),
    );
    parts.network = segmented({
      label: "Network",
      onPick: (network) => store.change({ network }),
      options: Object.entries(data.descriptions).map(([name, words]) => [
        name,
        words,
        `The network ${words}`,
      ]),
    });
    parts.more = more(
      element(
        "div",
        { class: "control" },
        element("span", { text: "network" }),
        parts.network.node,
      ),
    );
    return element(
      "div",
      { class: "toolbar" },
      parts.source.node,
      ...chooser.nodes,
      parts.photo.node,
      parts.p.node,
      element("span", { class: "control" }, parts.flip, parts.restore),
      parts.more,
    );
  }

  function showScene(source) {
    if (shown === source) return;
    shown = source;
    const { flow, panel, ways } = scenes[source];
    parts.flow.replaceChildren(flow.node, parts.caption.node);
    parts.board.replaceChildren(parts.flow, panel.node);
    parts.ways.show(ways);
    for (const node of [...chooser.nodes, parts.more]) node.hidden = source !== "digits";
    parts.photo.node.hidden = source !== "photo";
  }

  function learn(next) {
    data = next;
    coins.learn(data.coins);
  }

  learn(data);
  chooser = new DigitChooser(store, {
    pixels: decodeBytes(data.pixels),
    labels: decodeBytes(data.labels),
    hard: (view) => data.hard[view.network],
  });
  scenes = {
    digits: new DigitsScene(root, store, data, coins, chooser),
    photo: new PhotoScene(root, store, data.photos),
  };
  const controls = buildControls();
  parts.ways = new FeatureWays(parts.block, (way) =>
    store.change({ way: store.view.way === way ? "hand" : way }),
  );
  parts.caption = new Caption();
  parts.flow = element("div");
  parts.board = element("div", { class: "board" });
  root.replaceChildren(controls, parts.board, parts.ways.node);
  root.onkeydown = (event) => chooser.leave(event);
  return {
    receive: learn,
    paint(view) {
      showScene(view.source);
      chooser.paint(view);
      parts.source.set(view.source);
      parts.photo.set(view.photo);
      parts.p.set(view.p);
      parts.block.set(view.block);
      parts.network.set(view.network);
      parts.ways.paint(view, scenes[shown].shapes);
      const { counts, caption } = scenes[shown].paint(view, mapColours(root));
      parts.caption.say(caption);
      showState(root, {
        source: view.source,
        "p-drop": view.p,
        way: view.way,
        kept: counts.kept,
        droppable: counts.droppable,
        "maps-off": counts.maps,
        seed: view.seed,
      });
    },
  };
}

export default stageOf(buildFeatureStage);
