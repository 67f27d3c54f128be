// Three ways to drop at the same p, side by side on the same coins: a card for each.

import { argmax } from "../shared/arithmetic.js";
import { button } from "../shared/controls.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { formatPercent } from "../shared/format.js";
import { MapSheet } from "./map_pictures.js";
import { WAYS, WAY_NAMES, setByHand } from "./words.js";

/** @import { MapShape } from "./arithmetic.js" */
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
/** @param {FeatureMapsView} view @param {MapShape[]} shapes */
function waysNote(view, shapes) {
  const without = setByHand(view) ? " They are without what you set by hand." : "";
  const shares =
    view.p > 0 && view.p < 1
      ? `The shares drawn differ by chance.${squaresNote(view.block, shapes)}`
      : "";
  return `Three ways to drop at the same p, on the same coins. The slider p moves these; press a name to drop like this above.${without}\n${shares}`;
}

// The frame of the cards: a button for each way, the share that it really dropped, a place for more.
export class FeatureWays {
  // block: the slider of DropBlock's squares, which belongs to their card
  /** @param {{node: HTMLElement}} block @param {(way: CoinWay) => void} onPick */
  constructor(block, onPick) {
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
    this.note = element("p", { class: "ways-title quiet" });
    this.node = element(
      "div",
      { class: "ways" },
      this.note,
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

  // contents: one for each card
  /** @param {{share: HTMLElement, node: HTMLElement}[]} contents */
  show(contents) {
    this.cards.forEach((card, i) => {
      card.share.replaceWith(contents[i].share);
      card.share = contents[i].share;
      card.body.replaceChildren(contents[i].node);
    });
  }

  // shapes: of the maps of each block
  /** @param {FeatureMapsView} view @param {MapShape[]} shapes */
  paint(view, shapes) {
    setText(this.note, waysNote(view, shapes));
    for (const { way, head } of this.cards) setAttr(head, "aria-pressed", view.way === way);
  }
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
      return {
        bar,
        node: element("span", { class: "mini-class" }, bar, element("span", { text: digit })),
      };
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

  /** @param {DigitsState} state @param {MapColours} colours */
  paint({ ways, largest }, colours) {
    const { masks, pass, share } = ways[this.way];
    const best = argmax(pass.probabilities);
    setText(this.share, `${formatPercent(share)} dropped`);
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
