// Stage of the opened transformer variants: one block, its places of dropout, what they do.

import { argmax } from "../shared/arithmetic.js";
import { CoinRows } from "../shared/coins.js";
import { button, slider } from "../shared/controls.js";
import { element, part, setText } from "../shared/elements.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { Opening } from "../shared/scroll.js";
import { stageColours } from "../shared/theme.js";
import { TransformerDiagram } from "./diagram.js";
import { SCENES } from "./guide.js";
import { Guesses } from "./guesses.js";
import { HEAD_ROOM, HeadMap } from "./heads.js";
import { Transformer } from "./reading.js";
import { TextStrip } from "./text.js";
import { lossWords, networkWords, transformerCaption, typedWords, weightWords } from "./words.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { StageColours } from "../shared/theme.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { TransformerData } from "./payload.d.ts" */
/** @import { TransformerState, WeightPlace } from "./reading.js" */

class TransformerControls {
  /** @param {ViewStore<VariantsView>} store @param {TransformerData} data @param {CoinRows<Uint8Array>} coins */
  constructor(store, data, coins) {
    this.p = slider({
      label: "dropout rate p",
      name: "p",
      title:
        "Chance of being dropped, at every place that is on. (The 2014 paper's p is the chance of being kept.)",
      onInput: (/** @type {number} */ p) => store.change({ p }),
    });
    const flip = button("Flip the coins", "New coins: other masks at the same rate", () =>
      store.change({ seed: coins.after(store.view.seed) }),
    );
    const off = button("All off", "Drop nowhere", () => store.change({ places: "none" }));
    this.window = slider({
      label: "text from",
      name: "window",
      title: "Where in the text (the part it was not trained on) the network reads",
      min: 0,
      max: data.last_window,
      step: 1,
      digits: 0,
      onInput: (/** @type {number} */ window) => store.change({ window, typed: "" }),
    });
    this.typed = element("input", {
      type: "text",
      name: "typed",
      class: "typed",
      "aria-label": "Type what the network reads",
      placeholder: "or type",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: data.longest_typed,
      onInput: () => store.change({ typed: this.typed.value }),
    });
    this.node = element(
      "div",
      { class: "toolbar" },
      ...part("rate", this.p.node),
      ...part("flip", flip),
      ...part("off", off),
      ...part("text", this.window.node, element("span", { class: "control" }, this.typed)),
    );
  }

  /** @param {VariantsView} view */
  paint({ p, window, typed }) {
    this.p.set(p);
    this.window.set(window);
    const { activeElement } = /** @type {ShadowRoot} */ (this.node.getRootNode());
    if (this.typed.value !== typed && activeElement !== this.typed) this.typed.value = typed;
  }
}

class TransformerStage {
  /** @type {WeightPlace | null} */
  looked = null; // the weight that is read out

  /** @param {HTMLElement} root @param {ViewStore<VariantsView>} store @param {TransformerData} data */
  constructor(root, store, data) {
    this.root = root;
    this.opening = new Opening(root);
    this.store = store;
    this.transformer = new Transformer(data);
    /** @type {CoinRows<Uint8Array>} */
    this.coins = new CoinRows();
    this.controls = new TransformerControls(store, data, this.coins);
    this.text = new TextStrip(data.size.context);
    this.note = element("p", { class: "note", role: "status" });
    this.diagram = new TransformerDiagram(data.places, (place) =>
      store.change({ places: this.transformer.toggled(store.view, place) }),
    );
    this.heads = Array.from({ length: data.size.heads }, (_, head) => new HeadMap(head, this.look));
    this.readout = element("p", {
      class: "quiet rule",
      "data-testid": "readout",
      "aria-live": "polite",
    });
    this.guesses = new Guesses();
    this.loss = element("p", {});
    this.caption = new Caption();
    this.build(networkWords(data));
    this.receive(data);
  }

  /** @param {string} about the network, in words */
  build(about) {
    const heads = element("div", { class: "heads" }, ...this.heads.map(({ node }) => node));
    this.root.replaceChildren(
      this.controls.node,
      this.text.node,
      this.note,
      element(
        "div",
        { class: "transformer" },
        this.diagram.node,
        element(
          "div",
          { class: "attention" },
          heads,
          this.readout,
          ...part("about", element("p", { class: "quiet", text: about })),
        ),
        ...part("guesses", element("div", { class: "beyond" }, this.guesses.node, this.loss)),
      ),
      this.caption.node,
    );
  }

  /** @param {TransformerData} data */
  receive(data) {
    this.coins.learn(data.coins);
  }

  /** @param {WeightPlace | null} weight */
  look = (weight) => {
    if (JSON.stringify(weight) === JSON.stringify(this.looked)) return;
    this.looked = weight;
    this.store.schedule();
  };

  /** @param {VariantsView} view */
  paint(view) {
    this.opening.painted(view.variant);
    const state = this.transformer.evaluate(view, this.coins.of(view.seed));
    const colours = stageColours(this.root);
    this.controls.paint(view);
    this.text.paint(state);
    const note = typedWords(view.typed, state.read, state.size.context);
    setText(this.note, note);
    this.note.hidden = !note;
    this.diagram.paint(state, colours);
    this.paintHeads(state, colours);
    this.guesses.paint(state);
    setText(this.readout, weightWords(state, this.looked));
    setText(this.loss, lossWords(state));
    this.caption.say(transformerCaption(state));
    this.showState(view, state);
    return state;
  }

  /** @param {TransformerState} state @param {StageColours} colours */
  paintHeads(state, colours) {
    const width = this.root.clientWidth;
    const room = Math.min(width < 700 ? 272 : 240, width - HEAD_ROOM.left - HEAD_ROOM.right);
    const cell = Math.min(30, Math.floor(room / state.characters.length));
    for (const map of this.heads) map.paint(state, cell, this.looked, colours);
  }

  /** @param {VariantsView} view @param {TransformerState} state */
  showState(view, { on, counts, vocabulary, dropped }) {
    const total = { of: 0, dropped: 0 };
    for (const place of on) {
      total.of += counts[place].of;
      total.dropped += counts[place].dropped;
    }
    showState(this.root, {
      "p-drop": view.p,
      scaling: "inverted",
      mode: "training",
      droppable: total.of,
      kept: total.of - total.dropped,
      prediction: vocabulary[argmax(dropped)],
      places: [...on].join(","),
      seed: view.seed,
    });
  }
}

/** @param {HTMLElement} root @param {ViewStore<VariantsView>} store @param {TransformerData} data */
const build = (root, store, data) => new TransformerStage(root, store, data);

export default stageOf(build, { scenes: SCENES });
