// The verdict: a dot for each pair, mean and interval, margin and zero line, for both measures.

import { setText } from "../elements.js";
import { roundTicks } from "../plot.js";
import { markAt, shortName } from "./arms.js";
import { LABEL } from "./curves.js";
import { LiveFigure } from "./figure.js";
import { formatAxis, formatLevel, verdictSay } from "./words.js";

/** @typedef {import("../plot.js").Label} Label */
/** @typedef {import("./film.js").Run} Run */
/** @typedef {import("./film.js").Plan} Plan */
/** @typedef {import("./film.js").Measure} Measure */
/** @typedef {import("../payload.d.ts").VerdictPayload} Verdict */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** @typedef {{name: string, left: number, right: number, bottom: number, low: number, high: number, x: (value: number) => number}} Strip */

export const STRIP = { top: 4, axis: 34, gap: 26, label: 16, tallest: 110, narrow: 520 };
const DOT_STEP = 5.5;
const SHOWN_AS = {
  loss: { factor: 1, title: "log-loss, nats" },
  error: { factor: 100, title: "error, points" },
};

/**
 * How far each dot moves up or down so that none covers another, as far as there is room.
 * @param {number[]} xs
 * @param {number} room
 */
export function swarm(xs, room) {
  /** @type {{x: number, shift: number}[]} */
  const placed = [];
  const shifts = xs.map(() => 0);
  for (const at of [...xs.keys()].sort((a, b) => xs[a] - xs[b])) {
    const near = placed.filter(({ x }) => xs[at] - x < DOT_STEP);
    for (let row = 0; ; row++) {
      const shift = Math.ceil(row / 2) * DOT_STEP * (row % 2 ? 1 : -1);
      if (Math.abs(shift) > room && row) break; // no room left: on others, in the middle
      if (near.some((other) => Math.hypot(xs[at] - other.x, shift - other.shift) < DOT_STEP))
        continue;
      shifts[at] = shift;
      break;
    }
    placed.push({ x: xs[at], shift: shifts[at] });
  }
  return shifts;
}

/**
 * As many round numbers as have room for their labels on an axis.
 * @param {Strip} strip
 * @param {number} factor from the strip's values to what is written
 */
function roomyTicks({ low, high, left, right, x }, factor) {
  for (let count = 5; ; count--) {
    const ticks = roundTicks(factor * low, factor * high, count)
      .map((tick) => {
        const label = `${tick > 0 ? "+" : ""}${formatAxis(tick)}`;
        return { at: x(tick / factor), label, half: (LABEL.letter * label.length) / 2 };
      })
      .filter(({ at, half }) => at - half >= left && at + half <= right);
    const meet = ticks.some(
      ({ at, half }, i) => i > 0 && at - half - 6 < ticks[i - 1].at + ticks[i - 1].half,
    );
    if (count === 1 || !meet) return ticks;
  }
}

/**
 * Both sides of zero are always there, as far as there is something to see.
 * @param {Verdict[]} shown
 * @param {number} margin
 */
export function verdictRange(shown, margin) {
  const values = shown
    .flatMap(({ differences, low, high }) => [...differences, low, high])
    .filter((value) => value !== null);
  const least = Math.max(2 * margin, 1e-6, 0.12 * Math.max(0, ...values.map(Math.abs)));
  const [low, high] = [Math.min(-least, ...values), Math.max(least, ...values)];
  const room = 0.04 * (high - low);
  return [low - room, high + room];
}

export class VerdictPicture extends LiveFigure {
  constructor() {
    super({ name: "live-verdict", title: "Paired differences" });
  }

  /**
   * @param {Run | null} run
   * @param {Record<Measure, number>} margins while nothing has been judged
   * @param {Plan} plan
   * @param {Measure[]} measures that are shown
   */
  paint(run, margins, plan, measures = ["loss", "error"]) {
    this.base.clear("strip");
    setText(this.note, this.noteWords(run, run ?? plan));
    const stacked = this.width < STRIP.narrow; // one measure above the other on a phone
    const n = measures.length;
    const width = stacked ? this.width : (this.width - STRIP.gap * (n - 1)) / n;
    const height = stacked ? this.height / n : this.height;
    this.base.write(
      measures.flatMap((measure, at) =>
        this.paintMeasure(run, measure, margins[measure], {
          left: stacked ? 0 : at * (width + STRIP.gap),
          top: stacked ? at * height : 0,
          width,
          height,
        }),
      ),
    );
    this.base.say(verdictSay(run));
  }

  /** @param {Run | null} run @param {Plan} plan */
  noteWords(run, { names, pairs }) {
    const marks =
      pairs === 1 ? "the one pair" : `a dot for each pair; mean and ${intervalWords(run)}`;
    return `test part: ${names.length > 2 ? "each arm" : names[1]} minus ${names[0]}, ${marks}`;
  }

