// @ts-nocheck
// What becomes of a remembered value: the same rules as dropviz/core/recurrent.py.
// Pure functions, no DOM. A cell writes 1 in the first step and holds it from then on.

// Fresh masks on c: what all other rules are compared with.
export const FRESH_ON_C = { on: "c", once: false, holds: false };

// rule: {on: "h", "c" or "g", once: one mask for all steps, holds: what is hit keeps its value}
// taken, takenOfH: [time][cell], 1 where the coin is at or above the rate. Gives c, what each cell
// holds after each step, and read, what the gates of the next step get of it.
export function memoryOf(rule, taken, takenOfH, p) {
  const factor = p < 1 ? 1 / (1 - p) : 0;
  const fill = (value) => taken.map((row, t) => Array.from(row, (_, cell) => value(t, cell)));
  const ones = fill(() => 1);
  if (rule.on === "h") {
    const mask = (t) => taken[rule.once ? 0 : t];
    return { c: ones, read: fill((t, cell) => (mask(t)[cell] ? Math.tanh(1) * factor : 0)) };
  }
  if (!destroys(rule)) {
    const c = fill((t, cell) => (taken[0][cell] ? (rule.holds ? 1 : factor) : 0));
    return { c, read: rule.holds ? heldReadings(c, takenOfH) : c.map((row) => row.map(Math.tanh)) };
  }
  const c = [];
  taken.forEach((row, t) =>
    c.push(Array.from(row, (keep, cell) => (keep ? (t ? c[t - 1][cell] : 1) * factor : 0))),
  );
  return { c, read: c.map((row, t) => row.map((_, cell) => Math.tanh(t ? c[t - 1][cell] : 1))) };
}

// What the gates read of h where a unit that is hit keeps its value of the step before.
function heldReadings(c, takenOfH) {
  const read = [];
  c.forEach((row, t) =>
    read.push(
      row.map((value, cell) => {
        if (takenOfH[t][cell]) return Math.tanh(t ? value : 1);
        return t ? read[t - 1][cell] : 0;
      }),
    ),
  );
  return read;
}

// Whether what a cell holds is masked again and again.
export function destroys({ on, holds }) {
  return on === "c" && !holds;
}

// Chance that a cell still holds more than 0 after so many steps.
export function survivalOf(rule, p, times) {
  if (destroys(rule)) return (1 - p) ** times;
  return rule.on === "h" ? 1 : 1 - p;
}

// What it then holds, where 1 was written; NaN where nothing can be left.
export function heldIfThere(rule, p, times) {
  if (p === 1 && survivalOf(rule, p, times) === 0) return NaN;
  if (destroys(rule)) return (1 - p) ** -times;
  return rule.on === "g" ? 1 / (1 - p) : 1;
}
