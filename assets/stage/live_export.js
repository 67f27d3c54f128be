// Figures as files, made of what is on the stage: SVG with its colours written in, PNG at twice
// the size.

const DRAWN_STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "stroke-opacity", "opacity", "font-size", "font-weight", "text-anchor",
];
const FILE_MARGIN = 16;
const FILE_HEAD = 46;
const PNG_SCALE = 2;

// A colour as red, green, blue: other programs do not know mixed ones.
function writtenColour(text, known) {
  if (!text || text === "none") return text;
  if (!known.has(text)) {
    const context = element("canvas", { width: 1, height: 1 }).getContext("2d");
    context.fillStyle = text;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    known.set(text, alpha ? `rgb(${red},${green},${blue})` : "none");
  }
  return known.get(text);
}

// A copy of a layer that looks the same without the stage's styles.
function writtenOut(node, known) {
  const copy = node.cloneNode(false);
  for (const name of ["class", "style", "role", "aria-label", "aria-hidden"]) copy.removeAttribute(name);
  const style = getComputedStyle(node);
  if (style.display === "none") return null;
  if (node.tagName !== "svg" && node.tagName !== "g") {
    for (const name of DRAWN_STYLES) {
      const value = style.getPropertyValue(name);
      copy.setAttribute(name, name === "fill" || name === "stroke" ? writtenColour(value, known) : value);
    }
  }
  for (const child of node.childNodes) {
    const inner = child.nodeType === Node.ELEMENT_NODE ? writtenOut(child, known) : child.cloneNode();
    if (inner) copy.append(inner);
  }
  return copy;
}

// figure: a LiveFigure; below: what was trained, a line under the title. The text of an SVG file.
function figureFile(figure, below) {
  const known = new Map();
  const style = getComputedStyle(figure.node);
  const ink = writtenColour(style.color, known);
  const [width, height] = [figure.width + 2 * FILE_MARGIN, figure.height + FILE_HEAD + FILE_MARGIN];
  const heading = [figure.heading.textContent, figure.note.textContent].filter(Boolean).join(" · ");
  const pictures = figure.pictures?.() ?? [];
  const inside = svgPart("g", { transform: `translate(${FILE_MARGIN},${FILE_HEAD})` },
    ...pictures.map(({ canvas, x, y, side }) => svgPart("image", { href: canvas.toDataURL(), x, y, width: side, height: side })),
    ...[figure.base, figure.over].map((layer) => writtenOut(layer, known)));
  const fit = (text, size, weight) => {
    const context = element("canvas").getContext("2d");
    context.font = `${weight} ${size}px sans-serif`;
    return Math.min(1, figure.width / context.measureText(text).width) * size;
  };
  const line = (text, y, size, weight) => svgPart("text", { x: FILE_MARGIN, y, "font-size": fit(text, size, weight).toFixed(1), "font-weight": weight, fill: ink, text });
  const root = svgPart("svg", {
    width, height, viewBox: `0 0 ${width} ${height}`, "font-family": `${style.fontFamily.replaceAll('"', "'")}, sans-serif`,
  },
    svgPart("title", { text: `${figure.title}. ${below}` }),
    svgPart("desc", { text: figure.base.getAttribute("aria-label") }),
    svgPart("rect", { width, height, fill: writtenColour(style.getPropertyValue("--dv-background").trim(), known) }),
    line(heading, 20, 13, 600), line(below, 37, 11, 400), inside);
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

async function pngOf({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = element("canvas", { width: width * PNG_SCALE, height: height * PNG_SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function saveFigure(figure, below, file, kind) {
  const svg = figureFile(figure, below);
  const blob = kind === "png" ? await pngOf(svg) : new Blob([svg.text], { type: "image/svg+xml" });
  const link = element("a", { href: URL.createObjectURL(blob), download: `${file}.${kind}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A menu: each figure as SVG and as PNG. figures() -> those on the stage now; naming(figure) ->
// {below, file}.
function saveMenu(figures, naming) {
  const panel = element("div", { class: "more-panel save-panel" });
  const node = element("details", { class: "more" }, element("summary", { class: "button", text: "Save", title: "Figures as files" }), panel);
  node.ontoggle = () => {
    if (!node.open) return;
    panel.replaceChildren(...figures().map((figure) => {
      const { below, file } = naming(figure);
      const kinds = ["svg", "png"].map((kind) =>
        button(kind.toUpperCase(), `Save as ${file}.${kind}`, () => saveFigure(figure, below, file, kind), { "aria-label": `${figure.title} as ${kind.toUpperCase()}` }));
      return element("div", { class: "control" }, element("span", { text: figure.title }), element("span", {}, ...kinds));
    }));
  };
  node.onkeydown = (event) => {
    if (event.key !== "Escape" || !node.open) return;
    node.open = false;
    node.querySelector("summary").focus();
  };
  return node;
}
