"""The browser's arithmetic on a shipped network against PyTorch, in the browser itself.

Far more states are compared under Node: ``tests/js/arithmetic.test.js``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from playwright.sync_api import Page

from dropviz.core.coins import coins, log10_mask_probability
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.data.networks import shipped_network
from dropviz.stage.packing import packed, packed_network
from tests.oracles.network import multiply_adds
from tests.vectors.arithmetic import by_torch, random_state

N_STATES = 12

EVALUATE = """({network, image, coins, p, p_input: pInput, scaling, mode, forced, label}) => {
  const layers = decodeNetwork(network);
  const u = decodeFloats(coins);
  const sizes = network.sizes.slice(0, -1);
  let start = 0;
  const kept = sizes.map((n, layer) => {
    const part = keptUnits(u.subarray(start, start + n), layer ? p : pInput,
                           forced && forced.slice(start, start + n), mode);
    start += n;
    return part;
  });
  const multipliers = kept.map((keep, layer) =>
    multipliersOf(keep, unitFactor(layer ? p : pInput, scaling, mode)));
  const pass = forwardPass(layers, decodeFloats(image), multipliers);
  const gradients = weightGradients(layers, pass, multipliers, label);
  const counts = [...kept.map((keep) => keep.reduce((sum, k) => sum + k, 0)), network.sizes.at(-1)];
  return {
    kept: kept.map((keep) => [...keep]),
    logits: [...pass.logits], probabilities: [...pass.probabilities],
    gradients: gradients.map((gradient) => [...gradient]),
    edges: edgeSignals(layers, pass).map((edge) => [...edge]),
    products: multiplyAdds(network.sizes, counts),
    log10: log10MaskProbability(counts[1] + counts[2], 64 - counts[1] - counts[2], p),
  };
}"""


def test_forward_and_gradients_equal_pytorch(blank_page_with: Callable[..., Page]) -> None:
    page = blank_page_with("shared/arithmetic.js")
    rng = np.random.default_rng(0)
    for seed in range(N_STATES):
        network = shipped_network(("with", "without")[seed % 2])
        image, u = shipped_digits().images[rng.integers(450)], coins(seed, 128)
        state = random_state(rng, 128, 10)
        sent = {"network": packed_network(network), "image": packed(image), "coins": packed(u)}
        found = page.evaluate(EVALUATE, state | sent)

        theirs = by_torch(network, image, u, state)
        for name in ("logits", "probabilities"):
            assert np.allclose(found[name], theirs[name], rtol=0, atol=1e-5), seed
        for layer, gradient in enumerate(theirs["gradients"]):
            ours = np.reshape(found["gradients"][layer], gradient.shape)
            assert np.allclose(ours, gradient, rtol=0, atol=1e-5), (seed, layer)
            dropped = theirs["multipliers"][layer] == 0
            assert not ours[:, dropped].any(), "a dropped unit's edges carry exactly zero"
        kept = [np.array(keep, dtype=bool) for keep in found["kept"]]
        thinned, whole = multiply_adds(network, kept)
        assert found["products"] == {"thinned": thinned, "whole": whole}
        n_kept = int(kept[1].sum() + kept[2].sum())
        log10 = log10_mask_probability(n_kept, 64 - n_kept, state["p"])
        assert found["log10"] == log10 or np.isclose(found["log10"] or -np.inf, log10)
