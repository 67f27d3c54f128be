"""Small tensors that several variants are shown over."""

from __future__ import annotations

from dropviz.variants.facts import N_STEPS, Layout

UNITS = Layout({"example": 4, "unit": 12}, ("example",), ("unit",))
MAPS = Layout(
    {"example": 2, "channel": 4, "height": 6, "width": 6},
    ("example", "height"),
    ("channel", "width"),
)
STEPS = Layout({"step": N_STEPS, "unit": 6}, ("unit",), ("step",))
TIMES = Layout({"example": 2, "time": 12, "unit": 4}, ("example", "unit"), ("time",))
TOKENS = Layout({"example": 2, "time": 6, "unit": 8}, ("time",), ("example", "unit"))
BLOCKS = Layout({"block": 6, "example": 4, "unit": 3}, ("example",), ("block", "unit"))

HIDDEN = "hidden activations drawn from N(0, 1)"
"""What ``UNITS`` holds, in most variants."""
FILTERED = "two digits through four 3x3 filters: upright edges, level edges, blur, spots"
SAME_STEPS = "hidden activations of one example drawn from N(0, 1), the same in every step"
STATE = "a state over time (tanh of a random walk), each step masked for itself"
BRANCHES = "residual branches f(x) drawn from N(0, 1)"
