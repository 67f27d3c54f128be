"""The browser's arithmetic against PyTorch, in the browser: the very script the stages use."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from playwright.sync_api import Page

from dropviz.core.coins import coins, log10_mask_probability
from dropviz.core.network import Network, multiply_adds
from dropviz.core.scaling import MODES, SCALINGS
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.data.networks import shipped_network
from dropviz.stage.packing import packed, packed_network

N_STATES = 250

EVALUATE = """({network, image, coins, p, pInput, scaling, mode, forced, label}) => {
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


def torch_model(network: Network) -> torch.nn.Sequential:
    nn = torch.nn
    model = nn.Sequential(
        nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 10)
    ).double()
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        model[2 * layer].weight.data = torch.from_numpy(weight.astype(np.float64))
        model[2 * layer].bias.data = torch.from_numpy(bias.astype(np.float64))
    return model


def torch_multipliers(
    u: np.ndarray, p: float, p_input: float, scaling: str, mode: str, forced: str
) -> list[torch.Tensor]:
    """What each unit is multiplied by, written down anew from the definitions."""
    multipliers = []
    for layer, part in enumerate(np.split(u, [64, 96])):
        rate = p if layer else p_input
        start = (0, 64, 96)[layer]
        keep = torch.from_numpy(part).double() >= rate
        if mode == "inference":
            keep = torch.ones_like(keep)
        for unit, sign in enumerate(forced[start : start + len(part)] if forced else ""):
            if sign != "-":
                keep[unit] = sign == "1"
        value = keep.double()
        if scaling == "inverted" and mode == "training":
            value = value / (1 - rate) if rate < 1 else value * 0
        if scaling == "classical" and mode == "inference":
            value = value * (1 - rate)
        multipliers.append(value)
    return multipliers


def test_forward_and_gradients_equal_pytorch(blank_page_with: Callable[..., Page]) -> None:
    page = blank_page_with("shared/arithmetic.js")
    rng = np.random.default_rng(0)
    digits = shipped_digits()
    for state in range(N_STATES):
        name = ("with", "without")[state % 2]
        network = shipped_network(name)
        image = digits.images[rng.integers(450)]
        p, p_input = (float(rng.choice([0.0, 1.0, round(rng.random(), 2)])) for _ in range(2))
        scaling, mode = rng.choice(SCALINGS), rng.choice(MODES)
        forced = "".join(rng.choice(list("---01"), 128)) if rng.random() < 0.5 else ""
        label, u = int(rng.integers(10)), coins(state, 128)
        found = page.evaluate(
            EVALUATE,
            {
                "network": packed_network(network), "image": packed(image), "coins": packed(u),
                "p": p, "pInput": p_input, "scaling": str(scaling), "mode": str(mode),
                "forced": forced, "label": label,
            },
        )  # fmt: skip

        model = torch_model(network)
        multipliers = torch_multipliers(u, p, p_input, scaling, mode, forced)
        x = torch.from_numpy(image).double()
        for layer, linear in enumerate((model[0], model[2], model[4])):
            x = linear(x * multipliers[layer])
            x = torch.relu(x) if layer < 2 else x
        torch.nn.functional.cross_entropy(x[None], torch.tensor([label])).backward()

        assert np.allclose(found["logits"], x.detach().numpy(), rtol=0, atol=1e-5), state
        shares = torch.softmax(x, 0).detach().numpy()
        assert np.allclose(found["probabilities"], shares, rtol=0, atol=1e-5), state
        for layer, gradient in enumerate(found["gradients"]):
            theirs = model[2 * layer].weight.grad.numpy()
            ours = np.reshape(gradient, theirs.shape)
            assert np.allclose(ours, theirs, rtol=0, atol=1e-5), (state, layer)
            dropped = multipliers[layer].numpy() == 0
            assert not ours[:, dropped].any(), "a dropped unit's edges carry exactly zero"
        kept = [np.array(keep, dtype=bool) for keep in found["kept"]]
        thinned, whole = multiply_adds(network, kept)
        assert found["products"] == {"thinned": thinned, "whole": whole}
        n_kept = int(kept[1].sum() + kept[2].sum())
        log10 = log10_mask_probability(n_kept, 64 - n_kept, p)
        assert found["log10"] == log10 or np.isclose(found["log10"] or -np.inf, log10)
