"""How dropout lifts the signal through depth, as shipped with the app."""

from __future__ import annotations

from functools import cache

from safetensors.numpy import load_file, save_file

from dropviz.core.depth import DepthRatios
from dropviz.files import ASSETS

FILE = ASSETS / "networks" / "depth_ratios.safetensors"
N_NETWORKS = 400


@cache
def shipped_depth_ratios() -> DepthRatios:
    """Over 400 random networks."""
    return DepthRatios(**load_file(FILE))


def save_depth_ratios(ratios: DepthRatios) -> None:
    """Write the file that ``shipped_depth_ratios`` reads."""
    save_file({"mean": ratios.mean, "half": ratios.half}, FILE)
