// @ts-nocheck
// What becomes of a remembered value: the same rules as dropviz/core/recurrent.py.
// Pure functions, no DOM. A cell writes 1 in the first step and holds it from then on.

// taken, takenOfH: [time][cell], 1 where the coin is at or above the rate. Gives c, what each cell
// holds after each step, and read, what the gates of the next step get of it.
export function memoryOf(rule, taken, takenOfH, p) {
  const factor = p < 1 ? 1 / (1 - p) : 0;
  const fill = (value) => taken.map((row, t) => Array.from(row, (_, cell) => value(t, cell)));
  const ones = fill(() => 1);
  if (rule === "lstm_h")
    return { c: ones, read: fill((t, cell) => (taken[t][cell] ? Math.tanh(1) * factor : 0)) };
  if (rule === "lstm_variational")
    return { c: ones, read: fill((t, cell) => (taken[0][cell] ? Math.tanh(1) * factor : 0)) };
  if (rule === "lstm_candidate") {
    const c = fill((t, cell) => (taken[0][cell] ? factor : 0));
    return { c, read: c.map((row) => row.map(Math.tanh)) };
  }
  if (rule === "lstm_zoneout") {
    const c = fill((t, cell) => (taken[0][cell] ? 1 : 0));
    const fresh = c.map((row, t) => row.map((value) => Math.tanh(t ? value : 1)));
    const read = [];
    fresh.forEach((row, t) =>
      read.push(row.map((value, cell) => (takenOfH[t][cell] ? value : t ? read[t - 1][cell] : 0))),
    );
    return { c, read };
  }
  const c = [];
  taken.forEach((row, t) =>
    c.push(Array.from(row, (keep, cell) => (keep ? (t ? c[t - 1][cell] : 1) * factor : 0))),
  );
  return { c, read: c.map((row, t) => row.map((_, cell) => Math.tanh(t ? c[t - 1][cell] : 1))) };
}

// Chance that a cell still holds more than 0 after so many steps.
export function survivalOf(rule, p, times) {
  if (rule === "lstm_c") return (1 - p) ** times;
  return rule === "lstm_candidate" || rule === "lstm_zoneout" ? 1 - p : 1;
}

// What it then holds, where 1 was written; NaN where nothing can be left.
export function heldIfThere(rule, p, times) {
  if (p === 1 && survivalOf(rule, p, times) === 0) return NaN;
  if (rule === "lstm_c") return (1 - p) ** -times;
  return rule === "lstm_candidate" ? 1 / (1 - p) : 1;
}
