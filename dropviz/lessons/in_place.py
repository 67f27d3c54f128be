"""Dropout in its place: the lines of PyTorch that the code of each lesson begins with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dropviz.data.datasets import DATASETS, Dataset
from dropviz.experiments.experiment import Experiment
from dropviz.variants.base import Variant

ACTIVATIONS = {"relu": "ReLU", "tanh": "Tanh", "gelu": "GELU"}
"""Modules of ``torch.nn`` by the name that an experiment has."""


def dense_network(sizes: Sequence[int], rates: Sequence[float], activation: str = "ReLU") -> str:
    """A dense network with dropout in front of each of its layers, in PyTorch.

    Parameters
    ----------
    sizes : of its layers, the input's and the output's among them
    rates : of inputs and hidden layers; where one is 0, nothing is said
    """
    lines = [f"    nn.Dropout(p={rates[0]})," if rates[0] else ""]
    for (n_in, n_out), rate in zip(pairwise(sizes[:-1]), rates[1:], strict=True):
        drop = f" nn.Dropout(p={rate})," if rate else ""
        lines.append(f"    nn.Linear({n_in}, {n_out}), nn.{activation}(),{drop}")
    lines.append(f"    nn.Linear({sizes[-2]}, {sizes[-1]}),")
    return "\n".join(["model = nn.Sequential(", *filter(None, lines), ")"])


def of_experiment(experiment: Experiment, own: Dataset | None = None) -> str:
    """The network of its first arm with dropout, of the first where none has it.

    Parameters
    ----------
    own : a person's own data set, where the experiment has one
    """
    data = DATASETS[experiment.dataset] if own is None else own
    arms, hidden = experiment.arms, experiment.hidden
    rates_of_arms = [(arm.p_input, *arm.hidden_rates(len(hidden))) for arm in arms]
    rates = next((rates for rates in rates_of_arms if any(rates)), rates_of_arms[0])
    sizes = (data.n_features, *hidden, data.n_classes)
    return dense_network(sizes, rates, ACTIVATIONS[experiment.activation])


def of_variant(variant: Variant, script: str) -> str:
    """The lines of a variant's script that matter: of each mark, the last that has it."""
    lines = variant.script.splitlines()
    last = {max(at for at, line in enumerate(lines) if mark in line) for mark in variant.in_place}
    return "\n".join(script.splitlines()[at].strip() for at in sorted(last))
