// Stage of the lesson "Live training": settings, curves while they grow, the film, the verdict.

import { IN_LINK } from "./arms_in_link.js";
import { button } from "../shared/controls.js";
import { element, part, setText } from "../shared/elements.js";
import { Player } from "../shared/player.js";
import { Caption, Request, showState, stageOf } from "../shared/protocol.js";
import { hiddenRates, sameValue } from "../shared/run/arms.js";
import { AXIS } from "../shared/run/curves.js";
import { decodeRun, stepOf } from "../shared/run/film.js";
import { filmBar } from "../shared/run/player.js";
import { SaidTexts, progressLine } from "../shared/run/progress.js";
import { VerdictTable } from "../shared/run/verdict_table.js";
import { Board } from "./board.js";
import { LiveControls } from "./controls.js";
import { saveMenu } from "./export.js";
import { SCENES } from "./guide.js";
import { PeekingPart } from "./peeking.js";
import {
  datasetOf,
  isExploratory,
  morePairs,
  otherSeeds,
  seedsOfNow,
  presetOf,
  sameSettings,
  shownOf,
  simpleProblem,
} from "./state.js";
import { liveCaption, settingsWords, statusWords } from "./words.js";

/** @typedef {import("../shared/run/figure.js").LiveFigure} LiveFigure */
/** @typedef {import("./payload.d.ts").LiveData} LiveData */
/** @typedef {import("./payload.d.ts").LiveView} LiveView */
/** @typedef {import("./payload.d.ts").SettingsPayload} Settings */
/** @typedef {import("./state.js").LiveRun} LiveRun */
/** @typedef {import("./state.js").Shown} Shown */

const FILM = { seconds: 8, frame: 80 }; // of a whole film; ms from frame to frame
const SAID = {
  verdict: {
    title: "Verdict",
    before:
      "Helped, hurt, no practical difference or not resolved: judged over all pairs when every run has ended.",
  },
  spread: {
    title: "Spread between seeds",
    before:
      "Whether the runs of one arm scatter less than those of the other, with its own interval.",
  },
  diagnosis: {
    title: "Diagnosis",
    before: "What the curves show, overfitting for example, and what to try next.",
  },
};

/** @param {string} name @param {{title: string, before: string}} words */
function saidSection(name, { title, before }) {
  const texts = new SaidTexts(before, name);
  const of = element("span", { class: "quiet of" });
  const head = element("div", { class: "said-head" }, element("h2", { text: title }), of);
  return { name, texts, of, head, node: element("section", { class: "said" }, head, texts.node) };
}

class LiveStage {
  /** @type {LiveRun | null} */
  brought = null; // by Python, last

  /**
   * @param {HTMLElement} root
   * @param {import("../shared/protocol.js").ViewStore<LiveView>} store
   * @param {LiveData} data
   */
  constructor(root, store, data) {
    this.root = root;
    this.store = store;
    this.data = data;
    /** @type {LiveRun | null} */
    this.run = null; // that is shown
    this.serial = 0; // of what the run brought
    this.request = new Request(store);
    this.player = new Player(store, {
      first: 0,
      last: () => this.run?.step ?? 1,
      at: () => (this.run ? stepOf(this.run, store.view.at) : 0),
      show: (step) => ({ at: step >= (this.run?.step ?? 0) ? -1 : Math.round(step) }),
      rate: () => (this.run?.step ?? 1) / FILM.seconds,
      frame: FILM.frame,
    });
    const save = saveMenu(
      root,
      () => this.board.figures,
      (/** @type {LiveFigure} */ figure) => this.naming(figure),
    );
    this.film = filmBar(this.player, save);
    this.board = new Board(root, (step) => this.goTo(step), this.film.node);
    this.controls = new LiveControls({
      store,
      choices: () => this.data.choices,
      change: (patch) => this.change(patch),
      press: () => this.press(),
    });
    this.asked = ""; // hash of the newest run that a press has brought
    this.status = progressLine(() => this.change(this.data.choices.offer?.settings ?? {}));
    const others = "Trains the same with other splits, starts, batches and masks";
    this.other = button("Other seeds", others, () => this.trainOthers());
    this.status.line.append(this.other);
    this.peeking = new PeekingPart(store, data.peeking);
    this.caption = new Caption();
    this.said = Object.entries(SAID).map(([name, words]) => saidSection(name, words));
    this.more = element("button", {
      type: "button",
      class: "button more-pairs",
      text: "More pairs", // it keeps its place while there is nothing to add to
      title:
        "Trains this comparison with more seeds. The interval then holds at any number of pairs, however often you look.",
      onClick: () => this.addPairs(),
    });
    this.said[0].head.append(this.more);
    this.table = new VerdictTable();
    this.said[0].head.after(this.table.node);
    root.replaceChildren(
      this.controls.node,
      ...part("train", this.status.node),
      this.board.node,
      ...part(
        "words",
        this.caption.node,
        element("div", { class: "words" }, ...this.said.map(({ node }) => node)),
      ),
      ...part("peeking", this.peeking.node),
    );
    this.receive(data);
  }

