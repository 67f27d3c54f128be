// @ts-nocheck
/* eslint-disable max-lines-per-function */
// The gallery: a card for each variant, a link with a small picture of its mask.

import { element, setAttr } from "../shared/elements.js";
import { maskOf } from "./masks.js";
import {
  fitPicture,
  paintAxes,
  paintMaskPicture,
  paintWords,
  pictureOf,
  startPainting,
} from "./pictures.js";
import { sharingNote, sharingOf } from "./words.js";

const CARD_COLUMNS = { all: 7, dense: 4, conv: 2, recurrent: 3, transformer: 2, residual: 3 };
const NARROWEST_CARD = 150; // px
const CARD_TEXT = 40; // px of a card above and below its picture, borders included
const CARD_GAP = 8;

// onOpen(slug)
export function variantGallery(variants, height, onOpen) {
  const cards = variants.map((variant) => buildCard(variant, onOpen));
  const node = element(
    "div",
    { class: "cards", role: "list", "aria-label": "Variants of dropout" },
    ...cards.map((card) => card.node),
  );

  function shownCards(view) {
    return cards.filter(({ variant }) => view.family === "all" || variant.family === view.family);
  }

  // Cards fill the height of the stage; on a phone they scroll.
  function arrange(view) {
    const shown = shownCards(view);
    const width = node.clientWidth;
    if (!width) return shown;
    const columns = Math.max(
      2,
      Math.min(
        CARD_COLUMNS[view.family],
        Math.floor((width + CARD_GAP) / (NARROWEST_CARD + CARD_GAP)),
      ),
    );
    const rows = Math.ceil(shown.length / columns);
    const wide = (width - (columns - 1) * CARD_GAP) / columns - 14;
    const high =
      columns < CARD_COLUMNS[view.family]
        ? 0.62 * wide
        : (height - (rows - 1) * CARD_GAP) / rows - CARD_TEXT;
    const layout = [view.family, width].join();
    if (layout === node.dataset.layout) return shown;
    node.dataset.layout = layout;
    node.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    for (const card of cards) {
      card.node.hidden = !shown.includes(card);
      if (card.node.hidden) continue;
      const top = card.variant.words ? 13 : 1;
      card.frame = fitPicture(card.canvas, card.picture, Math.floor(wide), Math.floor(high), {
        left: 15,
        bottom: 15,
        top,
      });
    }
    return shown;
  }

  function paint(view, u, colours) {
    const shown = arrange(view);
    for (const { variant, picture, canvas, frame, node: card, link } of shown) {
      if (!frame) continue;
      const mask = maskOf(variant, u, view);
      const pen = startPainting(canvas, frame);
      paintAxes(pen, variant, picture, frame, colours, 10);
      paintMaskPicture(pen, variant, picture, frame, mask, colours);
      if (variant.words) paintWords(pen, variant, picture, frame, colours);
      setAttr(link, "href", `?variant=${variant.slug}&p=${view.p}&seed=${view.seed}`);
      card.dataset.dropped = mask.dropped.reduce((sum, out) => sum + out, 0);
    }
    return shown.map(({ variant }) => variant);
  }

  return { node, paint };
}

function buildCard(variant, onOpen) {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const link = element(
    "a",
    {
      class: "card",
      "data-variant": variant.slug,
      "aria-label": `${variant.title}: ${sharingOf(variant)}`,
    },
    element("h2", { class: "card-title", text: variant.title }),
    canvas,
    element("span", { class: "card-note", text: sharingNote(variant) }),
  );
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window
    event.preventDefault();
    onOpen(variant.slug);
  };
  const node = element("div", { role: "listitem" }, link);
  return { variant, canvas, link, node, picture: pictureOf(variant), frame: null };
}
