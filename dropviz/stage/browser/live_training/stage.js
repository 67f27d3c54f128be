// @ts-nocheck
/* eslint-disable complexity, max-lines-per-function */
// Stage of the lesson "Live training": settings, curves while they grow, the film, the verdict.

import { element, setText } from "../shared/elements.js";
import { Caption, Request, showState, stageOf } from "../shared/protocol.js";
import { armColours, armNames, hiddenRates, sameSettings, sameValue } from "../shared/run/arms.js";
import { AXIS, CurveChart } from "../shared/run/curves.js";
import { decodeRun, frameOf, measuredPlace, stepOf } from "../shared/run/film.js";
import { FilmPlayer, progressLine } from "../shared/run/player.js";
import { VerdictPicture } from "../shared/run/verdict.js";
import {
  curvesSay,
  liveCaption,
  networkNote,
  networkSay,
  settingsWords,
  statusWords,
  surfacesNote,
  surfacesSay,
} from "../shared/run/words.js";
import { liveControls, simpleProblem } from "./controls.js";
import { saveMenu } from "./export.js";
import { NetworkPicture } from "./network.js";
import { SURFACE, SurfacePicture, classColours } from "./surfaces.js";

const TALL = { loss: 158, error: 126, picture: 193, verdict: 147 };
const MANY_ARMS = { least: 5, more: 62 }; // px that go from the picture to the verdict
const TALL_ON_PHONE = { loss: 190, error: 150, picture: 210, verdict: 300 };
const ROW_ON_PHONE = { few: 3, tall: 68, rest: 84 }; // px of the verdict, for each further arm
const BESIDE = { network: 190, least: 520 }; // px: a small network stands beside two surfaces
const SAID = {
  verdict: [
    "Verdict",
    "Helped, hurt, no practical difference or not resolved: judged over all pairs when every run has ended.",
  ],
  spread: [
    "Spread between seeds",
    "Whether the runs of one arm scatter less than those of the other, with its own interval.",
  ],
  diagnosis: ["Diagnosis", "What the curves show, overfitting for example, and what to try next."],
};

