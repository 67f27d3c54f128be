// Beside the photo of "Feature maps": readouts, and one map large with its filter. In the cards of
// the three ways: the photo rebuilt, and the maps.

import { element, setAttr, setText } from "../shared/elements.js";
import { formatCount, formatPercent } from "../shared/format.js";
import { Readouts } from "../shared/readouts.js";
import { MapSheet, paintFilter, paintMap, paintPhoto } from "./map_pictures.js";
import { asBefore } from "./panel.js";
import { filterWeights, photoCanvas } from "./photo_flow.js";
import { shareWords } from "./ways.js";
import { WAY_NAMES, filterLabel, formatExplained } from "./words.js";

/** @import { Counted } from "./averages.js" */
/** @import { MapColours } from "./map_pictures.js" */
/** @import { PhotoModel } from "./photo_arithmetic.js" */
/** @import { PhotoState, Rebuilt } from "./photo_scene.js" */
/** @import { CoinWay } from "./words.js" */

const PHOTO_READOUTS = ["rebuilt: R²", "maps on", "pixels dropped"];

export class PhotoPanel {
  /** @param {PhotoModel} model */
  constructor({ filters }) {
    this.filters = filters;
    const { rows, columns } = filters.shape;
    this.readouts = new Readouts(PHOTO_READOUTS);
    this.title = element("h2");
    this.large = element("canvas", {
      class: "large-map",
      width: columns,
      height: rows,
      role: "img",
    });
    this.filter = element("canvas", {
      class: "large-filter",
      width: filters.side,
      height: filters.side,
      role: "img",
    });
    this.numbers = element("div", { class: "quiet map-numbers short" });
    this.node = element(
      "div",
      { class: "panel" },
      this.readouts.node,
      this.title,
      this.large,
      element(
        "div",
        { class: "map-card" },
        this.filter,
        element("div", {
          class: "quiet kernel-note",
          text: "its filter: grey is 0, bright adds, dark takes away, in red, green and blue",
        }),
      ),
      this.numbers,
    );
  }

  /** @param {PhotoState} state */
  paintFigures({ explained, explainedByAll, counts }) {
    const [was, is] = [explainedByAll, explained].map(formatExplained);
    this.readouts.say([
      was === is ? asBefore(is, counts) : `${was} → ${is}`,
      `${counts.nMaps - counts.maps} of ${counts.nMaps}`,
      formatPercent(1 - counts.kept / counts.droppable),
    ]);
  }

  /** @param {PhotoState} state @param {number} map @param {number} without @param {MapColours} colours */
  paintMap(state, map, without, colours) {
    const { rows, columns } = this.filters.shape;
    const n = rows * columns;
    setText(this.title, `map ${map + 1}`);
    setAttr(this.large, "aria-label", filterLabel(map, state.left[map], n, state.tops[map]));
    paintMap(this.large, {
      columns,
      rows,
      values: state.values,
      kept: state.masks[0].kept,
      start: map * n,
      largest: state.largest,
      colours,
    });
    setAttr(this.filter, "aria-label", `The filter of map ${map + 1}`);
    paintFilter(this.filter, filterWeights(this.filters, map));
    const left = state.left[map];
    const own =
      left === n ? "on" : left ? `${formatCount(n - left)} of ${formatCount(n)} pixels off` : "off";
    setText(
      this.numbers,
      `${own} · largest ${state.tops[map].toFixed(2)}. ${left ? "Without this map" : "With this map on"} R² would be ${formatExplained(without)}.`,
    );
  }
}

export class PhotoVerdict {
  /** @type {Float64Array | null} */
  shown = null;
  /** @type {MapColours | null} */
  colours = null;

  /** @param {CoinWay} way @param {PhotoModel} model */
  constructor(way, { filters }) {
    const { rows, columns } = filters.shape;
    this.way = way;
    this.share = element("span", { class: "way-share" });
    this.rebuilt = photoCanvas(columns, rows, `The photo rebuilt: ${WAY_NAMES[way]}`);
    this.maps = new MapSheet(filters.shape, {
      perRow: 4,
      cell: 1,
      gap: 3,
      every: 2,
      props: { class: "thumbs-photo", role: "img", "aria-label": `The maps: ${WAY_NAMES[way]}` },
    });
    this.node = element("div", { class: "way-picture" }, this.maps.node, this.rebuilt);
  }

  /**
   * @param {PhotoState} state
   * @param {Rebuilt} under what this way rebuilds
   * @param {MapColours} colours
   * @param {Counted | null} averages
   */
  paint(
    { view, values, largest },
    { masks, share, outputs, rebuilt, explained },
    colours,
    averages,
  ) {
    const mean = (/** @type {Counted} */ { ways: means }) =>
      `R² = ${formatExplained(means[this.way].left)}`;
    // A scene asks for it.
    const here = averages || view.scene ? "" : ` · R² = ${formatExplained(explained)}`;
    setText(this.share, `${shareWords(share, averages, this.way, mean)}${here}`);
    if (this.shown === outputs && this.colours === colours) return;
    this.shown = outputs;
    this.colours = colours;
    setAttr(this.share, "data-share", share.toFixed(4));
    setAttr(this.share, "data-explained", explained.toFixed(4));
    paintPhoto(this.rebuilt, rebuilt);
    this.maps.paint({ values, kept: masks[0].kept, largest, colours });
  }
}
