"""Measure how well dropped pixels of maps are predicted: ``python -m scripts.probe_maps``."""

from dropviz.data.feature_probes import save_probes
from dropviz.lessons.feature_maps.measures import map_probes

if __name__ == "__main__":
    save_probes(map_probes())
