// The gallery: a card for each variant, a link with a small picture of its mask.

import { element, part, setAttr } from "../shared/elements.js";
import { maskOf } from "./masks.js";
import { Painting, TensorPicture } from "./pictures.js";
import { sharingNote, sharingOf } from "./words.js";

/** @import { StageColours } from "../shared/theme.js" */
/** @import { DecodedVariant, Numbers } from "./masks.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { Frame } from "./pictures.js" */
/** @import { VariantsPayload } from "./payload.d.ts" */

const CARD_COLUMNS = { all: 8, dense: 4, conv: 2, recurrent: 3, transformer: 2, residual: 3 };
const NARROWEST_CARD = 150; // px
const CARD_TEXT = 40; // px of a card above and below its picture, borders included
const CARD_GAP = 8;
const STARRED_COLUMNS = 5;
const STARRED_HEIGHT = 150; // px of a picture

/** @typedef {(event: MouseEvent, slug: string) => void} Follow */

class VariantCard {
  /** @type {Frame | null} */
  frame = null;

  /** @param {DecodedVariant} variant @param {boolean} starred @param {Follow} follow */
  constructor(variant, starred, follow) {
    this.variant = variant;
    this.starred = starred;
    this.picture = new TensorPicture(variant);
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.link = element(
      "a",
      {
        class: "card",
        "data-variant": variant.slug,
        "aria-label": `${variant.title}: ${sharingOf(variant)}`,
      },
      element("h2", { class: "card-title", text: `${starred ? "★ " : ""}${variant.title}` }),
      this.canvas,
      element("span", { class: "card-note", text: sharingNote(variant) }),
    );
    this.link.onclick = (event) => follow(event, variant.slug);
    this.node = element("div", { role: "listitem" }, this.link);
  }

  /** @param {number} width @param {number} height */
  fit(width, height) {
    const top = this.variant.words ? 13 : 1;
    this.frame = this.picture.fit(width, height, { left: 20, bottom: 19, top });
  }

  /** @param {VariantsView} view @param {Numbers} u @param {StageColours} colours */
  paint(view, u, colours) {
    if (!this.frame) return;
    const mask = maskOf(this.variant, u, view);
    const painting = new Painting(this.canvas, this.picture, this.frame, colours);
    painting.axes();
    painting.mask(mask);
    painting.words();
    setAttr(this.link, "href", `?variant=${this.variant.slug}&p=${view.p}&seed=${view.seed}`);
  }
}

// Those to begin with, then the others; of one family all together.
export class VariantGallery {
  arranged = ""; // the family and width that the cards are arranged for

  /** @param {DecodedVariant[]} variants @param {VariantsPayload} data @param {Follow} follow */
  constructor(variants, { height, starred }, follow) {
    this.height = height;
    const cards = variants.map(
      (variant) => new VariantCard(variant, starred.includes(variant.slug), follow),
    );
    this.cards = [
      ...cards.filter((card) => card.starred),
      ...cards.filter((card) => !card.starred),
    ];
    const listOf = (/** @type {string} */ name) =>
      element("div", { class: "cards", role: "list", "aria-label": name });
    this.first = listOf("Variants to begin with");
    this.others = listOf("Variants of dropout");
    this.node = element(
      "div",
      { class: "gallery" },
      ...part("cards", this.first),
      ...part("others", this.others),
    );
  }

  focus() {
    this.cards[0].link.focus({ preventScroll: true });
  }

  /** @param {VariantsView["family"]} family @param {VariantCard[]} shown */
  arrange(family, shown) {
    const width = this.node.clientWidth;
    const arranged = [family, width].join();
    if (!width || arranged === this.arranged) return;
    this.arranged = arranged;
    const first = family === "all" ? shown.filter((card) => card.starred) : [];
    const others = shown.filter((card) => !first.includes(card));
    this.first.hidden = !first.length;
    this.lay(this.first, first, STARRED_COLUMNS, () => STARRED_HEIGHT);
    this.lay(this.others, others, CARD_COLUMNS[family], (rows) => {
      return (this.height - (rows - 1) * CARD_GAP) / rows - CARD_TEXT;
    });
  }

  // Cards fill the height of the stage; on a phone they scroll.
  /**
   * @param {HTMLElement} list
   * @param {VariantCard[]} cards
   * @param {number} most columns
   * @param {(rows: number) => number} heightIn px of a picture, where there is room for all columns
   */
  lay(list, cards, most, heightIn) {
    const width = this.node.clientWidth;
    const fitting = Math.floor((width + CARD_GAP) / (NARROWEST_CARD + CARD_GAP));
    const columns = Math.max(2, Math.min(most, fitting));
    const wide = (width - (columns - 1) * CARD_GAP) / columns - 14;
    const high = columns < most ? 0.62 * wide : heightIn(Math.ceil(cards.length / columns));
    list.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    list.replaceChildren(...cards.map(({ node }) => node));
    for (const card of cards) card.fit(Math.floor(wide), Math.floor(high));
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
