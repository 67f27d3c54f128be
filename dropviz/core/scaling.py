"""What dropout multiplies a unit by, for each convention and mode.

Sources: classical (multiply by the keep probability at inference), Srivastava et al. 2014,
section 4, where the paper's p is the chance of being *kept*; inverted (divide while training),
``torch.nn.Dropout``.
"""

from __future__ import annotations

from typing import Literal

Scaling = Literal["inverted", "classical", "none"]
Mode = Literal["training", "inference"]


def unit_factor(p_drop: float, scaling: Scaling, mode: Mode) -> float:
    """Factor on a unit that is not dropped.

    At p_drop = 1 every coin drops its unit and inverted scaling has nothing to divide by:
    the factor is 0, so that the output is zeros as in PyTorch, never 0/0.
    """
    p_keep = 1.0 - p_drop
    if scaling == "inverted" and mode == "training":
        return 1.0 / p_keep if p_keep > 0 else 0.0
    if scaling == "classical" and mode == "inference":
        return p_keep
    return 1.0
