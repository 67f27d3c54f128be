// What a view of "Toggle neurons" means: which units are kept, and what the network then says.

import {
  argmax,
  decodeBytes,
  decodeNetwork,
  edgeSignals,
  forwardPass,
  keptUnits,
  multipliersOf,
  unitFactor,
  weightGradients,
} from "../shared/arithmetic.js";

/** @import { UnitPlace } from "../shared/drawing.js" */
/** @import { TogglePayload, ToggleView } from "./payload.d.ts" */

/** @typedef {ReturnType<ToggleNetworks["evaluate"]>} ToggleState */
/** @typedef {ReturnType<typeof countUnits>} UnitCounts */

/** @param {ArrayLike<number>} values */
export const total = (values) => Array.from(values).reduce((sum, value) => sum + value, 0);

/** @param {ToggleState} state */
export function countUnits({ kept, sizes, whole, pass }) {
  return {
    keptInput: total(kept[0]),
    nInput: sizes[0],
    keptHidden: total(kept.slice(1).map(total)),
    nHidden: total(sizes.slice(1, -1)),
    before: argmax(whole.probabilities),
    after: argmax(pass.probabilities),
  };
}

export class ToggleNetworks {
  /** @param {TogglePayload} data */
  constructor({ networks, labels }) {
    this.layers = {
      with: decodeNetwork(networks.with),
      without: decodeNetwork(networks.without),
    };
    this.labels = decodeBytes(labels);
    this.sizes = networks.with.sizes;
    this.units = total(this.sizes.slice(0, -1)); // that can be dropped
  }

  // The place of a unit among all that can be dropped, input first.
  /** @param {UnitPlace} place */
  flat([layer, index]) {
    return total(this.sizes.slice(0, layer)) + index;
  }

  /** @param {ToggleView} view @param {number} unit */
  rateOf(view, unit) {
    return unit < this.sizes[0] ? view.p_input : view.p;
  }

  // 1 for each unit that is kept, by layer.
  /** @param {ToggleView} view @param {Float32Array} u */
  keptOf(view, u) {
    let start = 0;
    return this.sizes.slice(0, -1).map((n, layer) => {
      const [from, to] = [start, (start += n)];
      const p = layer === 0 ? view.p_input : view.p;
      return keptUnits(u.subarray(from, to), p, view.mask.slice(from, to) || null, view.mode);
    });
  }

  /** @param {ToggleView} view @param {Float64Array} image @param {Float32Array} u */
  evaluate(view, image, u) {
    const layers = this.layers[view.network];
    const kept = this.keptOf(view, u);
    const multipliers = kept.map((keep, layer) =>
      multipliersOf(keep, unitFactor(layer === 0 ? view.p_input : view.p, view.scaling, view.mode)),
    );
    const pass = forwardPass(layers, image, multipliers);
    const whole = forwardPass(
      layers,
      image,
      kept.map((keep) => new Float64Array(keep.length).fill(1)),
    );
    const label = this.labelOf(view, argmax(whole.probabilities));
    const edges =
      view.edges === "gradient"
        ? weightGradients(layers, pass, multipliers, label)
        : edgeSignals(layers, pass);
    return { layers, sizes: this.sizes, kept, pass, whole, label, edges };
  }

  // After how many hidden units, silenced in the order of their coins, another digit wins.
  /** @param {ToggleView} view @param {Float64Array} image @param {Float32Array} u @param {number} digit */
  lostAfter(view, image, u, digit) {
    const layers = this.layers[view.network];
    const on = this.sizes.slice(0, -1).map((n) => new Float64Array(n).fill(1));
    const places = on
      .slice(1)
      .flatMap((layer, at) =>
        Array.from(layer, (_, index) => /** @type {UnitPlace} */ ([at + 1, index])),
      );
    places.sort((one, other) => u[this.flat(one)] - u[this.flat(other)]);
    for (const [count, [layer, index]] of places.entries()) {
      on[layer][index] = 0;
      if (argmax(forwardPass(layers, image, on).probabilities) !== digit) return count + 1;
    }
    return places.length;
  }

  /** @param {ToggleView} view @param {number} predicted */
  labelOf(view, predicted) {
    if (view.label >= 0) return view.label;
    return view.drawn ? predicted : this.labels[view.image];
  }

  // The mask of a view after units were kept or dropped by hand: "-" where the coin says the same.
  /** @param {ToggleView} view @param {Float32Array} u @param {[unit: number, keep: boolean][]} wanted */
  maskAfter(view, u, wanted) {
    const mask = [...(view.mask || "-".repeat(this.units))];
    for (const [unit, keep] of wanted) {
      const byCoin = view.mode === "inference" || u[unit] >= this.rateOf(view, unit);
      mask[unit] = keep === byCoin ? "-" : keep ? "1" : "0";
    }
    return mask.some((sign) => sign !== "-") ? mask.join("") : "";
  }
}
