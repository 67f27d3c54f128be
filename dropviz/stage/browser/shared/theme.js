// The colours that Streamlit's theme brings.

/** @param {Element} node */
export function isDark(node) {
  const [red, green, blue] = parseColour(
    getComputedStyle(node).getPropertyValue("--st-background-color").trim() || "#ffffff",
  );
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128;
}

// Red, green and blue, 0 to 255, of "#rgb", "#rrggbb" or "rgb(…)".
/** @param {string} text */
export function parseColour(text) {
  if (text.startsWith("#")) {
    const hex = text.length === 4 ? [...text.slice(1)].map((c) => c + c).join("") : text.slice(1);
    return [0, 2, 4].map((start) => parseInt(hex.slice(start, start + 2), 16));
  }
  return (text.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).map(Number);
}

/** @typedef {ReturnType<typeof readColours>} StageColours */

/** @type {WeakMap<Element, StageColours>} */
const known = new WeakMap();

// The colours and the font that canvases are painted with: of the stage around a node, until they are
// forgotten. Reading them makes a browser lay out the whole page, so not in every frame.
/** @param {Element} node @returns {StageColours} */
export function stageColours(node) {
  const stage = node.closest(".stage") ?? node;
  const colours = known.get(stage) ?? readColours(stage);
  known.set(stage, colours);
  return colours;
}

// Whenever the theme may have changed.
/** @param {Element} stage */
export function forgetColours(stage) {
  known.delete(stage);
}

/** @param {Element} stage */
function readColours(stage) {
  const style = getComputedStyle(stage);
  /** @param {string} name */
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    on: of("--dv-with-dropout"),
    off: of("--st-border-color"),
    without: of("--dv-without-dropout"),
    dropped: of("--dv-dropped"),
    positive: of("--dv-positive"),
    negative: of("--dv-negative"),
    ink: of("--dv-ink"),
    theory: of("--dv-theory"),
    quiet: of("--dv-quiet"),
    background: of("--st-background-color"),
    primary: of("--st-primary-color"),
    font: of("--st-font") || "sans-serif",
  };
}
