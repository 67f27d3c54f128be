"""A drawn network's forward pass and gradients, by PyTorch."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import torch
from numpy.typing import NDArray

from dropviz.core.coins import coins, log10_mask_probability
from dropviz.core.network import Network
from dropviz.core.scaling import Mode, Scaling
from dropviz.stage.packing import packed, packed_network
from scripts.vectors import rounded

N_STATES = 250
SIZES = (9, 6, 5, 4)


def small_network() -> Network:
    """A network of random weights."""
    rng = np.random.default_rng(1)
    pairs = list(zip(SIZES[1:], SIZES[:-1], strict=True))
    return Network(
        tuple(rng.normal(0, 0.7, pair).astype(np.float32) for pair in pairs),
        tuple(rng.normal(0, 0.3, n).astype(np.float32) for n, _ in pairs),
    )


def torch_layers(network: Network) -> list[torch.nn.Linear]:
    """The same network's layers in float64, ReLU between them left to the caller."""
    layers = []
    for weight, bias in zip(network.weights, network.biases, strict=True):
        layer = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=torch.float64)
        layer.weight.data = torch.from_numpy(weight.astype(np.float64))
        layer.bias.data = torch.from_numpy(bias.astype(np.float64))
        layers.append(layer)
    return layers


def torch_multipliers(state: dict[str, Any], parts: list[NDArray[Any]]) -> list[torch.Tensor]:
    """What each unit is multiplied by, written down anew from the definitions."""
    multipliers, start = [], 0
    for layer, part in enumerate(parts):
        rate = state["p"] if layer else state["p_input"]
        keep = torch.from_numpy(part).double() >= rate
        if state["mode"] == "inference":
            keep = torch.ones_like(keep)
        for unit, sign in enumerate(state["forced"][start : start + len(part)]):
            if sign != "-":
                keep[unit] = sign == "1"
        value = keep.double()
        if state["scaling"] == "inverted" and state["mode"] == "training":
            value = value / (1 - rate) if rate < 1 else value * 0
        if state["scaling"] == "classical" and state["mode"] == "inference":
            value = value * (1 - rate)
        multipliers.append(value)
        start += len(part)
    return multipliers


def by_torch(
    network: Network, image: NDArray[np.float32], u: NDArray[np.float32], state: dict[str, Any]
) -> dict[str, Any]:
    """Logits, probabilities and gradients of the weights, and what each unit is multiplied by."""
    layers = torch_layers(network)
    multipliers = torch_multipliers(state, np.split(u, np.cumsum(network.sizes[:-1])[:-1]))
    x = torch.from_numpy(image).double()
    for depth, layer in enumerate(layers):
        x = layer(x * multipliers[depth])
        x = torch.relu(x) if depth < len(layers) - 1 else x
    torch.nn.functional.cross_entropy(x[None], torch.tensor([state["label"]])).backward()
    gradients = [layer.weight.grad for layer in layers]
    return {
        "logits": x.detach().numpy(),
        "probabilities": torch.softmax(x, 0).detach().numpy(),
        "gradients": [gradient.numpy() for gradient in gradients if gradient is not None],
        "multipliers": [multiplier.numpy() for multiplier in multipliers],
    }


def random_state(rng: np.random.Generator, n_units: int, n_classes: int) -> dict[str, Any]:
    """A state of the stage: rates, at their ends too, scaling, mode, what is forced by hand."""
    p, p_input = (float(rng.choice([0.0, 1.0, round(rng.random(), 2)])) for _ in range(2))
    return {
        "p": p,
        "p_input": p_input,
        "scaling": str(rng.choice(get_args(Scaling))),
        "mode": str(rng.choice(get_args(Mode))),
        "forced": "".join(rng.choice(list("---01"), n_units)) if rng.random() < 0.5 else "",
        "label": int(rng.integers(n_classes)),
    }


def log10_of_mask(multipliers: list[NDArray[Any]], p: float) -> float | None:
    """log10 of a mask's probability over the hidden units; none where it cannot happen."""
    kept = sum(int((multiplier > 0).sum()) for multiplier in multipliers[1:])
    n_hidden = sum(len(multiplier) for multiplier in multipliers[1:])
    log10 = log10_mask_probability(kept, n_hidden - kept, p)
    return float(log10) if np.isfinite(log10) else None


def cases() -> dict[str, Any]:
    """States of a small network with what PyTorch finds in them."""
    rng = np.random.default_rng(0)
    network = small_network()
    n_units = sum(SIZES[:-1])
    states = []
    for seed in range(N_STATES):
        image = rng.random(SIZES[0], np.float32)
        state = random_state(rng, n_units, SIZES[-1])
        found = by_torch(network, image, coins(seed, n_units), state)
        states.append(
            state
            | {"image": packed(image), "coins": packed(coins(seed, n_units))}
            | {name: rounded(found[name]) for name in ("logits", "probabilities")}
            | {"multipliers": [rounded(multiplier) for multiplier in found["multipliers"]]}
            | {"gradients": [rounded(gradient.ravel()) for gradient in found["gradients"]]}
            | {"log10": log10_of_mask(found["multipliers"], state["p"])}
        )
    return {"network": packed_network(network), "states": states}
