"""Simulate how dropout lifts the signal through depth: ``python -m scripts.simulate_depth``."""

from dropviz.core.depth import depth_ratios
from dropviz.data.depth import N_NETWORKS, save_depth_ratios

if __name__ == "__main__":
    save_depth_ratios(depth_ratios(N_NETWORKS))
