// The arithmetic of a drawn network against PyTorch.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeFloats,
  decodeNetwork,
  edgeSignals,
  forwardPass,
  keptUnits,
  log10MaskProbability,
  multipliersOf,
  multiplyAdds,
  unitFactor,
  weightGradients,
} from "../../dropviz/stage/browser/shared/arithmetic.js";
import { assertClose, vectors } from "./vectors.js";

const { network, states } = vectors("arithmetic");
const layers = decodeNetwork(network);

function evaluated({ image, coins, p, p_input, scaling, mode, forced, label }) {
  const u = decodeFloats(coins);
  let start = 0;
  const kept = network.sizes.slice(0, -1).map((n, layer) => {
    const [from, to] = [start, (start += n)];
    const byHand = forced && forced.slice(from, to);
    return keptUnits(u.subarray(from, to), layer ? p : p_input, byHand, mode);
  });
  const multipliers = kept.map((keep, layer) =>
    multipliersOf(keep, unitFactor(layer ? p : p_input, scaling, mode)),
  );
  const pass = forwardPass(layers, decodeFloats(image), multipliers);
  return { kept, multipliers, pass, gradients: weightGradients(layers, pass, multipliers, label) };
}

test("forward pass and gradients equal PyTorch's in every state", () => {
  assert.ok(states.length >= 250);
  states.forEach((state, i) => {
    const { multipliers, pass, gradients } = evaluated(state);
    multipliers.forEach((part, layer) =>
      assertClose(part, state.multipliers[layer], `state ${i}, multipliers ${layer}`),
    );
    assertClose(pass.logits, state.logits, `state ${i}, logits`);
    assertClose(pass.probabilities, state.probabilities, `state ${i}, probabilities`);
    gradients.forEach((gradient, layer) =>
      assertClose(gradient, state.gradients[layer], `state ${i}, gradient ${layer}`),
    );
  });
});

test("the edges of a dropped unit carry nothing and learn nothing", () => {
  for (const state of states) {
    const { multipliers, pass, gradients } = evaluated(state);
    const edges = edgeSignals(layers, pass);
    layers.forEach(({ nIn, nOut }, layer) => {
      for (let i = 0; i < nIn; i++) {
        if (multipliers[layer][i]) continue;
        for (let out = 0; out < nOut; out++) {
          assert.equal(Math.abs(gradients[layer][out * nIn + i]), 0);
          assert.equal(Math.abs(edges[layer][out * nIn + i]), 0);
        }
      }
    });
  }
});

test("the chance of a mask is that of its coins", () => {
  for (const state of states) {
    const hidden = state.multipliers.slice(1).flat();
    const nKept = hidden.filter(Boolean).length;
    const found = log10MaskProbability(nKept, hidden.length - nKept, state.p);
    if (state.log10 === null) assert.equal(found, -Infinity);
    else assertClose([found], [state.log10], "log10");
  }
});

test("a thinned network needs the products between its kept units", () => {
  assert.deepEqual(multiplyAdds([9, 6, 5, 4], [9, 3, 2, 4]), {
    thinned: 9 * 3 + 3 * 2 + 2 * 4,
    whole: 9 * 6 + 6 * 5 + 5 * 4,
  });
});
