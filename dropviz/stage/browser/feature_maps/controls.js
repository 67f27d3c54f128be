// The controls of "Feature maps".

import { button, dropdown, more, segmented, slider } from "../shared/controls.js";
import { element, part, setAttr } from "../shared/elements.js";

/** @import { CoinRows } from "../shared/coins.js" */
/** @import { DigitChooser } from "../shared/digit_chooser.js" */
/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { FeatureMapsPayload, FeatureMapsView } from "./payload.d.ts" */

/** @typedef {ViewStore<FeatureMapsView>} Store */

/** @type {Partial<FeatureMapsView>} */
const UNTOUCHED = { way: "hand", mask: "", pixels: "", photo_mask: "" };

// Digits or a photo, and which.
/** @param {Store} store @param {FeatureMapsPayload} data */
function sourceControls(store, { photos }) {
  return {
    source: segmented({
      label: "Source",
      onPick: (/** @type {"digits" | "photo"} */ source) => store.change({ source }),
      options: [
        ["digits", "Digits", "A network that was trained to read digits"],
        ["photo", "Photo", "Photographs through learned filters"],
      ],
    }),
    photo: dropdown({
      label: "photo",
      name: "photo",
      title: "Which photograph",
      options: Object.keys(photos.photos).map((name) => [name, name]),
      onPick: (/** @type {FeatureMapsView["photo"]} */ photo) => store.change({ photo }),
    }),
  };
}

// How much is dropped, in which squares.
/** @param {Store} store @param {FeatureMapsPayload} data */
function rateControls(store, { largest_block: largest }) {
  return {
    p: slider({
      label: "dropout rate p",
      name: "p",
      title:
        "Chance of being dropped, in all three ways below. (The 2014 paper's p is the chance of being kept.)",
      onInput: (/** @type {number} */ p) => store.change({ p }),
    }),
    block: slider({
      label: "block",
      name: "block",
      title:
        "Side of DropBlock's squares in pixels. 1 drops single pixels; as large as a map it drops whole maps",
      min: 1,
      max: largest,
      step: 1,
      digits: 0,
      onInput: (/** @type {number} */ block) => store.change({ block }),
    }),
  };
}

/** @param {Store} store @param {FeatureMapsPayload} data */
function networkControl(store, { descriptions }) {
  return segmented({
    label: "Network",
    onPick: (/** @type {FeatureMapsView["network"]} */ network) => store.change({ network }),
    options: Object.entries(descriptions).map(([name, words]) => [
      name,
      words,
      `The network ${words}`,
    ]),
  });
}

export class FeatureControls {
  // What moves the three ways stands with them: the sliders, the coins, the average.
  /** @param {Store} store @param {FeatureMapsPayload} data @param {CoinRows} coins @param {DigitChooser<FeatureMapsView>} chooser */
  constructor(store, data, coins, chooser) {
    this.chooser = chooser;
    this.set = {
      ...sourceControls(store, data),
      ...rateControls(store, data),
      network: networkControl(store, data),
    };
    const { source, photo, p, block, network } = this.set;
    this.block = block;
    this.average = button(
      "Average over many coins",
      "What each way drops and costs on average; press again for one throw of the coins",
      () => store.change({ many: !store.view.many }),
    );
    const flip = button("Flip the coins", "A new row of coins for all three ways", () =>
      store.change({ seed: coins.after(store.view.seed) }),
    );
    const restore = button(
      "Restore all",
      "Every map on: no coins above, hand-made changes undone",
      () => store.change(UNTOUCHED),
    );
    this.more = more(
      element("div", { class: "control" }, element("span", { text: "network" }), network.node),
    );
    this.node = element(
      "div",
      { class: "toolbar" },
      ...part("source", source.node),
      ...part("image", ...chooser.nodes, photo.node),
      ...part("restore", restore),
      ...part("more", this.more),
    );
    this.ofWays = element(
      "div",
      { class: "way-controls" },
      ...part("rate", p.node),
      ...part("coins", flip),
      ...part("average", this.average),
    );
  }

  /** @param {FeatureMapsView} view */
  paint(view) {
    this.chooser.paint(view);
    const { source, photo, p, block, network } = this.set;
    source.set(view.source);
    photo.set(view.photo);
    p.set(view.p);
    block.set(view.block);
    network.set(view.network);
    setAttr(this.average, "aria-pressed", view.many);
    for (const node of [...this.chooser.nodes, this.more]) node.hidden = view.source !== "digits";
    photo.node.hidden = view.source !== "photo";
  }
}
