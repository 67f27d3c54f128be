// Numbers and lists in words.

/** @param {number} share */
export function formatPercent(share) {
  const percent = 100 * share;
  if (percent > 0 && percent < 0.1) return "<\u00a00.1\u00a0%";
  if (percent > 99.9 && percent < 100) return ">\u00a099.9\u00a0%";
  return `${percent < 10 || percent > 99 ? percent.toFixed(1).replace(/\.0$/, "") : percent.toFixed(0)}\u00a0%`;
}

// Where there is no room for more than four characters.
/** @param {number} share */
export function formatShortPercent(share) {
  return share < 0.005 ? "" : `${(100 * share).toFixed(0)}%`;
}

/** @type {Record<string, string>} */
const SUPERSCRIPTS = {
  "-": "⁻",
  0: "⁰",
  1: "¹",
  2: "²",
  3: "³",
  4: "⁴",
  5: "⁵",
  6: "⁶",
  7: "⁷",
  8: "⁸",
  9: "⁹",
  ".": "·",
};

/** @param {string | number} text */
export function superscript(text) {
  return [...String(text)].map((char) => SUPERSCRIPTS[char] ?? char).join("");
}

// A probability given by its log10: plain while readable, a power of ten when tiny.
/** @param {number} log10 */
export function formatProbability(log10) {
  if (log10 === -Infinity) return "0";
  if (log10 > -3) return Number((10 ** log10).toPrecision(3)).toString();
  return `10${superscript(log10.toFixed(1))}`;
}

/** @param {number} count */
export function formatCount(count) {
  return Math.round(count).toLocaleString("en-US");
}

/** @param {number} value @param {number} [digits] */
export function formatPower(value, digits) {
  const [number, power] = value.toExponential(digits).split("e");
  return `${number.replace("-", "−")}·10${superscript(Number(power))}`;
}

/** @param {string[]} parts */
export function listed(parts) {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
