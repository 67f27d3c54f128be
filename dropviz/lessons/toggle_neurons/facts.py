"""What the lesson *Toggle neurons* says about the view on its stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dropviz.core.arrays import FloatArray
from dropviz.core.network import ForwardPass, forward, plain_multipliers, split_units
from dropviz.core.scaling import unit_factor
from dropviz.data.digits import LARGEST_PIXEL, test_digits
from dropviz.data.networks import shipped_network
from dropviz.lessons.toggle_neurons.view import N_UNITS, ToggleView, kept_units

N_INPUT = 64
N_HIDDEN = N_UNITS - N_INPUT


@dataclass(frozen=True)
class ToggleFacts:
    """What the stage shows, computed in Python: ``kept`` is bool of shape (128,), input first."""

    view: ToggleView
    kept: np.ndarray[tuple[int], np.dtype[np.bool_]]
    whole: ForwardPass
    thinned: ForwardPass
    label: int

    @property
    def before(self) -> int:
        """Prediction of the whole network without dropout."""
        return int(self.whole.logits[0].argmax())

    @property
    def after(self) -> int:
        """Prediction of the network as it is on the stage."""
        return int(self.thinned.logits[0].argmax())

    @property
    def hidden_kept(self) -> int:
        """Number of hidden units that are on."""
        return int(self.kept[N_INPUT:].sum())


def image_pixels(view: ToggleView) -> FloatArray:
    """The image on the stage, float of shape (64,) in [0, 1]."""
    if view.drawn:
        return np.array([int(ink, 17) / LARGEST_PIXEL for ink in view.drawn])
    return np.asarray(test_digits().images[view.image], dtype=np.float64)


def multipliers(view: ToggleView) -> list[FloatArray]:
    """What each layer's units are multiplied by, arrays of shape (64,), (32,), (32,)."""
    sizes = shipped_network(view.network).sizes
    rates = [view.p_input] + [view.p] * (len(sizes) - 2)
    return [
        np.where(kept, unit_factor(p, view.scaling, view.mode), 0.0)
        for kept, p in zip(split_units(kept_units(view), sizes), rates, strict=True)
    ]


def facts(view: ToggleView) -> ToggleFacts:
    """What the stage shows for a view: the whole network and the one with units off."""
    network = shipped_network(view.network)
    image = image_pixels(view)
    whole = forward(network, image, plain_multipliers(network))
    thinned = forward(network, image, multipliers(view))
    label = view.label
    if label < 0:
        drawn = bool(view.drawn)
        label = int(whole.logits[0].argmax() if drawn else test_digits().labels[view.image])
    return ToggleFacts(view, kept_units(view), whole, thinned, label)
