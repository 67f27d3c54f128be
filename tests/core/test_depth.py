import numpy as np
import torch

from dropviz.core.depth import N_LAYERS, RATES, WIDTH, depth_ratios
from dropviz.data.depth import shipped_depth_ratios


def test_ratios_of_no_dropout_and_of_all() -> None:
    ratios = shipped_depth_ratios().mean
    assert ratios.shape == (101, N_LAYERS)
    assert np.allclose(ratios[0], 1)
    assert not ratios[-1].any()
    assert np.isfinite(ratios).all()


def test_ratios_grow_as_the_rectified_noise_does() -> None:
    """Zero-mean random weights: the second moment grows by 1/(1-p) a layer, the mean by its root.

    From the definition, in PyTorch, with other weights and other masks.
    """
    generator = torch.Generator().manual_seed(3)
    p, n_masks = 0.3, 200
    ratios = []
    for _ in range(20):
        whole = torch.randn(WIDTH, generator=generator).abs()
        signal = whole.expand(n_masks, -1)
        row = []
        for _ in range(4):
            weight = torch.randn(WIDTH, WIDTH, generator=generator) * (2 / WIDTH) ** 0.5
            keep = torch.rand(n_masks, WIDTH, generator=generator) >= p
            signal = torch.relu((signal * keep / (1 - p)) @ weight.T)
            whole = torch.relu(weight @ whole)
            row.append(float(signal.mean() / whole.mean()))
        ratios.append(row)
    theirs = np.mean(ratios, axis=0)
    ours = shipped_depth_ratios().mean[30, :4]
    assert np.allclose(ours, theirs, rtol=0.15)
    assert np.allclose(ours, 0.7 ** (-np.arange(1, 5) / 2), rtol=0.2)


def test_rates_are_those_of_the_slider() -> None:
    assert np.allclose(np.diff(RATES), 0.01)
    assert (RATES[0], RATES[-1]) == (0, 1)


def test_what_is_shipped_is_what_is_simulated() -> None:
    """A few networks agree with the 400 within their own interval, almost everywhere."""
    few, many = depth_ratios(12), shipped_depth_ratios()
    assert (np.abs(few.mean - many.mean) <= 1.5 * few.half + many.half + 1e-6).mean() > 0.97
    assert (many.half <= few.half + 1e-6).mean() > 0.9
    after_ten = many.mean[[50, 95], -1]
    assert np.allclose(
        after_ten, [34, 3.0e5], rtol=0.15
    )  # from other runs of 400 networks and more