  get running() {
    return Boolean(this.run && !this.run.over);
  }

  // --- gestures ---

  /**
   * Of settings.
   * @param {Partial<Settings>} patch
   */
  change(patch) {
    this.player.stop();
    const { run, store } = this;
    const next = { ...store.view, ...patch };
    const shown = run?.state === "finished" && this.isOf(run, next);
    store.change({ ...patch, run: shown ? run.hash : "", at: -1 });
  }

  press() {
    const { run, request, store } = this;
    if (request.asked || (!this.running && this.blockedBy(store.view))) return;
    this.player.stop();
    if (run && this.running) return request.ask("cancel", run.hash);
    // In a scene nobody has seen the run before.
    if (store.view.scene) this.change({ seed: seedsOfNow(store.view, this.data.choices) });
    request.ask("train", store.told);
  }

  /** Whether there is a finished run of what is set. @param {LiveRun | null} run @param {boolean} stale */
  trainedBefore(run, stale) {
    if (this.running) return false;
    return Boolean(this.data.choices.trained) || (run?.state === "finished" && !stale);
  }

  trainOthers() {
    if (this.request.asked || this.running || this.troubleOf(this.store.view)) return;
    this.change({ seed: otherSeeds(this.store.view, this.data.choices) });
    this.request.ask("train", this.store.told);
  }

  // More seeds of the comparison that is shown.
  addPairs() {
    const { request, store } = this;
    const pairs = this.morePairs(store.view);
    if (request.asked || !pairs) return;
    this.change({ pairs });
    request.ask("train", store.told);
  }

  /**
   * How many pairs are offered, of the run that is shown; 0 for none.
   * @param {LiveView} view
   */
  morePairs(view) {
    const { run } = this;
    if (run?.state !== "finished" || !this.isOf(run, view) || this.controls.refusal) return 0;
    const pairs = morePairs(run.settings, this.data.choices);
    return pairs > run.pairs ? pairs : 0;
  }

  /** @param {number} step */
  goTo(step) {
    if (this.run?.over && this.run.step) this.player.goTo(step);
  }

  /**
   * Whether a run is of the settings of a view.
   * @param {LiveRun} run
   * @param {Settings} view
   */
  isOf(run, view) {
    return sameSettings(view, run.settings, this.data.choices.settings);
  }

  /** @param {LiveView} view */
  blockedBy(view) {
    if (this.controls.refusal) return this.controls.refusal;
    // In a scene Train takes other seeds.
    if (!view.scene && this.run?.state === "finished" && this.isOf(this.run, view))
      return "The same settings give the same numbers: change one.";
    return this.troubleOf(view);
  }

  /** Why these settings cannot be trained. @param {LiveView} view */
  troubleOf(view) {
    const { choices } = this.data;
    return this.controls.refusal || simpleProblem(view, choices) || choices.problem;
  }

  // --- what Python brings ---

  /** @param {LiveData} data */
  receive(data) {
    const imposed = data.imposed !== this.data.imposed;
    this.data = data;
    if (imposed) this.controls.restore();
    if (data.run) this.learn(data.run);
    else if (imposed) [this.run, this.brought, this.serial] = [null, null, this.serial + 1];
    if (this.request.asked === "train" && data.choices.problem) this.request.settle();
  }

  /** @param {import("./payload.d.ts").LiveRunPayload} packed */
  learn(packed) {
    const before = this.brought;
    const { settings, shown_arm, terms } = packed;
    const run = { ...decodeRun(packed, before), settings, shown_arm, terms };
    this.run = this.brought = run;
    if (before?.values !== run.values || !sameValue(before.verdicts, run.verdicts))
      this.serial += 1;
    this.noteTerms(run);
    if (!before && !run.over) this.asked = run.hash; // the page was loaded anew while it went on
    const { asked } = this.request;
    const news = before?.hash !== run.hash || before.state !== run.state;
    const wanted = asked === "train" && run.over && this.isOf(run, this.store.view);
    if (!asked || !(news || wanted)) return;
    this.request.settle();
    if (asked !== "train") return;
    this.asked = run.hash;
    if (this.isOf(run, this.store.view)) this.store.change({ run: run.hash, at: -1, ...run.terms });
  }

  // The link of a run says on what terms it is judged.
  noteTerms(/** @type {LiveRun} */ { hash, terms }) {
    const { view } = this.store;
    if (view.run !== hash) return;
    const { look, set_margin, set_margin_error } = view;
    if (!sameValue({ look, set_margin, set_margin_error }, terms)) this.store.change({ ...terms });
  }

  open() {
    this.board.readColours();
  }

  // --- painting ---

  /** @param {Settings} settings */
  settingsLine(settings) {
    return settingsWords(settings, datasetOf(this.data.choices, settings.data));
  }

