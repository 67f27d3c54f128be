// The gallery: a card for each variant, a link with a small picture of its mask.

import { element, setAttr } from "../shared/elements.js";
import { maskOf } from "./masks.js";
import { Painting, TensorPicture } from "./pictures.js";
import { sharingNote, sharingOf } from "./words.js";

/** @import { StageColours } from "../shared/theme.js" */
/** @import { DecodedVariant, Numbers } from "./masks.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { Frame } from "./pictures.js" */

const CARD_COLUMNS = { all: 7, dense: 4, conv: 2, recurrent: 3, transformer: 2, residual: 3 };
const NARROWEST_CARD = 150; // px
const CARD_TEXT = 40; // px of a card above and below its picture, borders included
const CARD_GAP = 8;

class VariantCard {
  /** @type {Frame | null} */
  frame = null;

  /** @param {DecodedVariant} variant @param {(slug: string) => void} onOpen */
  constructor(variant, onOpen) {
    this.variant = variant;
    this.picture = new TensorPicture(variant);
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.link = element(
      "a",
      {
        class: "card",
        "data-variant": variant.slug,
        "aria-label": `${variant.title}: ${sharingOf(variant)}`,
      },
      element("h2", { class: "card-title", text: variant.title }),
      this.canvas,
      element("span", { class: "card-note", text: sharingNote(variant) }),
    );
    this.link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window
      event.preventDefault();
      onOpen(variant.slug);
    };
    this.node = element("div", { role: "listitem" }, this.link);
  }

  /** @param {number} width @param {number} height */
  fit(width, height) {
    const top = this.variant.words ? 13 : 1;
    this.frame = this.picture.fit(width, height, { left: 15, bottom: 15, top });
  }

  /** @param {VariantsView} view @param {Numbers} u @param {StageColours} colours */
  paint(view, u, colours) {
    if (!this.frame) return;
    const mask = maskOf(this.variant, u, view);
    const painting = new Painting(this.canvas, this.picture, this.frame, colours);
    painting.axes(10);
    painting.mask(mask);
    painting.words();
    setAttr(this.link, "href", `?variant=${this.variant.slug}&p=${view.p}&seed=${view.seed}`);
  }
}

export class VariantGallery {
  arranged = ""; // the family and width that the cards are arranged for

  /** @param {DecodedVariant[]} variants @param {number} height @param {(slug: string) => void} onOpen */
  constructor(variants, height, onOpen) {
    this.height = height;
    this.cards = variants.map((variant) => new VariantCard(variant, onOpen));
    this.node = element(
      "div",
      { class: "cards", role: "list", "aria-label": "Variants of dropout" },
      ...this.cards.map((card) => card.node),
    );
  }

  focus() {
    this.cards[0].link.focus({ preventScroll: true });
  }

  // Cards fill the height of the stage; on a phone they scroll.
  /** @param {VariantsView["family"]} family @param {VariantCard[]} shown */
  arrange(family, shown) {
    const width = this.node.clientWidth;
    const arranged = [family, width].join();
    if (!width || arranged === this.arranged) return;
    this.arranged = arranged;
    const most = CARD_COLUMNS[family];
    const fitting = Math.floor((width + CARD_GAP) / (NARROWEST_CARD + CARD_GAP));
    const columns = Math.max(2, Math.min(most, fitting));
    const rows = Math.ceil(shown.length / columns);
    const wide = (width - (columns - 1) * CARD_GAP) / columns - 14;
    const high =
      columns < most ? 0.62 * wide : (this.height - (rows - 1) * CARD_GAP) / rows - CARD_TEXT;
    this.node.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    for (const card of this.cards) card.node.hidden = !shown.includes(card);
    for (const card of shown) card.fit(Math.floor(wide), Math.floor(high));
  }

  // The variants that are shown.
  /** @param {VariantsView} view @param {Numbers} u @param {StageColours} colours */
  paint(view, u, colours) {
    const { family } = view;
    const shown = this.cards.filter(({ variant }) => family === "all" || variant.family === family);
    this.arrange(family, shown);
    for (const card of shown) card.paint(view, u, colours);
    return shown.map(({ variant }) => variant);
  }
}
