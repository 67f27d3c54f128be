// What stages that draw on a canvas share.

// A canvas of that many px, clean, to draw on in px.
function fittedContext(canvas, width, height) {
  const ratio = Math.max(1, Math.min(window.devicePixelRatio || 1, 3));
  const size = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== size[0] || canvas.height !== size[1]) {
    [canvas.width, canvas.height] = size;
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

// The colours of the theme, read once for each repaint.
function stageColours(root) {
  const style = getComputedStyle(root);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    on: of("--dv-with-dropout"), off: of("--st-border-color"), without: of("--dv-without-dropout"), dropped: of("--dv-dropped"),
    ink: of("--dv-ink"), quiet: of("--dv-quiet"), background: of("--st-background-color"), font: of("--st-font") || "sans-serif",
  };
}
