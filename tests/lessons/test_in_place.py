"""The lines that the PyTorch tab begins with: they run, and have the rates of the stage."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.layers.conv import DropBlock
from dropviz.lessons.expected_activations import code as expected
from dropviz.lessons.expected_activations.facts import facts as expected_facts
from dropviz.lessons.expected_activations.view import ExpectedView
from dropviz.lessons.feature_maps import code as feature_maps
from dropviz.lessons.feature_maps.facts import facts as feature_facts
from dropviz.lessons.feature_maps.view import FeatureMapsView
from dropviz.lessons.in_place import dense_network, of_experiment
from dropviz.lessons.toggle_neurons import code as toggle
from dropviz.lessons.toggle_neurons.facts import facts as toggle_facts
from dropviz.lessons.toggle_neurons.view import ToggleView
from dropviz.lessons.variants.code import code, in_place
from dropviz.lessons.variants.view import VariantsView
from dropviz.variants import VARIANTS

LAYERS = {
    "hand": nn.Dropout2d, "element": nn.Dropout, "spatial": nn.Dropout2d, "block": DropBlock,
}  # fmt: skip


def model_of(lines: str) -> nn.Sequential:
    """The model that the lines make."""
    names: dict[str, Any] = {"nn": nn, "DropBlock": DropBlock}
    exec(lines, names)
    model: nn.Sequential = names["model"]
    return model


def rates_in(model: nn.Sequential) -> list[float]:
    """The rates of its dropout layers, in order."""
    return [layer.p for layer in model if isinstance(layer, nn.Dropout | nn.Dropout2d)]


def test_a_dense_network_has_dropout_in_front_of_its_layers() -> None:
    model = model_of(dense_network((5, 4, 3, 2), (0.2, 0.5, 0.0), "Tanh"))
    assert model(torch.zeros(7, 5)).shape == (7, 2)
    kinds = [type(layer).__name__ for layer in model]
    assert kinds == ["Dropout", "Linear", "Tanh", "Dropout", "Linear", "Tanh", "Linear"]
    assert rates_in(model) == [0.2, 0.5]


@pytest.mark.parametrize(("p", "p_input"), [(0.0, 0.0), (0.4, 0.0), (1.0, 0.2)])
def test_toggle_neurons(p: float, p_input: float) -> None:
    model = model_of(toggle.in_place(toggle_facts(ToggleView(p=p, p_input=p_input))))
    assert model(torch.zeros(1, 64)).shape == (1, 10)
    assert rates_in(model) == [rate for rate in (p_input, p, p) if rate]


@pytest.mark.parametrize("n", [2, 64])
def test_expected_activations(n: int) -> None:
    model = model_of(expected.in_place(expected_facts(ExpectedView(p=0.9, n=n))))
    assert model(torch.zeros(3, n)).shape == (3, 1)
    assert rates_in(model) == [0.9]


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        ("hand", nn.Dropout2d),
        ("element", nn.Dropout),
        ("spatial", nn.Dropout2d),
        ("block", DropBlock),
    ],
)
@pytest.mark.parametrize("source", ["digits", "photo"])
def test_feature_maps(way: Any, kind: type, source: Any) -> None:
    view = FeatureMapsView(way=way, p=0.45, block=2, source=source)
    model = model_of(feature_maps.in_place(feature_facts(view)))
    assert model(torch.zeros(2, 1, 8, 8)).shape == (2, 8, 4, 4)
    (layer,) = (layer for layer in model if isinstance(layer, kind))
    assert layer.p == 0.45
    assert getattr(layer, "block_size", 2) == 2


def test_an_experiment_shows_its_first_arm_with_dropout() -> None:
    some = Experiment(
        dataset="digits", hidden=(16, 8), activation="gelu",
        arms=(Arm(), Arm(p_input=0.1, p_hidden=(0.5, 0.25)), Arm(p_hidden=0.9)),
    )  # fmt: skip
    model = model_of(of_experiment(some))
    assert model(torch.zeros(1, 64)).shape == (1, 10)
    assert rates_in(model) == [0.1, 0.5, 0.25]
    assert isinstance(model[2], nn.GELU)
    plain = some.model_copy(update={"arms": (Arm(), Arm(weight_decay=0.1))})
    assert rates_in(model_of(of_experiment(plain))) == []


@pytest.mark.parametrize("slug", VARIANTS)
def test_a_variant_shows_lines_of_its_script_with_its_rate(slug: str) -> None:
    view = VariantsView(variant=slug, p=0.37)
    lines = in_place(view).splitlines()
    whole = [line.strip() for line in code(view).splitlines()]
    assert 1 <= len(lines) <= 3
    assert [line for line in lines if line not in whole] == []
    assert any("0.37" in line for line in lines)


def test_the_gallery_shows_the_one_rule() -> None:
    assert in_place(VariantsView()).startswith("y = torch.where(kept, x / (1 - p)")