function buildLiveStage(root, store, data) {
  let run = null;
  const request = new Request(store);
  let serial = 0; // of what the run brought
  let parts;
  let colours = null; // of the classes
  let painted = {};
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const dataset = (view) => data.choices.datasets.find(({ name }) => name === view.data);
  const settingsLine = (view) =>
    settingsWords(view, dataset(view), dataset(view)?.classes.length ?? "?");
  const isStale = (view) =>
    Boolean(run) && !sameSettings(view, run.settings, data.choices.settings);
  const isRunning = () => Boolean(run) && !run.over;

  // --- gestures ---

  function change(patch) {
    parts.player.stop();
    const next = { ...store.view, ...patch };
    const shown =
      run?.state === "finished" && sameSettings(next, run.settings, data.choices.settings);
    store.change({ ...patch, run: shown ? run.hash : "", at: -1 });
  }

  function blockedBy(view) {
    if (parts.controls.refusal()) return parts.controls.refusal();
    if (run?.state === "finished" && !isStale(view))
      return "The same settings give the same numbers: change one.";
    return simpleProblem(view, data.choices) || data.choices.problem;
  }

  function press() {
    if (request.asked || (!isRunning() && blockedBy(store.view))) return;
    parts.player.stop();
    if (isRunning()) request.ask("cancel", run.hash);
    else request.ask("train", store.told);
  }

  function showStep(step, tell) {
    store.change({ at: step >= run.step ? -1 : Math.max(0, Math.round(step)) }, { tell });
  }

  // --- what Python brings ---

  function learn(packed) {
    const before = run;
    run = decodeRun(packed, before);
    if (!before || before.values !== run.values || !sameValue(before.verdicts, run.verdicts))
      serial += 1;
    const news = !before || before.hash !== run.hash || before.state !== run.state;
    const train = request.asked === "train";
    if (!request.asked || !(news || (train && run.over))) return;
    request.settle();
    if (train && !isStale(store.view)) store.change({ run: run.hash, at: -1 });
  }

  // --- parts ---

  function build() {
    const onStep = (step) => {
      if (!run?.over || !run.step) return;
      parts.player.stop();
      showStep(step, true);
    };
    parts = {
      controls: liveControls({ store, choices: () => data.choices, change, press }),
      status: progressLine(() => change(data.choices.offer.settings)),
      loss: new CurveChart("loss", onStep),
      error: new CurveChart("error", onStep),
      network: new NetworkPicture(),
      surfaces: new SurfacePicture(),
      verdict: new VerdictPicture(),
      caption: new Caption(),
      says: Object.fromEntries(
        Object.entries(SAID).map(([name, [title]]) => [
          name,
          {
            title: element("h2", { text: title }),
            of: element("span", { class: "quiet of" }),
            list: element("div", { class: "said-text", "data-said": name }),
          },
        ]),
      ),
    };
    parts.player = new FilmPlayer({
      last: () => run?.step ?? 1,
      at: () => stepOf(run, store.view.at),
      show: showStep,
      extra: saveMenu(
        root,
        () =>
          ["loss", "error", "surfaces", "network", "verdict"]
            .map((name) => parts[name])
            .filter((figure) => !figure.node.hidden),
        naming,
      ),
    });
    parts.pictures = element("div", { class: "pictures" }, parts.surfaces.node, parts.network.node);
    parts.left = element(
      "div",
      { class: "left" },
      parts.loss.node,
      parts.error.node,
      parts.player.node,
    );
    parts.right = element("div", { class: "right" }, parts.pictures, parts.verdict.node);
    const said = Object.values(parts.says).map(({ title, of, list }) =>
      element(
        "section",
        { class: "said" },
        element("div", { class: "said-head" }, title, of),
        list,
      ),
    );
    root.replaceChildren(
      parts.controls.node,
      parts.status.node,
      element("div", { class: "board" }, parts.left, parts.right),
      parts.caption.node,
      element("div", { class: "words" }, ...said),
    );
  }

  function naming(figure) {
    const view = run?.settings ?? store.view;
    const step = run && figure !== parts.verdict ? stepOf(run, store.view.at) : null;
    return {
      below: `${settingsLine(view)}${step === null ? "" : `, step ${step}`}`,
      file: [
        "dropviz",
        figure.name,
        view.data,
        run?.hash ?? "untrained",
        ...(step === null ? [] : [`step-${step}`]),
      ].join("-"),
    };
  }

  // Whether decision surfaces are what is drawn.
  function twoD(view) {
    return run
      ? Boolean(run.film?.surfaces || run.points.length) ||
          (!run.scene && Boolean(dataset(run.settings)?.two_d))
      : Boolean(dataset(view)?.two_d);
  }

  function fit(view) {
    const phone = root.clientWidth < 900;
    const count = (run?.arms ?? view.arms).length;
    const moved = !phone && count >= MANY_ARMS.least ? MANY_ARMS.more : 0;
    const rows =
      count > ROW_ON_PHONE.few
        ? { verdict: ROW_ON_PHONE.tall * (count - 1) + ROW_ON_PHONE.rest }
        : {};
    const tall = phone
      ? { ...TALL_ON_PHONE, ...rows }
      : { ...TALL, picture: TALL.picture - moved, verdict: TALL.verdict + moved };
    const [left, right] = [parts.left.clientWidth, parts.right.clientWidth];
    const flat = twoD(view);
    const beside = flat && right >= BESIDE.least && count === 2;
    parts.surfaces.node.hidden = !flat;
    parts.network.node.hidden = flat && !beside;
    const picture =
      phone && flat
        ? (SURFACE.head + 4 + (right - SURFACE.gap) / 2) * Math.ceil(count / 2) + SURFACE.foot
        : tall.picture;
    const sizes = [
      parts.loss.fit(left, tall.loss),
      parts.error.fit(left, tall.error),
      parts.verdict.fit(right, tall.verdict),
      parts.surfaces.fit(beside ? right - BESIDE.network : right, Math.round(picture)),
      parts.network.fit(beside ? BESIDE.network - 16 : right, tall.picture),
    ];
    return sizes.some(Boolean) || painted.flat !== (painted.flat = flat);
  }

  // --- painting ---

  function paintFigures(view, step, at) {
    const resized = fit(view);
    const key = run ? `run ${serial}` : sameKey(view);
    const anew =
      resized ||
      painted.key !== (painted.key = key) ||
      painted.colours !== (painted.colours = colours);
    const margins = { loss: view.margin, error: view.margin_error };
    if (anew) {
      parts.loss.paintLines(run, view);
      parts.error.paintLines(run, view);
      if (!parts.surfaces.node.hidden) {
        const classes = dataset(run?.settings ?? view)?.classes ?? [];
        parts.surfaces.paintStill(
          run,
          run?.names ?? armNames(view.arms),
          run?.colours ?? armColours(view.arms),
          classes,
        );
      }
    }
    if (anew || painted.margins !== `${view.margin} ${view.margin_error}`) {
      painted.margins = `${view.margin} ${view.margin_error}`;
      parts.verdict.paint(
        run,
        margins,
        run?.names ?? armNames(view.arms),
        run?.pairs ?? view.pairs,
      );
    }
    for (const [measure, chart] of [
      ["loss", parts.loss],
      ["error", parts.error],
    ]) {
      chart.paintAt(run, step, at);
      chart.say(curvesSay(run, measure, at, view));
    }
    if (anew || painted.step !== step || painted.film !== run?.film) paintPictures(view, step, at);
    Object.assign(painted, { step, film: run?.film });
  }

  function paintPictures(view, step, at) {
    const frame = run && at >= 0 ? frameOf(run, step) : null;
    const settings = run?.settings ?? view;
    const classes = dataset(settings)?.classes.length ?? 2;
    if (!parts.surfaces.node.hidden) {
      parts.surfaces.paintSurfaces(frame?.surfaces, colours, classes);
      setText(parts.surfaces.note, surfacesNote(run, at));
      parts.surfaces.say(surfacesSay(run, at, classes));
    }
    if (parts.network.node.hidden) return;
    if (calm.matches && isRunning() && frame && painted.still === run.hash) return; // no flicker
    painted.still = frame ? run.hash : null;
    const sizes = run?.scene?.sizes ?? [
      dataset(settings)?.n_features ?? 1,
      ...settings.hidden,
      classes,
    ];
    const small = !parts.surfaces.node.hidden; // beside surfaces, whose colours are classes
    const counts = parts.network.paint(sizes, frame, !small);
    setText(parts.network.note, networkNote(run, step, at, small));
    parts.network.say(networkSay(run, step, sizes, counts, { shown: Boolean(frame), small }));
  }

  function paintStatus(view, blocked) {
    const stale = isStale(view);
    const running = isRunning();
    const { cost, problem, presets, offer } = data.choices;
    const preset = presets.find((one) => sameSettings(one.settings, view, data.choices.settings));
    const refused = parts.controls.refusal();
    const unfit = simpleProblem(view, data.choices) || problem;
    const trouble = refused || unfit;
    const failed =
      trouble && run && ["failed", "lost"].includes(run.state) && !stale ? run.message : "";
    const done = run ? run.step / run.settings.steps : 0;
    parts.status.paint({
      says: statusWords({ run, asked: request.asked, stale, problem: trouble, cost }),
      more:
        failed || (run?.notices ?? []).join(" ") || (preset ? preset.sentence : settingsLine(view)),
      why: !running && !trouble ? blocked : "",
      label: !running && trouble && !refused && offer ? offer.label : null,
      share: stale && !running ? 0 : done,
      running,
    });
    parts.controls.paint({ view, running, asked: request.asked, blocked, problem: unfit });
  }

  function paintWords(step, at, stale, view) {
    parts.caption.say(
      liveCaption({ run, step, at, stale, settings: settingsLine(run?.settings ?? view) }),
      isRunning() || parts.player.playing,
    );
    const before = stale && !isRunning() && run.state === "finished";
    for (const [name, { of, list }] of Object.entries(parts.says)) {
      setText(of, before ? "of the run before: press Train" : "");
      const said = run?.says[name] ?? [];
      const texts = said.length ? said : [SAID[name][1]];
      list.classList.toggle("quiet", !said.length);
      if (
        sameValue(
          [...list.children].map((node) => node.textContent),
          texts,
        )
      )
        continue;
      list.replaceChildren(...texts.map((text) => element("p", { text })));
    }
  }

  function paintAttributes(view, step, stale) {
    const [verdict] = run?.verdicts ?? [];
    showState(root, {
      state: request.asked === "train" ? "starting" : (run?.state ?? "idle"),
      run: run?.hash ?? "",
      step,
      measured: run?.steps.length ?? 0,
      arms: view.arms.length,
      pairs: view.pairs,
      dataset: view.data,
      stale,
      playing: parts.player.playing,
      verdict: verdict?.loss.word ?? "",
      "verdict-error": verdict?.error.word ?? "",
      "p-drop": hiddenRates(view.arms[1])[0],
    });
  }

  const sameKey = (view) =>
    `${view.steps} ${view.data} ${view.hidden} ${view.pairs} ${JSON.stringify(view.arms)}`;

  function receive(next) {
    const imposed = next.imposed !== data.imposed;
    data = next;
    if (imposed) parts.controls.restore();
    if (data.run) learn(data.run);
    else if (imposed) [run, serial] = [null, serial + 1];
    if (request.asked === "train" && data.choices.problem) request.settle();
  }

  build();
  receive(data);
  return {
    receive,
    open() {
      const now = classColours(root);
      if (!sameValue(now, colours)) colours = now;
    },
    paint(view) {
      const step = run ? stepOf(run, view.at) : 0;
      const at = run ? measuredPlace(run, step) : -1;
      const stale = isStale(view);
      paintStatus(view, blockedBy(view));
      paintFigures(view, step, at);
      parts.player.paint(run, step, view.steps);
      parts.player.fit(AXIS.left, run?.step ? parts.loss.x(run.step) : parts.loss.right);
      paintWords(step, at, stale, view);
      root.classList.toggle("stale", stale && !isRunning());
      paintAttributes(view, step, stale);
    },
    close() {
      parts.player.stop();
      request.settle();
    },
  };
}

export default stageOf(buildLiveStage);
