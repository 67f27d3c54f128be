// The figures of "Live training": their sizes in every state, and what each shows.

import { element, part, setText } from "../shared/elements.js";
import { sameValue } from "../shared/run/arms.js";
import { CurveChart } from "../shared/run/curves.js";
import { frameOf } from "../shared/run/film.js";
import { VerdictPicture } from "../shared/run/verdict.js";
import { curvesSay } from "../shared/run/words.js";
import { NetworkPicture } from "./network.js";
import { SURFACE, SurfacePicture, classColours } from "./surfaces.js";
import { networkNote, networkSay, surfacesNote, surfacesSay } from "./words.js";

/** @typedef {import("./state.js").Shown} Shown */

const PHONE = 1070; // px; in half of it both measures of the verdict stand side by side
const TALL = { loss: 158, error: 126, picture: 193, verdict: 147 };
const MANY_ARMS = { least: 5, more: 62 }; // px that go from the picture to the verdict
const TALL_ON_PHONE = { loss: 190, error: 150, picture: 210, verdict: 300 };
const TALL_ALONE = { error: 250, verdict: 250 };
const ROW_ON_PHONE = { few: 3, tall: 68, rest: 84 }; // px of the verdict, for each further arm
const BESIDE = { network: 190, least: 520 }; // px: a small network stands beside two surfaces

/**
 * Heights of the figures for so many arms.
 * @param {boolean} phone
 * @param {number} count
 */
function heightsFor(phone, count) {
  if (!phone) {
    const moved = count >= MANY_ARMS.least ? MANY_ARMS.more : 0;
    return { ...TALL, picture: TALL.picture - moved, verdict: TALL.verdict + moved };
  }
  const { few, tall, rest } = ROW_ON_PHONE;
  const verdict = count > few ? tall * (count - 1) + rest : TALL_ON_PHONE.verdict;
  return { ...TALL_ON_PHONE, verdict };
}

export class Board {
  /**
   * @param {HTMLElement} root
   * @param {(step: number) => void} onStep
   * @param {HTMLElement} film what stands under the curves
   */
  constructor(root, onStep, film) {
    this.root = root;
    this.loss = new CurveChart("loss", onStep);
    this.error = new CurveChart("error", onStep);
    this.network = new NetworkPicture();
    this.surfaces = new SurfacePicture();
    this.verdict = new VerdictPicture();
    this.left = element(
      "div",
      { class: "left" },
      ...part("loss", this.loss.node),
      ...part("error", this.error.node),
      ...part("film", film),
    );
    const pictures = element("div", { class: "pictures" }, this.surfaces.node, this.network.node);
    this.right = element(
      "div",
      { class: "right" },
      ...part("pictures", pictures),
      ...part("verdict", this.verdict.node),
    );
    this.node = element("div", { class: "board" }, this.left, this.right);
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    /** @type {number[][]} */
    this.colours = []; // of the classes
    /** @type {Record<string, unknown>} */
    this.painted = {}; // what the figures show
  }

  // Those on the stage now.
  get figures() {
    const all = [this.loss, this.error, this.surfaces, this.network, this.verdict];
    return all.filter((figure) => !figure.node.hidden);
  }

  /**
   * Whether something is another one than when it was asked last.
   * @param {string} name
   * @param {...unknown} value
   */
  isNews(name, ...value) {
    const before = /** @type {unknown[]} */ (this.painted[name] ?? []);
    this.painted[name] = value;
    return before.length !== value.length || value.some((one, i) => one !== before[i]);
  }

  // Whether a scene of the guide speaks of wrong answers alone.
  get errorsAlone() {
    return getComputedStyle(this.loss.node).display === "none";
  }

  // The theme may be another one.
  readColours() {
    const now = classColours(this.root);
    if (!sameValue(now, this.colours)) this.colours = now;
  }

  /**
   * Whether some figure has another size.
   * @param {Shown} shown
   */
  fit({ plan, flat }) {
    const count = plan.names.length;
    const phone = this.root.clientWidth < PHONE;
    const tall = { ...heightsFor(phone, count), ...(this.errorsAlone ? TALL_ALONE : {}) };
    const [left, right] = [this.left.clientWidth, this.right.clientWidth];
    const beside = flat && right >= BESIDE.least && count === 2;
    this.surfaces.node.hidden = !flat;
    this.network.node.hidden = flat && !beside;
    const squares = (SURFACE.head + 4 + (right - SURFACE.gap) / 2) * Math.ceil(count / 2);
    const picture = phone && flat ? Math.round(squares + SURFACE.foot) : tall.picture;
    const sizes = [
      this.loss.fit(left, tall.loss),
      this.error.fit(left, tall.error),
      this.verdict.fit(right, tall.verdict),
      this.surfaces.fit(beside ? right - BESIDE.network : right, picture),
      this.network.fit(beside ? BESIDE.network - 16 : right, tall.picture),
    ];
    return sizes.some(Boolean);
  }

  /**
   * @param {Shown} shown
   * @param {string | number} key of what the lines show
   */
  paint(shown, key) {
    const { view, run, plan, step, at, flat } = shown;
    const resized = this.fit(shown);
    const anew = this.isNews("lines", key, flat, this.colours) || resized;
    if (anew) this.paintLines(shown);
    if (this.isNews("margins", view.margin, view.margin_error) || anew)
      this.verdict.paint(
        run,
        { loss: view.margin, error: view.margin_error },
        plan,
        this.errorsAlone ? ["error"] : undefined,
      );
    for (const chart of [this.loss, this.error]) {
      chart.paintAt(run, step, at);
      chart.base.say(curvesSay(run, chart.measure, at, plan));
    }
    if (this.isNews("pictures", step, run?.film) || anew) this.paintPictures(shown);
  }

  /** @param {Shown} shown */
  paintLines({ run, plan, dataset, flat }) {
    this.loss.paintLines(run, plan);
    this.error.paintLines(run, plan);
    if (flat) this.surfaces.paintStill(run, plan, dataset?.classes.map(String) ?? []);
  }

  /** @param {Shown} shown */
  paintPictures({ run, step, at, dataset, settings, running }) {
    const frame = run && at >= 0 ? frameOf(run, step) : null;
    const classes = dataset?.classes.length ?? 2;
    const small = !this.surfaces.node.hidden; // beside surfaces, whose colours are classes
    if (small) {
      this.surfaces.paintSurfaces(frame, this.colours, classes);
      setText(this.surfaces.note, surfacesNote(run, at));
      this.surfaces.base.say(surfacesSay(run, at, classes));
    }
    if (this.network.node.hidden) return;
    const still = run && frame ? run.hash : null;
    if (!this.isNews("still", still) && still && running && this.calm.matches) return; // no flicker
    const sizes = run?.scene?.sizes ?? [dataset?.n_features ?? 1, ...settings.hidden, classes];
    const counts = this.network.paint(sizes, frame, !small);
    setText(this.network.note, networkNote(run, step, at, small));
    this.network.base.say(networkSay(frame ? run : null, step, sizes, counts, small));
  }
}
