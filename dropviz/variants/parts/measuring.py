"""A variant's layer under thousands of masks. It imports PyTorch: import it where that may be."""

from __future__ import annotations

from functools import partial

from dropviz.layers.measured import Measured, measured_layer
from dropviz.variants.base import Variant


def measured(variant: Variant, p_drop: float, *, block: int = 3) -> Measured:
    """Outputs for its example at a rate that the layer can have; the same ones every time.

    Of stochastic depth the example is the branch of one block, of DropConnect the weights (what
    goes in is ``Variant.given``), and of a recurrent layer only its shape counts.
    """
    x = variant.measured_tensor
    layer_on = partial(variant.layer_on, p_drop=p_drop, block=block)
    return measured_layer(layer_on, x, variant.given(x), variant.n_masks)
