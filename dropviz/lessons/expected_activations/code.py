"""PyTorch code that computes what the stage of *Expected activations* shows."""

from __future__ import annotations

import numpy as np

from dropviz.lessons.expected_activations.facts import ExpectedFacts


def code(now: ExpectedFacts) -> str:
    """A PyTorch script that compares the four rules for the x, w and p on the stage."""
    view = now.view
    x, w = (np.round(values, 1).tolist() for values in (now.x, now.w))
    return f"""import torch
from torch import nn

p = {view.p}
x = torch.tensor({x}, dtype=torch.float64)
w = torch.tensor({w}, dtype=torch.float64)
torch.manual_seed(0)

dropout = nn.Dropout(p)  # inverted scaling: divides by 1 - p in train(), nothing in eval()
dropout.train()
inverted = dropout(x.expand(100_000, -1)) @ w
unscaled = inverted * (1 - p)  # no scaling, and classical scaling while training
dropout.eval()
s = dropout(x) @ w

rules = {{
    "no scaling": (unscaled, s),
    "inverted": (inverted, s),
    "classical": (unscaled, (1 - p) * s),
    "the mistake": (inverted, s / (1 - p) if p < 1 else torch.tensor(float("nan"))),
}}
for name, (training, inference) in rules.items():
    print(
        f"{{name:12}} training mean {{training.mean():7.3f}}, variance {{training.var():7.3f}}; "
        f"inference {{inference:7.3f}}"
    )
after = torch.relu(inverted)
gap, error = torch.relu(s) - after.mean(), after.std() / len(after) ** 0.5
print(f"after a ReLU, inverted: inference is {{gap:+.3f}} from the training mean")
print(f"(standard error {{error:.3f}}; within 2 of them no gap is resolved)")
"""


def in_place(now: ExpectedFacts) -> str:
    """Dropout in its place: in front of the sum that the stage shows."""
    view = now.view
    return f"model = nn.Sequential(nn.Dropout(p={view.p}), nn.Linear({view.n}, 1, bias=False))"
