// Three ways to drop at the same p, side by side on the same coins: a card for each.

import { argmax } from "../shared/arithmetic.js";
import { button } from "../shared/controls.js";
import { element, part, setAttr, setText } from "../shared/elements.js";
import { formatPercent } from "../shared/format.js";
import { MapSheet } from "./map_pictures.js";
import { WAYS, WAY_NAMES, setByHand } from "./words.js";

/** @import { MapShape } from "./arithmetic.js" */
/** @import { Counted } from "./averages.js" */
/** @import { DigitsState } from "./digits.js" */
/** @import { MapColours } from "./map_pictures.js" */
/** @import { FeatureMapsView } from "./payload.d.ts" */
/** @import { CoinWay } from "./words.js" */

/** @type {Record<CoinWay, string>} */
const WAY_TITLES = {
  element: "A coin for each pixel: nn.Dropout",
  spatial: "A coin for each map: nn.Dropout2d",
  block: "Squares of pixels, other ones in each map: DropBlock",
};

// What the squares of DropBlock do to maps of these shapes.
/** @param {number} side @param {MapShape[]} shapes */
function squaresNote(side, shapes) {
  /** @param {MapShape[]} picked */
  const among = (picked) =>
    picked.length === shapes.length
      ? ""
      : ` in block ${picked.map((shape) => shapes.indexOf(shape) + 1).join(", ")}`;
  const fill = shapes.filter(({ rows, columns }) => side >= Math.max(rows, columns));
  const overlap = shapes.filter((shape) => side > 1 && !fill.includes(shape));
  const notes = [];
  if (overlap.length) notes.push(` Blocks drop less on average: squares overlap${among(overlap)}.`);
  if (fill.length)
    notes.push(
      ` A square fills a map${among(fill)}: it drops whole maps, but those kept pass on ×\u00a01, not ×\u00a01/(1\u00a0−\u00a0p).`,
    );
  return notes.join("");
}

// Two lines: what to do here, and why the shares are not p.
/** @param {FeatureMapsView} view @param {MapShape[]} shapes @param {Counted | null} averages */
function waysNote(view, shapes, averages) {
  const without = setByHand(view) ? " They are without what you set by hand." : "";
  const shares =
    view.p > 0 && view.p < 1
      ? `${averages ? "" : " One throw drops more or less by chance."}${squaresNote(view.block, shapes)}`
      : "";
  const above = view.scene ? "." : "; press a name to drop like this above.";
  const means = averages?.n ? ` Means over ${averages.n} throws.` : "";
  return `Three ways to drop, on the same coins${above}${means}${without}${shares}`;
}

// The frame of the cards: a button for each way, the share that it really dropped, a place for more.
export class FeatureWays {
  // block: the slider of DropBlock's squares, which belongs to their card
  /** @param {{block: {node: HTMLElement}, ofWays: HTMLElement}} controls @param {(way: CoinWay) => void} onPick */
  constructor({ block, ofWays }, onPick) {
    this.cards = WAYS.map((way) => {
      const head = button(
        WAY_NAMES[way],
        `${WAY_TITLES[way]}. Press to drop like this above, press again to stop`,
        () => onPick(way),
        { "data-way": way },
      );
      const share = element("span");
      const line = element("div", { class: "way-head" }, head, share);
      const body = element("div", { class: "way-body" });
      return { way, head, share, body, node: element("div", { class: "way" }, line, body) };
    });
    this.cards[WAYS.indexOf("block")].head.after(block.node);
    part("blocks", this.cards[WAYS.indexOf("block")].node);
    this.note = element("p", { class: "ways-title quiet" });
    part("shares", this.note);
    this.beside = element("div");
    part("digit", this.beside);
    this.node = element(
      "div",
      { class: "ways" },
      element("div", { class: "ways-line" }, this.beside, this.note, ofWays),
      element(
        "div",
        {
          class: "way-cards",
          role: "group",
          "aria-label": "Three ways to drop, on the same coins",
        },
        ...this.cards.map(({ node }) => node),
      ),
    );
  }

  // contents: one for each card; beside: before the note
  /** @param {{share: HTMLElement, node: HTMLElement}[]} contents @param {HTMLElement[]} beside */
  show(contents, beside) {
    this.beside.replaceChildren(...beside);
    this.cards.forEach((card, i) => {
      card.share.replaceWith(contents[i].share);
      card.share = contents[i].share;
      card.body.replaceChildren(contents[i].node);
    });
  }

  // shapes: of the maps of each block
  /** @param {FeatureMapsView} view @param {MapShape[]} shapes @param {Counted | null} averages */
  paint(view, shapes, averages) {
    setText(this.note, waysNote(view, shapes, averages));
    for (const { way, head } of this.cards) setAttr(head, "aria-pressed", view.way === way);
  }
}

/**
 * What was dropped: by one throw of the coins, or on average over many, and what that costs.
 * @param {number} share
 * @param {Counted | null} averages
 * @param {CoinWay} way
 * @param {(averages: Counted) => string} costs
 */
export function shareWords(share, averages, way, costs) {
  if (!averages) return `${formatPercent(share)} dropped`;
  if (!averages.n) return "counting …";
  const mean = formatPercent(averages.ways[way].share);
  return `${mean} dropped, ${costs(averages)}`;
}

// For digits: the maps of both blocks, and what the network then says.
export class DigitsVerdict {
  /** @param {CoinWay} way @param {MapShape[]} shapes */
  constructor(way, shapes) {
    this.way = way;
    this.share = element("span", { class: "way-share" });
    this.says = element("span", { class: "way-says" });
    this.sheets = shapes.map(
      (shape, block) =>
        new MapSheet(shape, {
          perRow: 4,
          cell: 5,
          gap: 4,
          props: {
            class: `thumbs-${block + 1}`,
            role: "img",
            "aria-label": `Maps of block ${block + 1}: ${WAY_NAMES[way]}`,
          },
        }),
    );
    this.bars = Array.from({ length: 10 }, (_, digit) => {
      const bar = element("span", { class: "mini-bar" });
      return { bar, node: element("span", { class: "mini-class", "data-digit": digit }, bar) };
    });
    this.node = element(
      "div",
      { class: "way-picture" },
      ...this.sheets.map(({ node }) => node),
      element(
        "div",
        { class: "way-verdict" },
        element(
          "div",
          { class: "mini-bars", "aria-hidden": "true" },
          ...this.bars.map(({ node }) => node),
        ),
        this.says,
      ),
    );
  }

  /** @param {DigitsState} state @param {MapColours} colours @param {Counted | null} averages */
  paint({ ways, largest, before }, colours, averages) {
    const { masks, pass, share } = ways[this.way];
    const best = argmax(pass.probabilities);
    const lost = (/** @type {Counted} */ { n, ways: means }) =>
      `${before} lost in ${Math.round(n * (1 - means[this.way].left))}`;
    setText(this.share, shareWords(share, averages, this.way, lost));
    setAttr(this.share, "data-share", share.toFixed(4));
    setText(this.says, `says ${best}, ${formatPercent(pass.probabilities[best])}`);
    setAttr(this.says, "data-prediction", best);
    this.sheets.forEach((sheet, block) =>
      sheet.paint({
        values: pass.blocks[block].values,
        kept: masks[block].kept,
        largest: largest[block],
        colours,
      }),
    );
    this.bars.forEach(({ bar, node }, digit) => {
      bar.style.setProperty("--share", pass.probabilities[digit].toFixed(4));
      node.classList.toggle("best", digit === best);
    });
  }
}
