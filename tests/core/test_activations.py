"""Dropout before and after an activation, against PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from dropviz.core.activations import (
    ACTIVATIONS,
    ActivationName,
    largest_difference,
    passed_on,
    variance_ratio,
    zero_mean_inputs,
)
from tests.vectors.activations import FUNCTIONS


@pytest.mark.parametrize("p", [0.0, 0.4, 0.9, 1.0])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_both_places_equal_pytorch_under_its_own_mask(activation: ActivationName, p: float) -> None:
    z = torch.from_numpy(zero_mean_inputs(64))
    torch.manual_seed(3)
    mask = functional.dropout(torch.ones_like(z), p)  # 0 or 1 / (1 - p)
    function = FUNCTIONS[activation]
    torch.manual_seed(3)
    before = function(functional.dropout(z, p))
    torch.manual_seed(3)
    after = functional.dropout(function(z), p)
    ours = passed_on(activation, z.numpy(), mask.numpy() > 0, p)
    np.testing.assert_allclose(ours[0], before.numpy(), atol=1e-12)
    np.testing.assert_allclose(ours[1], after.numpy(), atol=1e-12)


def test_only_functions_without_a_bend_elsewhere_do_not_care() -> None:
    keep = np.tile([True, False], 16)
    found = {
        name: largest_difference(*passed_on(name, zero_mean_inputs(32), keep, 0.4))
        for name in ACTIVATIONS
    }
    assert max(found[name] for name in ("identity", "relu", "leaky")) < 1e-12
    assert all(found[name] > 0.1 for name in ("sigmoid", "tanh", "gelu"))
    dropped_before, dropped_after = passed_on("sigmoid", np.ones(1), np.zeros(1, bool), 0.4)
    assert (dropped_before[0], dropped_after[0]) == (0.5, 0.0)


@pytest.mark.parametrize("p", [0.0, 0.5, 0.8])
def test_zero_mean_values_have_their_variance_over_1_minus_p(p: float) -> None:
    keep = np.random.default_rng(0).random((100_000, 10)) >= p
    assert variance_ratio(zero_mean_inputs(10), keep, p) == pytest.approx(1 / (1 - p), rel=0.01)