  /**
   * @param {Run | null} run
   * @param {Measure} measure
   * @param {number} margin
   * @param {Box} area of the measure
   * @returns {Label[]}
   */
  paintMeasure(run, measure, margin, { left, top, width, height }) {
    const shown = run?.verdicts.map((verdicts) => verdicts[measure]) ?? [];
    const within = shown[0]?.margin ?? margin;
    const [low, high] = verdictRange(shown, within);
    const x = (/** @type {number} */ value) => left + ((value - low) / (high - low)) * width;
    const [first, bottom] = [top + STRIP.top, top + height - STRIP.axis];
    const name = `strip ${measure}`;
    const strip = { name, left, right: left + width, bottom, low, high, x };
    const tall = Math.min(STRIP.tallest, (bottom - first) / Math.max(1, shown.length));
    const rows = shown.map((_, row) => ({ top: first + row * tall, tall }));
    this.paintGround(
      strip,
      within,
      rows.length > 1 ? rows : [{ top: first, tall: bottom - first }],
    );
    const ticks = this.axisLabels(strip, measure, within);
    if (!run || !rows.length)
      return [...ticks, [left, first + 12, "start", notJudged(run), "quiet"]];
    return [...ticks, ...rows.map((row, i) => this.paintRow(run, i, measure, strip, row))];
  }

  /**
   * Margin, zero and axis. The first two leave out the words above each row.
   * @param {Strip} strip
   * @param {number} margin
   * @param {{top: number, tall: number}[]} rows
   */
  paintGround({ name, left, right, bottom, x }, margin, rows) {
    const down = rows.map(({ top, tall }) => [top + STRIP.label, top + tall]);
    const band = down.map(
      ([top, end]) =>
        `M${x(-margin).toFixed(1)} ${top.toFixed(1)}H${x(margin).toFixed(1)}V${end.toFixed(1)}H${x(-margin).toFixed(1)}Z`,
    );
    const zero = down.map(
      ([top, end]) => `M${x(0).toFixed(1)} ${top.toFixed(1)}V${end.toFixed(1)}`,
    );
    this.base.path(`${name} margin`, margin > 0 ? band.join("") : "", { kind: "margin" });
    this.base.path(`${name} axis`, `M${left} ${bottom}H${right}`, { kind: "grid" });
    this.base.path(`${name} zero`, zero.join(""), { kind: "zero" });
  }

  /**
   * @param {Strip} strip
   * @param {Measure} measure
   * @param {number} margin
   * @returns {Label[]}
   */
  axisLabels(strip, measure, margin) {
    const { factor, title } = SHOWN_AS[measure];
    const { left, right, bottom } = strip;
    const foot = bottom + 29;
    return [
      ...roomyTicks(strip, factor).map(
        ({ at, label }) => /** @type {Label} */ ([at, bottom + 14, "middle", label, "tick"]),
      ),
      [left, foot, "start", "← better", "tick"],
      [
        (left + right) / 2,
        foot,
        "middle",
        `${title}; grey: ±${formatAxis(factor * margin)}`,
        "tick",
      ],
      [right, foot, "end", "worse →", "tick"],
    ];
  }

  /**
   * Words, dots, and below them mean and interval; of several arms each has a row.
   * @param {Run} run
   * @param {number} row
   * @param {Measure} measure
   * @param {Strip} strip
   * @param {{top: number, tall: number}} place
   * @returns {Label} the words
   */
  paintRow(run, row, measure, strip, { top, tall }) {
    const { arm, [measure]: verdict } = run.verdicts[row];
    const several = run.verdicts.length > 1;
    const low = top + tall - (several ? 6 : 9); // of mean and interval
    const middle = several ? low - 8.5 : (top + STRIP.label + low - 8) / 2;
    const room = several ? (tall - 34) / 2 : (low - top - STRIP.label) / 2 - 8;
    const colour = verdict.resolved ? run.colours[arm] : "var(--dv-dropped)";
    const xs = verdict.differences.filter((value) => value !== null).map(strip.x);
    const shifts = swarm(xs, Math.max(0, room));
    const dots = xs.map((at, i) => markAt(arm, at, middle + shifts[i], 2.4));
    this.base.path(`${strip.name} ${row} dots`, dots.join(""), { kind: "pair", colour });
    this.paintMean(`${strip.name} ${row}`, verdict, strip.x, low);
    const lead = several ? `${shortName(run.names[arm])}: ` : "";
    const numbers = verdict.mean === null || several ? "" : `  ${verdict.interval}`;
    const kind = verdict.resolved ? "word" : "word unresolved";
    return [strip.left, top + 12, "start", `${lead}${verdict.word}${numbers}`, kind];
  }

  /**
   * @param {string} name
   * @param {Verdict} verdict
   * @param {(value: number) => number} x
   * @param {number} y
   */
  paintMean(name, { mean, low, high }, x, y) {
    if (low !== null && high !== null) {
      const [from, to] = [x(low), x(high)].map((at) => at.toFixed(1));
      const top = (y - 5).toFixed(1);
      this.base.path(
        `${name} interval`,
        `M${from} ${y.toFixed(1)}H${to}M${from} ${top}v10M${to} ${top}v10`,
        { kind: "interval" },
      );
    }
    if (mean !== null) this.base.path(`${name} mean`, markAt(3, x(mean), y, 4), { kind: "mean" });
  }
}

/**
 * What kind of interval it is, "95 % anytime interval".
 * @param {Run | null} run
 * @param {number} [digits] of its level
 */
export function intervalWords(run, digits) {
  if (!run?.verdicts.length) return "interval";
  const { level, anytime } = run.verdicts[0].loss;
  const n = run.verdicts.length; // a higher level each, so that all hold together
  const together = n > 1 ? ` (95\u00a0% for all ${n} together)` : "";
  return `${formatLevel(level, digits)} ${anytime ? "anytime interval" : "interval"}${together}`;
}

/** @param {Run | null} run */
function notJudged(run) {
  if (run && !run.over) return "judged when all runs have ended";
  return run?.state === "finished" ? "no pair was finished" : "no verdict yet";
}
