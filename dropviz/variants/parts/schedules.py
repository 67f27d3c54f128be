"""What early and late dropout share."""

from __future__ import annotations

from dropviz.core.writing import Formula
from dropviz.variants.facts import N_STEPS, Stage

ARMS = (("dropout", 0.5), ("early", 0.5), ("late", 0.5))
_SCRIPT = """import torch
from torch import nn

from dropviz.layers.dense import Dropout
from dropviz.layers.schedules import Scheduled, $SLUG

torch.manual_seed($seed)
x, target = torch.randn(200, 12), torch.randint(3, (200,))
network = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), Dropout(), nn.Linear(32, 3))
set_rate = Scheduled(network, $SLUG($p, $at))
optimiser = torch.optim.Adam(network.parameters())
for step in range($steps):
    rate = set_rate(step)
    optimiser.zero_grad()
    nn.functional.cross_entropy(network(x), target).backward()
    optimiser.step()
    print(f"step {step + 1}: rate {rate}")
"""


def script(slug: str) -> str:
    """The script with the schedule of that name."""
    return _SCRIPT.replace("$SLUG", slug)


def formula(stage: Stage, dropping: int, sign: str) -> Formula:
    """The formula of the rate in step s, where ``dropping`` of the steps shown drop.

    They are those for which s and the stage's step stand as ``sign`` says.
    """
    return Formula(
        f"The rate follows the step $s$; here {dropping} of {N_STEPS} steps drop.",
        rf"p_s = {stage.p:.2f}\ \text{{if}}\ s {sign} {stage.at}\ \text{{else}}\ 0",
    )
