"""What the two ways of stochastic depth share."""

from __future__ import annotations

from dropviz.core.residual import N_BLOCKS
from dropviz.core.writing import Formula
from dropviz.variants.base import Variant
from dropviz.variants.facts import Stage

ARMS = (("stochastic_depth_batch", 0.5), ("stochastic_depth_row", 0.5))
_SCRIPT = """import torch
from torch import nn

from dropviz.layers.depth import StochasticDepth, linear_rates


class Block(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.branch = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8))
        self.drop = StochasticDepth(p, mode="$MODE")

    def forward(self, x):
        return x + self.drop(self.branch(x))


torch.manual_seed($seed)
rates = linear_rates($blocks, last=$p)
network = nn.Sequential(*(Block(p) for p in rates))
x = torch.randn(4, 8)  # example, unit
print("rates of the blocks:", [round(p, 2) for p in rates])
print("two masks:", network(x)[0, 0].item(), network(x)[0, 0].item())
print("inference:", network.eval()(x)[0, 0].item())
"""


def script(mode: str) -> str:
    """The script of stochastic depth, with one coin for a batch or for a row."""
    return _SCRIPT.replace("$MODE", mode)


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of the rates of blocks, and of the expected depth."""
    depth = sum(1 - stage.p * block / N_BLOCKS for block in range(1, N_BLOCKS + 1))
    return [
        Formula(
            "Block $b$ has a share of the rate of the last one, so that early blocks nearly "
            f"always run. On average {depth:.2f} of {N_BLOCKS} blocks do.",
            rf"p_b = \frac{{b}}{{{N_BLOCKS}}}\,p, \qquad y_b = x + \frac{{m_b}}{{1 - p_b}}\,f_b(x)"
            rf", \qquad \sum_b (1 - p_b) = {depth:.2f}",
        )
    ]


def meaning_of_p(p_drop: float, block: int) -> str:
    """What an arm's rate is the chance of, as it is not that of an entry."""
    return "of stochastic depth: that of the last block, the others have their share"
