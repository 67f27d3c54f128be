// @ts-nocheck
// The verdict: a dot for each pair, mean and interval, margin and zero line, for both measures.

import { setText } from "../elements.js";
import { roundTicks } from "../plot.js";
import { markAt, shortName } from "./arms.js";
import { LABEL } from "./curves.js";
import { LiveFigure } from "./figure.js";
import { UNIT_OF, formatAxis, formatLevel, intervalWords, verdictSay } from "./words.js";

export const STRIP = { top: 4, axis: 34, gap: 26, label: 16, tallest: 110, narrow: 520 };
const DOT_STEP = 5.5;

// How far each dot moves up or down so that none covers another, as far as there is room.
function swarm(xs, room) {
  const placed = [];
  const shifts = new Array(xs.length).fill(0);
  for (const at of xs.map((_, i) => i).sort((a, b) => xs[a] - xs[b])) {
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

// As many round numbers as have room for their labels from left to right: [{at, label}].
// x(value) -> px.
function roomyTicks(low, high, x, left, right) {
  for (let count = 5; ; count--) {
    const ticks = roundTicks(low, high, count)
      .map((tick) => {
        const label = `${tick > 0 ? "+" : ""}${formatAxis(tick)}`;
        return { at: x(tick), label, half: (LABEL.letter * label.length) / 2 };
      })
      .filter(({ at, half }) => at - half >= left - 4 && at + half <= right + 4);
    const meet = ({ at, half }, i) => i > 0 && at - half - 6 < ticks[i - 1].at + ticks[i - 1].half;
    if (count === 1 || !ticks.some(meet)) return ticks;
  }
}

export class VerdictPicture extends LiveFigure {
  constructor() {
    super({ name: "live-verdict", title: "Paired differences" });
  }

  // margins: {loss, error} while nothing has been judged; names: of the arms.
  paint(run, margins, names, pairs) {
    this.clear("strip");
    const verdicts = run?.verdicts ?? [];
    const level = verdicts.length ? `${formatLevel(verdicts[0].loss.level)} ` : "";
    const marks = pairs === 1 ? "the one pair" : `a dot for each pair; mean and ${level}interval`;
    setText(
      this.note,
      `test part: ${names.length > 2 ? "each arm" : names[1]} minus ${names[0]}, ${marks}`,
    );
    const labels = [];
    const stacked = this.width < STRIP.narrow; // one measure above the other on a phone
    const width = stacked ? this.width : (this.width - STRIP.gap) / 2;
    const height = stacked ? this.height / 2 : this.height;
    ["loss", "error"].forEach((measure, i) => {
      const area = stacked
        ? { left: 0, top: i * height, width, height }
        : { left: i * (width + STRIP.gap), top: 0, width, height };
      labels.push(...this.paintMeasure(run, verdicts, measure, margins[measure], area));
    });
    this.write(labels);
    this.say(verdictSay(run));
  }

  // area: {left, top, width, height} of the measure.
  paintMeasure(run, verdicts, measure, margin, area) {
    const { left, width } = area;
    const first = area.top + STRIP.top;
    const shown = verdicts.map((verdict) => verdict[measure]);
    const within = shown[0]?.margin ?? margin;
    const [low, high] = this.range(shown, within);
    const x = (value) => left + ((value - low) / (high - low)) * width;
    const bottom = area.top + area.height - STRIP.axis;
    const tall = Math.min(STRIP.tallest, (bottom - first) / Math.max(1, shown.length));
    const name = `strip ${measure}`;
    // Zero and margin leave out the words above each row.
    const strips =
      shown.length > 1
        ? shown.map((_, row) => [first + row * tall + STRIP.label, first + (row + 1) * tall])
        : [[first + STRIP.label, bottom]];
    const band = ([top, end]) =>
      `M${x(-within).toFixed(1)} ${top.toFixed(1)}H${x(within).toFixed(1)}V${end.toFixed(1)}H${x(-within).toFixed(1)}Z`;
    this.path(`${name} margin`, within > 0 ? strips.map(band).join("") : "", { kind: "margin" });
    this.path(`${name} axis`, `M${left} ${bottom}H${left + width}`, { kind: "grid" });
    this.path(
      `${name} zero`,
      strips
        .map(([top, end]) => `M${x(0).toFixed(1)} ${top.toFixed(1)}V${end.toFixed(1)}`)
        .join(""),
      { kind: "zero" },
    );
    const labels = this.axisLabels(measure, within, { left, width, bottom, x, low, high });
    shown.forEach((verdict, row) =>
      labels.push(
        ...this.paintRow(run, verdicts[row].arm, verdict, measure, {
          name: `${name} ${row}`,
          x,
          left,
          top: first + row * tall,
          tall,
          several: shown.length > 1,
        }),
      ),
    );
    if (!shown.length) labels.push([left, first + 12, "start", this.empty(run), "quiet"]);
    return labels;
  }

  empty(run) {
    if (!run || run.over)
      return run?.state === "finished" ? "no pair was finished" : "no verdict yet";
    return "judged when all runs have ended";
  }

  // Both sides of zero are always there, as far as there is something to see.
  range(shown, margin) {
    const values = shown
      .flatMap(({ differences, low, high }) => [...differences, low, high])
      .filter((value) => value !== null);
    const least = Math.max(2 * margin, 1e-6, 0.12 * Math.max(0, ...values.map(Math.abs)));
    const [low, high] = [Math.min(-least, ...values), Math.max(least, ...values)];
    return [low - 0.04 * (high - low), high + 0.04 * (high - low)];
  }

  axisLabels(measure, margin, { left, width, bottom, x, low, high }) {
    const { factor } = UNIT_OF[measure];
    const what = `${measure === "loss" ? "log-loss, nats" : "error, points"}; grey: ±${formatAxis(factor * margin)}`;
    return [
      ...roomyTicks(
        factor * low,
        factor * high,
        (tick) => x(tick / factor),
        left,
        left + width,
      ).map(({ at, label }) => [at, bottom + 14, "middle", label, "tick"]),
      [left, bottom + 29, "start", "← better", "tick"],
      [left + width / 2, bottom + 29, "middle", what, "tick"],
      [left + width, bottom + 29, "end", "worse →", "tick"],
    ];
  }

  // Words, dots, and below them mean and interval; of several arms each has a row.
  paintRow(run, arm, verdict, measure, { name, x, left, top, tall, several }) {
    const resolved = verdict.word !== "not resolved";
    const colour = resolved ? run.colours[arm] : "var(--dv-dropped)";
    const low = top + tall - (several ? 6 : 9); // of mean and interval
    const middle = several ? low - 8.5 : (top + STRIP.label + low - 8) / 2;
    const room = several
      ? Math.max(0, (tall - 34) / 2)
      : Math.max(0, (low - top - STRIP.label) / 2 - 8);
    const xs = verdict.differences.filter((value) => value !== null).map(x);
    const shifts = swarm(xs, room);
    this.path(
      `${name} dots`,
      xs.map((at, i) => markAt(arm, at, middle + shifts[i], 2.4)).join(""),
      { kind: "pair", colour },
    );
    if (verdict.low !== null && verdict.high !== null) {
      const [from, to] = [x(verdict.low), x(verdict.high)].map((at) => at.toFixed(1));
      this.path(
        `${name} interval`,
        `M${from} ${low.toFixed(1)}H${to}M${from} ${(low - 5).toFixed(1)}v10M${to} ${(low - 5).toFixed(1)}v10`,
        { kind: "interval" },
      );
    }
    if (verdict.mean !== null)
      this.path(`${name} mean`, markAt(3, x(verdict.mean), low, 4), { kind: "mean" });
    const lead = several ? `${shortName(run.names[arm])}: ` : "";
    const numbers = verdict.mean === null || several ? "" : `  ${intervalWords(verdict, measure)}`;
    return [
      [
        left,
        top + 12,
        "start",
        `${lead}${verdict.word}${numbers}`,
        resolved ? "word" : "word unresolved",
      ],
    ];
  }
}
