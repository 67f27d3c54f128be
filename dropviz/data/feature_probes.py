"""How well dropped pixels of feature maps can be predicted, as measured once.

``python -m scripts.probe_maps`` measures it in some seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from safetensors.numpy import load_file, save_file

from dropviz.core.feature_probe import MapProbe, Rebuilt
from dropviz.files import ASSETS

FILE = ASSETS / "networks" / "feature_probes.safetensors"
LOOKS = ("near", "around")


@cache
def shipped_probes() -> dict[str, MapProbe]:
    """The probes of ``lessons.feature_maps.measures.map_probes``, by what was probed."""
    tensors = load_file(FILE)
    names = {name.split("/")[0] for name in tensors}

    def rebuilt(name: str) -> Rebuilt:
        pixel, whole_map = tensors[name]
        left = tensors[f"{name} left"].tolist()
        return Rebuilt(pixel, whole_map, (left[0], left[1]))

    return {
        name: MapProbe(
            rebuilt(f"{name}/near"), rebuilt(f"{name}/around"), int(tensors[f"{name}/constant"])
        )
        for name in sorted(names, key=lambda name: (name != "photos", name))
    }


def save_probes(probes: Mapping[str, MapProbe]) -> None:
    """Write the file that ``shipped_probes`` reads."""
    tensors = {}
    for name, probe in probes.items():
        for look in LOOKS:
            rebuilt: Rebuilt = getattr(probe, look)
            tensors[f"{name}/{look}"] = np.stack([rebuilt.pixel, rebuilt.whole_map])
            tensors[f"{name}/{look} left"] = np.array(rebuilt.n_left)
        tensors[f"{name}/constant"] = np.array(probe.n_constant)
    save_file(tensors, FILE)
