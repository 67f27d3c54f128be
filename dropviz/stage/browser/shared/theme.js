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

/** @typedef {ReturnType<typeof stageColours>} StageColours */

// The colours and the font that canvases are painted with, read once for each repaint.
/** @param {Element} root */
export function stageColours(root) {
  const style = getComputedStyle(root);
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
