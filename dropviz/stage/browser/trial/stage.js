// A trial on a lesson's page: Train or Cancel, curves while they grow, the verdict.

import { element, setText } from "../shared/elements.js";
import { Caption, Request, showState, stageOf } from "../shared/protocol.js";
import { armColours } from "../shared/run/arms.js";
import { decodeRun } from "../shared/run/film.js";
import { SaidTexts, TrainButton, progressLine } from "../shared/run/progress.js";
import { STRIP } from "../shared/run/verdict.js";
import { VerdictTable } from "../shared/run/verdict_table.js";
import { curvesSay } from "../shared/run/words.js";
import { Legend, RateCurve, TrialCurve, TrialVerdict } from "./figures.js";
import { shortTitles, trialAgain, trialButton, trialCaption, trialStatus } from "./words.js";

/** @typedef {import("../shared/run/film.js").Run} Run */
/** @typedef {import("../shared/run/film.js").Plan} Plan */
/** @typedef {import("./payload.d.ts").TrialData} TrialData */

const SEVERAL = 2; // comparisons: of one the sentences say all
const TALL = { least: 176, row: 34, rest: 54, curve: 170, verdict: 230, further: 60, rate: 130 };
const WIDE = { beside: 1060, pair: 640 }; // px: all three in a row, both curves in a row

class TrialPanel {
  /**
   * @param {HTMLElement} root
   * @param {import("../shared/protocol.js").ViewStore<{}>} store
   * @param {TrialData} data
   */
  constructor(root, store, data) {
    this.root = root;
    this.data = data;
    /** @type {Run | null} */
    this.run = null;
    this.request = new Request(store);
    this.painted = "";
    this.train = new TrainButton(() => this.press());
    this.status = progressLine(() => {});
    this.legend = new Legend();
    this.loss = new TrialCurve("loss", () => {});
    this.error = new TrialCurve("error", () => {});
    this.rate = new RateCurve();
    this.verdict = new TrialVerdict();
    this.caption = new Caption("trial-caption");
    this.said = new SaidTexts(
      "Judged when all runs have ended: each arm against the first, pair by pair.",
    );
    this.table = new VerdictTable();
    this.words = element(
      "div",
      { class: "verdict-words", role: "region", tabindex: 0, "aria-label": "Verdicts in words" },
      this.table.node,
      this.said.node,
    );
    this.scope = element("p", { class: "quiet scope" });
    const charts = [this.loss.node, this.error.node, this.verdict.node, this.rate.node];
    root.replaceChildren(
      element("div", { class: "trial-head" }, this.train.node, this.status.node),
      this.legend.node,
      element("div", { class: "trial-figures" }, ...charts),
      this.caption.node,
      this.words,
      this.scope,
    );
    this.receive(data);
  }

  get curves() {
    return this.data.learns_rate ? [this.loss, this.error, this.rate] : [this.loss, this.error];
  }

  get goesOn() {
    return Boolean(this.run && !this.run.over);
  }

  // Why Train cannot be pressed.
  get blocked() {
    return this.goesOn ? "" : this.data.blocked || trialAgain(this.data, this.run);
  }

  press() {
    if (!this.request.asked && !this.blocked)
      this.request.ask(this.goesOn ? "cancel" : "train", this.data.trial);
  }

  /** @param {TrialData} data */
  receive(data) {
    this.data = data;
    const last = this.run;
    this.run = data.run && decodeRun(data.run, last);
    const isNews = last?.state !== this.run?.state || last?.hash !== this.run?.hash;
    if (isNews || data.blocked) this.request.settle();
  }

  // The size follows from the number of arms alone: nothing moves while a run goes on.
  fit() {
    const { loss, error, verdict, rate, root } = this;
    const width = root.clientWidth;
    const further = this.data.arms.length - 1;
    const tall = Math.max(TALL.least, further * TALL.row + TALL.rest);
    if (width >= WIDE.beside) {
      const curve = Math.floor(Math.min((width - 48) * 0.27, (width - 48 - STRIP.narrow) / 2));
      const rest = width - 48 - 2 * curve;
      return [
        loss.fit(curve, tall),
        error.fit(curve, tall),
        verdict.fit(rest, tall),
        rate.fit(2 * curve + 24, TALL.rate),
      ];
    }
    const half = width >= WIDE.pair ? Math.floor((width - 24) / 2) : width;
    const stacked = TALL.verdict + TALL.further * Math.max(0, further - 1);
    return [
      loss.fit(half, TALL.curve),
      error.fit(half, TALL.curve),
      verdict.fit(width, width >= STRIP.narrow ? tall : stacked),
      rate.fit(width, TALL.rate),
    ];
  }

  /** @param {Plan} plan @param {number} at */
  paintFigures(plan, at) {
    const { run, data } = this;
    const resized = this.fit().some(Boolean);
    const now = `${data.trial} ${run?.state} ${run?.steps.length} ${run?.verdicts.length} ${run?.seconds}`;
    if (resized || now !== this.painted) {
      this.painted = now;
      const names = shortTitles(plan.names);
      this.rate.node.hidden = !data.learns_rate;
      for (const chart of this.curves) chart.paintLines(run, plan);
      this.verdict.paint(run && { ...run, names }, data.margins, { ...plan, names });
    }
    for (const chart of this.curves) {
      chart.paintAt(run, run?.step ?? 0, at);
      chart.base.say(curvesSay(run, chart.measure, at, plan));
    }
    this.legend.paint(plan);
  }

  /** @param {number} at */
  paintWords(at) {
    const { data, run, goesOn } = this;
    this.status.paint({
      says: trialStatus(data, run, this.request.asked),
      more: run?.notices.join(" ") || data.about,
      why: trialAgain(data, run),
      label: null,
      share: run ? run.step / run.last_step : 0,
      running: goesOn,
    });
    this.train.paint(trialButton(data, run), goesOn, this.request.asked, this.blocked);
    this.caption.say(trialCaption(data, run, at), goesOn);
    setText(this.scope, data.scope);
    this.table.paint(run, SEVERAL);
    this.words.classList.toggle("quiet", this.said.paint(run?.says.verdict));
  }

  paint() {
    const { data, run } = this;
    const plan = {
      names: data.arms.map(({ name }) => name),
      colours: armColours(data.arms.map(({ drops }) => drops)),
      last_step: data.last_step,
      pairs: data.pairs,
    };
    const at = run ? run.steps.length - 1 : -1;
    this.paintFigures(plan, at);
    this.paintWords(at);
    showState(this.root, {
      state: this.request.asked === "train" ? "starting" : (run?.state ?? "idle"),
      run: run?.hash ?? "",
      trial: data.trial,
      measured: run?.steps.length ?? 0,
      arms: data.arms.length,
      verdict: run?.verdicts[0]?.loss.word ?? "",
    });
  }

  close() {
    this.request.settle();
  }
}

export default stageOf(
  (root, store, /** @type {TrialData} */ data) => new TrialPanel(root, store, data),
);
