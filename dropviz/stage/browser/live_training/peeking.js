// Looking again and again where nothing is there: a comparison pair by pair, and a thousand of them.

import { decodeFloats } from "../shared/arithmetic.js";
import { button } from "../shared/controls.js";
import { element, setText } from "../shared/elements.js";
import { formatCount } from "../shared/format.js";
import { markAt } from "../shared/run/arms.js";
import { LiveFigure } from "../shared/run/figure.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { LiveView, PeekingPayload } from "./payload.d.ts" */

/** What one look shows. @typedef {{pairs: number, mean: number, half: number, claims: boolean}} Look */

const EDGE = { left: 40, right: 16, top: 10, bottom: 40 };
const RANGE = 2.4; // standard deviations to both sides of 0

/**
 * The mean and the usual 95 % interval after each number of pairs.
 * @param {ArrayLike<number>} differences
 * @param {number} first pairs of the first look
 * @param {number[]} critical largest |t| that the interval holds, at each look
 * @returns {Look[]}
 */
export function looksAt(differences, first, critical) {
  return critical.map((t, look) => {
    const pairs = first + look;
    const values = Array.from(differences).slice(0, pairs);
    const mean = values.reduce((sum, value) => sum + value, 0) / pairs;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const half = t * Math.sqrt(squares / (pairs - 1) / pairs);
    return { pairs, mean, half, claims: Math.abs(mean) > half };
  });
}

/**
 * @param {Look[]} seen
 * @param {PeekingPayload} counts
 * @param {boolean} all
 */
export function peekingWords(seen, { comparisons, claimed, at_the_end: once, last }, all) {
  const [claim, now] = [seen.find(({ claims }) => claims), seen[seen.length - 1]];
  const one = !now
    ? "Two recipes that are the same: every difference is chance. Nothing has been looked at yet."
    : claim
      ? `After ${claim.pairs} pairs the interval leaves out 0: you stop, and claim an effect that is not there.`
      : now.pairs < last
        ? `After ${now.pairs} pairs the interval holds 0: nothing to claim. You look again.`
        : `After ${now.pairs} pairs the interval still holds 0: this time you claim nothing.`;
  if (!all) return one;
  const often = claimed[claimed.length - 1];
  return `Of ${formatCount(comparisons)} comparisons with nothing there, ${often} claim an effect at some look, ${once} at the last one alone.`;
}

export class PeekingPart {
  /** @param {ViewStore<LiveView>} store @param {PeekingPayload} data */
  constructor(store, data) {
    this.data = data;
    const differences = decodeFloats(data.differences);
    this.rows = Array.from({ length: data.rows }, (_, row) =>
      looksAt(
        differences.subarray(row * data.last, (row + 1) * data.last),
        data.first,
        data.critical,
      ),
    );
    this.figure = new LiveFigure({ name: "live-peeking", title: "Looking early" });
    this.look = button("Add a pair and look", "The interval with one more pair", () =>
      store.change({ peeked: Math.max(data.first, store.view.peeked + 1) }),
    );
    this.again = button("Another comparison", "Other chance differences, from the start", () =>
      store.change({ peeked: 0, peek_row: (store.view.peek_row + 1) % data.rows }),
    );
    this.all = button(
      `Do that ${formatCount(data.comparisons)} times`,
      "Counts all comparisons in which looking early claims an effect",
      () => store.change({ peek_all: true }),
    );
    this.says = element("p", { class: "peeking-says", role: "status" });
    this.node = element(
      "section",
      { class: "peeking" },
      this.figure.node,
      element("div", { class: "peeking-line" }, this.look, this.again, this.all),
      this.says,
    );
  }

  /** The looks so far. @param {LiveView} view @returns {Look[]} */
  seen({ peeked, peek_row: row }) {
    return this.rows[row].slice(0, Math.max(0, peeked - this.data.first + 1));
  }

  /** @param {LiveView} view @param {number} width */
  paint(view, width) {
    const seen = this.seen(view);
    const ended = seen.some(({ claims }) => claims) || view.peeked >= this.data.last;
    this.look.disabled = ended;
    this.all.disabled = view.peek_all || !(ended || view.peek_row);
    setText(this.says, peekingWords(seen, this.data, view.peek_all));
    setText(
      this.figure.note,
      view.peek_all
        ? "below: of 100 such comparisons, how many have claimed an effect by then"
        : "mean difference and its 95 % interval after each number of pairs; the truth is 0",
    );
    this.figure.fit(width, 210);
    this.draw(seen, view);
    return { seen, ended };
  }

  /** @param {Look[]} seen @param {LiveView} view */
  draw(seen, view) {
    const { base, width, height } = this.figure;
    const { first, last, claimed, comparisons } = this.data;
    const x = (/** @type {number} */ pairs) =>
      EDGE.left + ((pairs - 1) / (last - 1)) * (width - EDGE.left - EDGE.right);
    const [top, bottom] = [EDGE.top, height - EDGE.bottom];
    const y = (/** @type {number} */ value) =>
      (top + bottom) / 2 -
      (Math.max(-RANGE, Math.min(RANGE, value)) / RANGE) * ((bottom - top) / 2);
    const bar = (/** @type {Look} */ { pairs, mean, half }) =>
      `M${x(pairs).toFixed(1)} ${y(mean - half).toFixed(1)}V${y(mean + half).toFixed(1)}`;
    const of = (/** @type {boolean} */ claims) => seen.filter((look) => look.claims === claims);
    base.path("zero", `M${EDGE.left} ${y(0).toFixed(1)}H${width - EDGE.right}`, { kind: "zero" });
    base.path("holds", of(false).map(bar).join(""), { kind: "interval" });
    base.path("leaves out", of(true).map(bar).join(""), { kind: "interval claims" });
    const means = seen.map(({ pairs, mean }) => markAt(3, x(pairs), y(mean), 4));
    base.path("means", means.join(""), { kind: "mean" });
    const right = width - EDGE.right;
    /** @returns {import("../shared/plot.js").Label} */
    const place = (
      /** @type {number} */ n,
      /** @type {number} */ up,
      /** @type {string} */ text,
      /** @type {string} */ kind,
    ) =>
      n === last
        ? [right, height - up, "end", text, kind]
        : [x(n), height - up, "middle", text, kind];
    const ticks = [first, 5, 10, 15, last];
    const shares = view.peek_all ? ticks.map((n) => [n, claimed[n - first] / comparisons]) : [];
    base.write([
      [EDGE.left - 6, y(0) + 4, "end", "0", "tick"],
      ...ticks.map((n) => place(n, 24, `${n} pairs`, "tick")),
      ...shares.map(([n, share]) => place(n, 8, `${Math.round(100 * share)} in 100`, "label")),
    ]);
    base.say(peekingWords(seen, this.data, view.peek_all));
  }
}
