// @ts-nocheck
// Figures as files, made of what is on the stage: SVG with its colours written in, PNG at twice
// the size. In the colours of the light theme whatever the page has: files are printed.

import { button } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { svgPart } from "../shared/plot.js";
import { classColours } from "./surfaces.js";

const DRAWN_STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "opacity",
  "font-size",
  "font-weight",
  "text-anchor",
  "paint-order",
];
const FILE_MARGIN = 16;
const FILE_LEAST = 420; // px of width, for the lines above a small figure
const FILE_FONT = 0.9; // the page's font is narrower than what other programs have for it
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
  for (const name of ["class", "style", "role", "aria-label", "aria-hidden"])
    copy.removeAttribute(name);
  const style = getComputedStyle(node);
  if (style.display === "none") return null;
  if (node.tagName !== "svg" && node.tagName !== "g") {
    for (const name of DRAWN_STYLES) {
      const value = style.getPropertyValue(name);
      copy.setAttribute(
        name,
        name === "fill" || name === "stroke" ? writtenColour(value, known) : value,
      );
    }
    if (node.tagName === "text")
      copy.setAttribute("font-size", FILE_FONT * parseFloat(style.fontSize));
  }
  for (const child of node.childNodes) {
    const inner =
      child.nodeType === Node.ELEMENT_NODE ? writtenOut(child, known) : child.cloneNode();
    if (inner) copy.append(inner);
  }
  return copy;
}

// A text in lines that are not wider than the room.
function wrapped(text, font, room) {
  const context = element("canvas").getContext("2d");
  context.font = font;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (context.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.filter(Boolean);
}

// What make() returns while the stage has the light theme: nothing is painted meanwhile.
function inLight(root, make) {
  const dark = root.classList.contains("dark");
  root.classList.remove("dark");
  root.classList.add("printed");
  try {
    return make();
  } finally {
    root.classList.toggle("dark", dark);
    root.classList.remove("printed");
  }
}

// figure: a LiveFigure; below: what was trained, under the title. The text of an SVG file.
function figureFile(root, figure, below) {
  const known = new Map();
  const style = getComputedStyle(figure.node);
  const ink = writtenColour(style.color, known);
  const family = `${style.fontFamily.replaceAll('"', "'")}, sans-serif`;
  const room = Math.max(FILE_LEAST, figure.width);
  const heading = [figure.heading.textContent, figure.note.textContent].filter(Boolean).join(" · ");
  let head = 6;
  const lines = [
    [heading, 13, 600, 16],
    [below, 11, 400, 14],
  ].flatMap(([text, size, weight, tall]) =>
    wrapped(text, `${weight} ${size}px sans-serif`, room).map((line) =>
      svgPart("text", {
        x: FILE_MARGIN,
        y: (head += tall),
        "font-size": size,
        "font-weight": weight,
        fill: ink,
        text: line,
      }),
    ),
  );
  head += 10;
  const [width, height] = [room + 2 * FILE_MARGIN, figure.height + head + FILE_MARGIN];
  const pictures = figure.pictures?.(classColours(root)) ?? [];
  const inside = svgPart(
    "g",
    { transform: `translate(${FILE_MARGIN},${head})` },
    ...pictures.map(({ canvas, x, y, side }) =>
      svgPart("image", { href: canvas.toDataURL(), x, y, width: side, height: side }),
    ),
    ...[figure.base, figure.over].map((layer) => writtenOut(layer, known)),
  );
  const file = svgPart(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": family },
    svgPart("title", { text: `${figure.title}. ${below}` }),
    svgPart("desc", { text: figure.base.getAttribute("aria-label") }),
    svgPart("rect", {
      width,
      height,
      fill: writtenColour(style.getPropertyValue("--dv-background").trim(), known),
    }),
    ...lines,
    inside,
  );
  return { text: new XMLSerializer().serializeToString(file), width, height };
}

async function pngOf({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = element("canvas", { width: width * PNG_SCALE, height: height * PNG_SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function saveFigure(root, figure, { below, file }, kind) {
  const svg = inLight(root, () => figureFile(root, figure, below));
  const blob = kind === "png" ? await pngOf(svg) : new Blob([svg.text], { type: "image/svg+xml" });
  const link = element("a", { href: URL.createObjectURL(blob), download: `${file}.${kind}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A menu: each figure as SVG and as PNG. figures() -> those on the stage now; naming(figure) ->
// {below, file}.
export function saveMenu(root, figures, naming) {
  const panel = element("div", { class: "more-panel save-panel" });
  const node = element(
    "details",
    { class: "more" },
    element("summary", { class: "button", text: "Save", title: "Figures as files" }),
    panel,
  );
  node.ontoggle = () => {
    if (!node.open) return;
    panel.replaceChildren(
      ...figures().map((figure) => {
        const name = naming(figure);
        const kinds = ["svg", "png"].map((kind) =>
          button(
            kind.toUpperCase(),
            `Save as ${name.file}.${kind}`,
            () => saveFigure(root, figure, name, kind),
            { "aria-label": `${figure.title} as ${kind.toUpperCase()}` },
          ),
        );
        return element(
          "div",
          { class: "control" },
          element("span", { text: figure.title }),
          element("span", {}, ...kinds),
        );
      }),
    );
  };
  node.onkeydown = (event) => {
    if (event.key !== "Escape" || !node.open) return;
    node.open = false;
    node.querySelector("summary").focus();
  };
  return node;
}
