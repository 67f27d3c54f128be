// @ts-nocheck
// The colours that Streamlit's theme brings.

export function isDark(node) {
  const [red, green, blue] = parseColour(
    getComputedStyle(node).getPropertyValue("--st-background-color").trim() || "#ffffff",
  );
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128;
}

export function parseColour(text) {
  if (text.startsWith("#")) {
    const hex = text.length === 4 ? [...text.slice(1)].map((c) => c + c).join("") : text.slice(1);
    return [0, 2, 4].map((start) => parseInt(hex.slice(start, start + 2), 16));
  }
  return (text.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).map(Number);
}
