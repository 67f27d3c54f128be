// Figures as files, made of what is on the stage: SVG with its colours written in, PNG at twice
// the size. In the colours of the light theme whatever the page has: files are printed.

import { button, disclosure } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { svgPart } from "../shared/plot.js";
import { SurfacePicture, classColours } from "./surfaces.js";

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

/** @typedef {import("../shared/run/figure.js").LiveFigure} LiveFigure */
/** @typedef {{text: string, width: number, height: number}} FigureFile */
/** @typedef {{below: string, file: string}} Naming what was trained, under the title; the file's name */

/**
 * A colour as red, green, blue: other programs do not know mixed ones.
 * @param {string} text
 * @param {Map<string, string>} known
 */
function writtenColour(text, known) {
  if (!text || text === "none") return text;
  const found = known.get(text);
  if (found) return found;
  const context = /** @type {CanvasRenderingContext2D} */ (
    element("canvas", { width: 1, height: 1 }).getContext("2d")
  );
  context.fillStyle = text;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
  const written = alpha ? `rgb(${red},${green},${blue})` : "none";
  known.set(text, written);
  return written;
}

/**
 * A copy of a layer that looks the same without the stage's styles; null of what is not shown.
 * @param {Element} node
 * @param {Map<string, string>} known
 * @returns {Element | null}
 */
function writtenOut(node, known) {
  const style = getComputedStyle(node);
  if (style.display === "none") return null;
  const copy = /** @type {Element} */ (node.cloneNode(false));
  for (const name of ["class", "style", "role", "aria-label", "aria-hidden"])
    copy.removeAttribute(name);
  if (node.tagName !== "svg" && node.tagName !== "g") {
    for (const name of DRAWN_STYLES) {
      const value = style.getPropertyValue(name);
      const isColour = name === "fill" || name === "stroke";
      copy.setAttribute(name, isColour ? writtenColour(value, known) : value);
    }
    if (node.tagName === "text")
      copy.setAttribute("font-size", String(FILE_FONT * parseFloat(style.fontSize)));
  }
  for (const child of node.childNodes) {
    const inner = child instanceof Element ? writtenOut(child, known) : child.cloneNode();
    if (inner) copy.append(inner);
  }
  return copy;
}

/**
 * A text in lines that are not wider than the room.
 * @param {string} text
 * @param {string} font
 * @param {number} room
 */
function wrapped(text, font, room) {
  const context = /** @type {CanvasRenderingContext2D} */ (element("canvas").getContext("2d"));
  context.font = font;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (context.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.filter(Boolean);
}

/**
 * What make() returns while the stage has the light theme: nothing is painted meanwhile.
 * @template T
 * @param {HTMLElement} root
 * @param {() => T} make
 */
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

/**
 * Heading and what was trained, as lines of text, and how tall they are.
 * @param {[text: string, size: number, weight: number, tall: number][]} texts
 * @param {number} room
 * @param {string} ink
 */
function headLines(texts, room, ink) {
  let y = 6;
  const lines = texts.flatMap(([text, size, weight, tall]) =>
    wrapped(text, `${weight} ${size}px sans-serif`, room).map((line) =>
      svgPart("text", {
        x: FILE_MARGIN,
        y: (y += tall),
        "font-size": size,
        "font-weight": weight,
        fill: ink,
        text: line,
      }),
    ),
  );
  return { lines, tall: y + 10 };
}

/**
 * The text of an SVG file.
 * @param {HTMLElement} root
 * @param {LiveFigure} figure
 * @param {string} below what was trained, under the title
 * @returns {FigureFile}
 */
function figureFile(root, figure, below) {
  /** @type {Map<string, string>} */
  const known = new Map();
  const style = getComputedStyle(figure.node);
  const room = Math.max(FILE_LEAST, figure.width);
  const heading = [figure.heading.textContent, figure.note.textContent].filter(Boolean);
  const head = headLines(
    [
      [heading.join(" · "), 13, 600, 16],
      [below, 11, 400, 14],
    ],
    room,
    writtenColour(style.color, known),
  );
  const [width, height] = [room + 2 * FILE_MARGIN, figure.height + head.tall + FILE_MARGIN];
  const pictures = figure instanceof SurfacePicture ? figure.pictures(classColours(root)) : [];
  const layers = [figure.base.svg, figure.over.svg].map((layer) => writtenOut(layer, known));
  const file = svgPart(
    "svg",
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": `${style.fontFamily.replaceAll('"', "'")}, sans-serif`,
    },
    svgPart("title", { text: `${figure.title}. ${below}` }),
    svgPart("desc", { text: figure.base.svg.getAttribute("aria-label") ?? "" }),
    svgPart("rect", {
      width,
      height,
      fill: writtenColour(style.getPropertyValue("--dv-background").trim(), known),
    }),
    ...head.lines,
  );
  const inside = svgPart(
    "g",
    { transform: `translate(${FILE_MARGIN},${head.tall})` },
    ...pictures.map(({ canvas, x, y, side }) =>
      svgPart("image", { href: canvas.toDataURL(), x, y, width: side, height: side }),
    ),
  );
  inside.append(...layers.filter((layer) => layer !== null));
  file.append(inside);
  return { text: new XMLSerializer().serializeToString(file), width, height };
}

/**
 * @param {FigureFile} file
 * @returns {Promise<Blob>}
 */
async function pngOf({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = element("canvas", { width: width * PNG_SCALE, height: height * PNG_SCALE });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"),
  );
}

/**
 * @param {HTMLElement} root
 * @param {LiveFigure} figure
 * @param {Naming} naming
 * @param {string} kind
 */
async function saveFigure(root, figure, { below, file }, kind) {
  const svg = inLight(root, () => figureFile(root, figure, below));
  const blob = kind === "png" ? await pngOf(svg) : new Blob([svg.text], { type: "image/svg+xml" });
  const link = element("a", { href: URL.createObjectURL(blob), download: `${file}.${kind}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * A menu: each figure as SVG and as PNG.
 * @param {HTMLElement} root
 * @param {() => LiveFigure[]} figures those on the stage now
 * @param {(figure: LiveFigure) => Naming} naming
 */
export function saveMenu(root, figures, naming) {
  const node = disclosure({ label: "Save", title: "Figures as files", kind: "save-panel" });
  const entry = (/** @type {LiveFigure} */ figure) => {
    const name = naming(figure);
    const kinds = ["svg", "png"].map((kind) =>
      button(
        kind.toUpperCase(),
        `Save as ${name.file}.${kind}`,
        () => saveFigure(root, figure, name, kind),
        { "aria-label": `${figure.title} as ${kind.toUpperCase()}` },
      ),
    );
    const words = element("span", { text: figure.title });
    return element("div", { class: "control" }, words, element("span", {}, ...kinds));
  };
  node.ontoggle = () => {
    if (node.open) node.lastElementChild?.replaceChildren(...figures().map(entry));
  };
  return node;
}