  /**
   * What a figure is called as a file, and what stands below its title.
   * @param {LiveFigure} figure
   */
  naming(figure) {
    const { run, store } = this;
    const settings = run?.settings ?? store.view;
    const step = run && figure !== this.board.verdict ? stepOf(run, store.view.at) : null;
    const parts = ["dropviz", figure.name, settings.data, run?.hash ?? "untrained"];
    if (step !== null) parts.push(`step-${step}`);
    return {
      below: `${this.settingsLine(settings)}${step === null ? "" : `, step ${step}`}`,
      file: parts.join("-"),
    };
  }

  /** @param {Shown} shown */
  paintStatus({ view, run, stale, running }) {
    const { choices } = this.data;
    const { asked } = this.request;
    const blocked = running ? "" : this.blockedBy(view);
    const refused = this.controls.refusal;
    const problem = simpleProblem(view, choices) || choices.problem;
    const trouble = refused || problem;
    this.status.paint({
      says: statusWords({
        run,
        asked,
        stale,
        problem: trouble,
        cost: choices.cost,
        trained: view.scene ? null : choices.trained,
      }),
      more: this.aboutWords(view, run, Boolean(trouble) && !stale),
      why: trouble || view.scene ? "" : blocked,
      label: (!running && !refused && problem && choices.offer?.label) || null,
      share: run && (running || !stale) ? run.step / run.last_step : 0,
      running,
    });
    this.other.hidden = Boolean(asked || trouble) || !this.trainedBefore(run, stale);
    this.controls.paint({ view, running, asked, blocked, problem });
  }

  /**
   * What stands below the status: what went wrong, what happened on the way, or what is set.
   * @param {LiveView} view
   * @param {LiveRun | null} run
   * @param {boolean} unsaid whether the status says other things than how the run ended
   */
  aboutWords(view, run, unsaid) {
    const failed = unsaid && run && ["failed", "lost"].includes(run.state) ? run.message : "";
    const preset = presetOf(this.data.choices, view);
    return failed || run?.notices.join(" ") || preset?.sentence || this.settingsLine(view);
  }

  /** @param {Shown} shown */
  paintWords({ run, step, at, stale, running, settings }) {
    this.caption.say(
      liveCaption({ run, step, at, stale, settings: this.settingsLine(settings) }),
      running || this.player.playing,
    );
    const before = stale && run?.state === "finished";
    const pairs = this.request.asked ? 0 : this.morePairs(this.store.view);
    this.more.classList.toggle("unseen", !pairs);
    if (pairs) setText(this.more, `More pairs: ${pairs}`);
    this.table.paint(run);
    const exploring = isExploratory(this.store.view, run) && !stale;
    for (const { name, texts, of } of this.said) {
      const explored = exploring && name === "verdict" ? "exploratory: margin changed since" : "";
      setText(of, before ? "of the run before: press Train" : explored);
      texts.node.classList.toggle("quiet", texts.paint(run?.says[name]));
    }
  }

  /** @param {Shown} shown */
  paintAttributes({ view, run, step, stale }) {
    const verdict = run?.verdicts[0];
    showState(this.root, {
      state: this.request.asked === "train" ? "starting" : (run?.state ?? "idle"),
      run: run?.hash ?? "",
      step,
      measured: run?.steps.length ?? 0,
      arms: view.arms.length,
      pairs: view.pairs,
      dataset: view.data,
      stale,
      playing: this.player.playing,
      verdict: verdict?.loss.word ?? "",
      "verdict-error": verdict?.error.word ?? "",
      look: run?.terms.look ?? "",
      anytime: verdict?.loss.anytime ?? false,
      learnt: run?.learnt ?? true,
      exploratory: isExploratory(view, run),
      "p-drop": hiddenRates(view.arms[1])[0],
    });
  }

  /** @param {LiveView} view */
  paint(view) {
    // In a scene nothing is seen of what was trained before it.
    if (view.scene && this.run?.over && !this.isOf(this.run, view))
      [this.run, this.serial] = [null, this.serial + 1];
    const { run, board } = this;
    const shown = shownOf(view, run, this.data.choices);
    this.paintStatus(shown);
    board.paint(shown, run ? this.serial : JSON.stringify([shown.plan, view.data]));
    this.film.paint(run, shown.step, shown.plan.last_step);
    this.film.fit(AXIS.left, run?.step ? board.loss.x(run.step) : board.loss.right);
    this.paintWords(shown);
    this.root.classList.toggle("stale", shown.stale && !shown.running);
    this.paintAttributes(shown);
    const peeked = this.peeking.paint(view, this.root.clientWidth);
    const judged = run?.state === "finished" && !shown.stale && run.verdicts.length ? run : null;
    return { judged, asked: this.asked, seen: peeked.seen, peeking: this.data.peeking };
  }

  close() {
    this.player.stop();
    this.request.settle();
  }
}

export default stageOf(
  (
    root,
    /** @type {import("../shared/protocol.js").ViewStore<LiveView>} */ store,
    /** @type {LiveData} */ data,
  ) => new LiveStage(root, store, data),
  { texts: IN_LINK, scenes: SCENES },
);
