// @ts-nocheck
/* eslint-disable complexity, max-lines-per-function */
// A trial on a lesson's page: Train or Cancel, curves while they grow, the verdict.

import { element, setAttr, setText } from "../shared/elements.js";
import { svgPart } from "../shared/plot.js";
import { Caption, Request, showState, stageOf } from "../shared/protocol.js";
import { armColours, markAt, sameValue } from "../shared/run/arms.js";
import { AXIS, CurveChart } from "../shared/run/curves.js";
import { CURVE_OF, decodeRun, middleOf } from "../shared/run/film.js";
import { progressLine } from "../shared/run/player.js";
import { STRIP, VerdictPicture } from "../shared/run/verdict.js";
import { curvesSay } from "../shared/run/words.js";
import { shortTitles, trialAgain, trialButton, trialCaption, trialStatus } from "./words.js";

export const TRIAL = {
  tall: 176,
  row: 34,
  rest: 54,
  phone: { curve: 170, verdict: 230, row: 60 },
  value: 76,
  beside: 980,
  few: 640,
};
const TRIAL_MARGINS = { loss: 0.05, error: 0.01 }; // drawn until verdicts bring theirs

// The names stand once, above both charts: beside the lines are marks and values.
class TrialCurve extends CurveChart {
  arrange() {
    this.narrow = false;
    this.letters = 0;
    this.right = this.width - TRIAL.value;
    this.ceiling = AXIS.top;
    this.floor = this.height - AXIS.bottom;
  }

  paintLines(run, view) {
    super.paintLines(run, view);
    setText(
      this.note,
      this.error ? "wrong answers" : "nats, without dropout (eval); dashed: training part",
    );
    setAttr(
      this.node,
      "title",
      "Both curves are measured without dropout (eval mode). Solid: validation part; dashed: training part.",
    );
    this.parts.forEach((_, name) => name.startsWith("along") && this.path(name, ""));
    run?.arms.forEach((_, arm) =>
      this.path(`along ${arm}`, this.marksAlong(run, arm), {
        kind: "mark",
        colour: run.colours[arm],
      }),
    );
  }

  // The arm's mark on its median, each arm's at other steps: lines are not told apart by colour alone.
  marksAlong(run, arm) {
    const places = run.steps.map((_, at) => at).filter((at) => at % run.arms.length === arm);
    return places
      .map((at) => [
        this.x(run.steps[at]),
        middleOf(run, CURVE_OF[this.measure].validation, at, arm),
      ])
      .filter(([, value]) => Number.isFinite(value))
      .map(([x, value]) => markAt(arm, x, this.y(value), 3.4))
      .join("");
  }

  paintNames(run, names, further) {
    super.paintNames(
      run,
      names.map(() => ""),
      further,
    );
  }

  // Steps are not looked at one by one here.
  paintAt(run, step, place) {
    super.paintAt(run, step, place);
    this.path("now", "", { layer: "over" });
  }
}

class TrialVerdict extends VerdictPicture {
  paint(run, margins, names, pairs) {
    super.paint(run, margins, names, pairs);
    const level = run?.verdicts.length
      ? `${Number((100 * run.verdicts[0].loss.level).toFixed(1))}\u00a0% `
      : "";
    const minus = this.width < STRIP.narrow ? "" : `, minus ${names[0]}`;
    setText(
      this.note,
      `test part${minus}; ${pairs === 1 ? "the one pair" : `dots: pairs; bar: mean, ${level}interval`}`,
    );
  }
}

function trialLegend() {
  const node = element("ul", { class: "legend", "aria-label": "Arms" });
  let painted = null;
  return {
    node,
    paint(names, colours) {
      if (sameValue([names, colours], painted)) return;
      painted = [names, colours];
      node.replaceChildren(
        ...names.map((name, arm) => {
          const sample = svgPart(
            "svg",
            { width: 24, height: 12, "aria-hidden": "true" },
            svgPart("path", { d: "M1 6H23", class: "median" }),
            svgPart("path", { d: markAt(arm, 12, 6, 3.6), class: "mark" }),
          );
          sample.style.setProperty("--arm", colours[arm]);
          return element("li", {}, sample, element("span", { text: name }));
        }),
      );
    },
  };
}

