"""Scaling conventions against torch.nn.Dropout and by expectation."""

from typing import get_args

import numpy as np
import pytest
import torch

from dropviz.core.scaling import Mode, Scaling, unit_factor


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_inverted_is_what_torch_does(p: float) -> None:
    layer = torch.nn.Dropout(p)
    out = layer(torch.ones(2000))
    kept = out[out != 0]
    if p < 1:
        assert torch.allclose(kept, torch.tensor(unit_factor(p, "inverted", "training")).float())
    else:
        assert len(kept) == 0
        assert unit_factor(p, "inverted", "training") == 0.0
    layer.eval()
    assert torch.equal(layer(torch.ones(3)), torch.ones(3))
    assert unit_factor(p, "inverted", "inference") == 1.0


@pytest.mark.parametrize("p", [0.0, 0.3, 0.5])
def test_mean_in_training_equals_inference_only_with_a_scaling(p: float) -> None:
    for scaling in get_args(Scaling):
        mean = (1 - p) * unit_factor(p, scaling, "training")
        agrees = np.isclose(mean, unit_factor(p, scaling, "inference"))
        assert agrees == (scaling != "none" or p == 0)


def test_factors_are_finite_everywhere() -> None:
    for p in (0.0, 0.5, 1.0):
        for scaling in get_args(Scaling):
            for mode in get_args(Mode):
                assert np.isfinite(unit_factor(p, scaling, mode))
