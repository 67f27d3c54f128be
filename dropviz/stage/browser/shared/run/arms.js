// @ts-nocheck
// Arms of an experiment: what they are called, how each is told from the others. No DOM.

const ARM_WORDS = {
  weight_decay: "weight decay",
  max_norm: "max-norm",
  input_noise: "input noise",
  label_smoothing: "smoothing",
};
export const NAME_ROOM = 18; // characters of a name beside a line

// Read back it is the same number: where that takes an exponent, with one.
export function plainNumber(value) {
  const text = value.toLocaleString("en-US", { maximumFractionDigits: 20, useGrouping: false });
  return Number(text) === value ? text : String(value);
}

export function hiddenRates(arm) {
  return Array.isArray(arm.p_hidden) ? arm.p_hidden : [arm.p_hidden];
}

export function drops(arm) {
  return arm.p_input > 0 || Math.max(...hiddenRates(arm)) > 0;
}

export function sameValue(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// Whether two views train the same. names: those of an experiment's settings.
export function sameSettings(one, other, names) {
  return names.every((name) => sameValue(one[name], other[name]));
}

// What each arm is called: only in what it differs from the others (arm_names in experiments/arms.py).
export function armNames(arms) {
  const same = (field) => arms.every((arm) => sameValue(arm[field], arms[0][field]));
  const rates = !(same("p_hidden") && same("p_input") && same("schedule"));
  const names = arms.map((arm) => {
    const parts = rates && drops(arm) ? [dropoutWords(arm)] : [];
    for (const [field, word] of Object.entries(ARM_WORDS))
      if (arm[field] && !same(field)) parts.push(`${word} ${plainNumber(arm[field])}`);
    if (arm.batch_norm && !same("batch_norm")) parts.push("batch norm");
    if (arm.early_stopping && !same("early_stopping")) parts.push("early stopping");
    return parts.join(" + ") || (rates ? "no dropout" : "plain");
  });
  return new Set(names).size < names.length
    ? names.map((name, at) => `${name} (${at + 1})`)
    : names;
}

function dropoutWords(arm) {
  const rates = hiddenRates(arm);
  const said = Math.max(...rates) > 0 ? [`p = ${rates.map(plainNumber).join(", ")}`] : [];
  if (arm.p_input) said.push(`inputs ${plainNumber(arm.p_input)}`);
  if (arm.schedule !== "constant") said.push(arm.schedule);
  return said.join(", ");
}

export function shortName(name, room = NAME_ROOM) {
  return name.length > room ? `${name.slice(0, room - 1)}…` : name;
}

// Orange with dropout, blue without; further ones of a kind darker or paler, and each arm has a
// mark of its own.
export function armColours(arms) {
  const met = { true: 0, false: 0 };
  return arms.map((arm) => {
    const colour = `var(--dv-${drops(arm) ? "with" : "without"}-dropout)`;
    const shade = met[drops(arm)]++;
    if (!shade) return colour;
    const [share, other] = [
      [58, "ink"],
      [55, "background"],
      [30, "ink"],
      [78, "ink"],
      [78, "background"],
    ][shade - 1];
    return `color-mix(in srgb, ${colour} ${share}%, var(--dv-${other}))`;
  });
}

// The mark of an arm, or of a class, around a point: a path.
export function markAt(number, x, y, r) {
  const [left, right, top, bottom] = [x - r, x + r, y - r, y + r].map((value) => value.toFixed(1));
  const [cx, cy] = [x.toFixed(1), y.toFixed(1)];
  switch (number % 6) {
    case 0:
      return `M${left} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
    case 1:
      return `M${left} ${top}H${right}V${bottom}H${left}Z`;
    case 2:
      return `M${cx} ${top}L${right} ${bottom}H${left}Z`;
    case 3:
      return `M${cx} ${(y - 1.3 * r).toFixed(1)}L${(x + 1.3 * r).toFixed(1)} ${cy}L${cx} ${(y + 1.3 * r).toFixed(1)}L${(x - 1.3 * r).toFixed(1)} ${cy}Z`;
    case 4:
      return `M${cx} ${bottom}L${right} ${top}H${left}Z`;
    default:
      return `M${left} ${(y - r / 3).toFixed(1)}H${(x - r / 3).toFixed(1)}V${top}H${(x + r / 3).toFixed(1)}V${(y - r / 3).toFixed(1)}H${right}V${(y + r / 3).toFixed(1)}H${(x + r / 3).toFixed(1)}V${bottom}H${(x - r / 3).toFixed(1)}V${(y + r / 3).toFixed(1)}H${left}Z`;
  }
}