function buildTrial(root, store, data) {
  let run = null;
  const request = new Request(store);
  let before = null; // what was painted
  const press = () => {
    const goesOn = run && !run.over;
    if (!request.asked && !isBlocked()) request.ask(goesOn ? "cancel" : "train", data.trial);
  };
  const isBlocked = () =>
    !(run && !run.over) && Boolean(data.blocked || (run?.state === "finished" && !data.beforehand));
  const train = element("button", {
    type: "button",
    class: "train",
    "data-testid": "train",
    onClick: press,
  });
  const status = progressLine(() => {});
  const legend = trialLegend();
  const [loss, error] = ["loss", "error"].map((measure) => new TrialCurve(measure, () => {}));
  const verdict = new TrialVerdict();
  const caption = new Caption("trial-caption");
  const said = element("div", { class: "said-text" });
  const words = element(
    "div",
    { class: "verdict-words", role: "region", tabindex: 0, "aria-label": "Verdicts in words" },
    said,
  );
  const figures = element("div", { class: "trial-figures" }, loss.node, error.node, verdict.node);
  const scope = element("p", { class: "quiet scope" });
  root.replaceChildren(
    element("div", { class: "trial-head" }, train, status.node),
    legend.node,
    figures,
    caption.node,
    words,
    scope,
  );

  // The size follows from the number of arms alone: nothing moves while a run goes on.
  function fit(count) {
    const width = root.clientWidth;
    const rows = Math.max(0, count - 1) * TRIAL.row + TRIAL.rest;
    const tall = Math.max(TRIAL.tall, rows);
    if (width >= TRIAL.beside) {
      const curve = Math.floor((width - 48) * 0.27);
      return [
        loss.fit(curve, tall),
        error.fit(curve, tall),
        verdict.fit(width - 48 - 2 * curve, tall),
      ];
    }
    const { curve, verdict: few, row } = TRIAL.phone;
    const half = width >= TRIAL.few ? Math.floor((width - 24) / 2) : width;
    return [
      loss.fit(half, curve),
      error.fit(half, curve),
      verdict.fit(width, width >= STRIP.narrow ? tall : few + row * Math.max(0, count - 2)),
    ];
  }

  function paintFigures(view, colours, at) {
    const resized = fit(data.names.length).some(Boolean);
    const now = `${data.trial} ${run?.state} ${run?.steps.length} ${run?.verdicts.length} ${run?.seconds}`;
    if (resized || now !== before) {
      before = now;
      for (const chart of [loss, error]) chart.paintLines(run, view);
      const titles = shortTitles(data.names);
      verdict.paint(run && { ...run, names: titles }, TRIAL_MARGINS, titles, view.pairs);
    }
    for (const chart of [loss, error]) {
      chart.paintAt(run, run?.step ?? 0, at);
      chart.say(curvesSay(run, chart.measure, at, view));
    }
    legend.paint(data.names, colours);
  }

  function paintWords(at) {
    const goesOn = Boolean(run) && !run.over;
    caption.say(trialCaption(data, run, at), goesOn);
    setText(scope, data.scope);
    const verdicts = run?.says.verdict ?? [];
    const texts = verdicts.length
      ? verdicts
      : ["Judged when all runs have ended: each arm against the first, pair by pair."];
    words.classList.toggle("quiet", !verdicts.length);
    if (
      !sameValue(
        [...said.children].map((node) => node.textContent),
        texts,
      )
    )
      said.replaceChildren(...texts.map((text) => element("p", { text })));
  }

  function receive(next) {
    data = next;
    const last = run;
    run = data.run ? decodeRun(data.run, run) : null;
    if (last?.state !== run?.state || last?.hash !== run?.hash || data.blocked) request.settle();
  }

  receive(data);
  return {
    receive,
    paint() {
      const view = { ...data.settings, arms: data.settings.arms };
      const goesOn = Boolean(run) && !run.over;
      const at = run ? run.steps.length - 1 : -1;
      status.paint({
        says: trialStatus(data, run, request.asked),
        more: run?.notices.join(" ") || data.about,
        why: trialAgain(data, run),
        label: null,
        share: run ? run.step / view.steps : 0,
        running: goesOn,
      });
      setText(train, trialButton(data, run));
      train.classList.toggle("running", goesOn);
      setAttr(train, "aria-disabled", Boolean(request.asked) || isBlocked());
      setAttr(
        train,
        "title",
        goesOn
          ? "Stop this run"
          : isBlocked()
            ? data.blocked || trialAgain(data, run)
            : "Train all networks of all arms",
      );
      paintFigures(view, run?.colours ?? armColours(view.arms), at);
      paintWords(at);
      const [first] = run?.verdicts ?? [];
      showState(root, {
        state: request.asked === "train" ? "starting" : (run?.state ?? "idle"),
        run: run?.hash ?? "",
        trial: data.trial,
        measured: run?.steps.length ?? 0,
        arms: data.names.length,
        verdict: first?.loss.word ?? "",
      });
    },
    close: () => request.settle(),
  };
}

export default stageOf(buildTrial);
