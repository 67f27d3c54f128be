// Stage of the lesson "Why dropout?": networks that learn wrong labels by heart.

import { button, segmented } from "../shared/controls.js";
import { element, part, setText } from "../shared/elements.js";
import { Player, playButton, playerKeys, scrubBar } from "../shared/player.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { ErrorChart, LEFT, PairChart } from "./chart.js";
import { Errors } from "./errors.js";
import { SCENES } from "./guide.js";
import { caption, pairsWords } from "./words.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { WhyData, WhyView } from "./payload.d.ts" */

const STEPS_A_SECOND = 5; // measured ones

class WhyStage {
  /** @param {HTMLElement} root @param {ViewStore<WhyView>} store @param {WhyData} data */
  constructor(root, store, data) {
    this.root = root;
    this.store = store;
    this.rate = data.rate;
    this.errors = new Errors(data);
    this.player = new Player(store, {
      at: () => store.view.at,
      show: (at) => this.reached(at),
      rate: () => STEPS_A_SECOND,
      first: 0,
      last: () => this.errors.last,
    });
    this.play = playButton(this.player, "Play the training");
    this.scrub = scrubBar(this.player, "at");
    this.lines = segmented({
      label: "Lines",
      options: [
        ["train", "training labels", "Wrong answers on the labels they learn"],
        ["new", "and new digits", "On digits that they never see in training too"],
        ["dropout", "and dropout", "Networks with dropout too"],
      ],
      onPick: (/** @type {WhyView["lines"]} */ lines) => store.change({ lines }),
    });
    this.toggle = button("", "Each network with dropout beside its twin without", () =>
      store.change({ pairs: !store.view.pairs }),
    );
    this.chart = new ErrorChart(this.errors, (at) => this.player.goTo(at));
    this.pairs = new PairChart(this.errors);
    this.caption = new Caption();
    this.build();
    root.onkeydown = playerKeys(this.player);
  }

  build() {
    const [pairs] = part("pairs", this.pairs.node);
    this.root.replaceChildren(
      element(
        "div",
        { class: "toolbar" },
        ...part("play", this.play.node),
        ...part("lines", this.lines.node),
        ...part("pairs", this.toggle),
      ),
      element(
        "div",
        { class: "why-board" },
        element("div", {}, this.chart.node, this.scrub.node),
        pairs,
      ),
      this.caption.node,
    );
  }

  // Lines are drawn as far as one has come.
  /** @param {number} at */
  reached(at) {
    return { at, seen: Math.max(at, this.store.view.seen) };
  }

  /** @param {WhyView} view */
  paint(view) {
    for (const plot of [this.chart, this.pairs]) plot.fit(plot.svg.parentElement?.clientWidth ?? 0);
    this.chart.paint(view);
    this.pairs.svg.toggleAttribute("data-covered", !view.pairs);
    this.pairs.paint();
    this.pairs.say(view.pairs ? pairsWords(this.errors) : "The pairs are not shown yet.");
    setText(this.pairs.words, view.pairs ? pairsWords(this.errors) : "Not shown yet.");
    setText(this.toggle, view.pairs ? "Hide the pairs" : "Show the pairs");
    this.play.paint();
    this.lines.set(view.lines);
    this.scrub.fit(LEFT, this.chart.right);
    this.scrub.paint(view.at, `step ${this.errors.steps[view.at]}`);
    this.caption.say(caption(this.errors, view), this.player.playing);
    showState(this.root, {
      "p-drop": this.rate,
      at: view.at,
      step: this.errors.steps[view.at],
      lines: view.lines,
      pairs: view.pairs,
    });
    return this.errors;
  }

  close() {
    this.player.stop();
  }
}

export default stageOf(
  (root, /** @type {ViewStore<WhyView>} */ store, /** @type {WhyData} */ data) =>
    new WhyStage(root, store, data),
  { scenes: SCENES },
);
