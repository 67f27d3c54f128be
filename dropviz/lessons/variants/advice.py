"""What are you building? One or two variants to begin with, each with its reason and source."""

from __future__ import annotations

from itertools import product
from typing import Literal, NamedTuple, get_args

from dropviz.variants.facts import FAMILIES, Family
from dropviz.variants.parts import usages

Amount = Literal["little", "much"]
Norm = Literal["no", "yes"]


class Advice(NamedTuple):
    """A variant to begin with.

    slug : of the variant; rate : at which, and where
    reason : a sentence; source : who says so; firm : one of the marks in ``variants.parts.usages``
    """

    slug: str
    rate: str
    reason: str
    source: str
    firm: str


NOTHING = "none to begin with"
NORM_RATE = "0.1 to 0.2, behind the last batch norm"
NORM_REASON = "In front of batch norm, dropout spoils the variance that the norm stores."
LI = "Li et al. (2018)"

HIDDEN = Advice(
    "dropout", "0.2 to 0.5 on hidden layers",
    "A wide network can learn few examples by heart, and dropout makes that harder.",
    usages.SRIVASTAVA, usages.READ,
)  # fmt: skip
INPUTS = Advice(
    "input_dropout", "about 0.2 on inputs", "Inputs bear less dropout than hidden units do.",
    "Srivastava et al. (2014)", usages.TOLD,
)  # fmt: skip
MUCH = Advice(
    "dropout", NOTHING, "The more data there is, the less is left for dropout to gain.",
    "Srivastava et al. (2014), section 7.4", usages.TOLD,
)  # fmt: skip
EARLY = Advice(
    "early", "in the first part of training",
    "If the network underfits, early dropout helped where dropout throughout hurt.",
    usages.LIU, usages.READ,
)  # fmt: skip
MAPS = Advice(
    "spatial_2d", "no rate has a source; 0.2 is a habit",
    "Neighbouring pixels are alike: only a whole map leaves a real gap.",
    "Tompson et al. (2015)", usages.READ,
)  # fmt: skip
BLOCKS = Advice(
    "drop_block", "raised step by step while training",
    "It took ResNet-50, which has batch norm, from 76.51 % to 78.13 % on ImageNet.",
    "Ghiasi et al. (2018)", usages.READ,
)  # fmt: skip
ONE_MASK = Advice(
    "lstm_variational", "no rate has a source here",
    "One mask for all steps leaves the memory alone.",
    "Gal, Ghahramani (2016b)", usages.READ,
)  # fmt: skip
ZONEOUT = Advice(
    "lstm_zoneout", "0.5 on cells, 0.05 on h", "What is hit keeps its value: nothing wears away.",
    "Krueger et al. (2017), their README", usages.READ,
)  # fmt: skip
SUB_LAYERS = Advice(
    "residual", "0.1 on the output of each sub-layer",
    "The first transformer had it there.",
    usages.VASWANI, usages.READ,
)  # fmt: skip
WEIGHTS = Advice(
    "attention", "0.1 on attention weights", "It is the default of PyTorch's encoder layer.",
    usages.ENCODER, usages.TRIED,
)  # fmt: skip
ONE_READING = Advice(
    "residual", NOTHING,
    "PaLM read its text without dropout, and had 0.1 when it was fine-tuned.",
    "Chowdhery et al. (2022)", usages.TOLD,
)  # fmt: skip
BRANCHES = Advice(
    "stochastic_depth_batch", "from 0 in a line to 0.5 at the last block",
    "It made ResNet-110 better, 6.41 % to 5.25 % errors, and its training shorter.",
    "Huang et al. (2016)", usages.READ,
)  # fmt: skip
LAYERS = Advice(
    "layer_drop", "0.2 on layers",
    "Layers can be left out afterwards, for a smaller network.",
    "Fan et al. (2020), their repository", usages.READ,
)  # fmt: skip

BEHIND_NORM = Advice("dropout", NORM_RATE, NORM_REASON, LI, usages.TOLD)
MAPS_BEHIND_NORM = MAPS._replace(
    rate="behind the last batch norm", reason=NORM_REASON, source=LI, firm=usages.TOLD
)

OFTEN: dict[tuple[Family, Amount], tuple[Advice, ...]] = {
    ("dense", "little"): (HIDDEN, INPUTS),
    ("dense", "much"): (MUCH, EARLY),
    ("conv", "little"): (MAPS, BLOCKS),
    ("conv", "much"): (BLOCKS,),
    ("recurrent", "little"): (ONE_MASK, ZONEOUT),
    ("recurrent", "much"): (ZONEOUT,),
    ("transformer", "little"): (SUB_LAYERS, WEIGHTS),
    ("transformer", "much"): (ONE_READING,),
    ("residual", "little"): (BRANCHES,),
    ("residual", "much"): (BRANCHES, LAYERS),
}
WITH_NORM: dict[tuple[Family, Amount], tuple[Advice, ...]] = {
    ("dense", "little"): (BEHIND_NORM,),
    ("dense", "much"): (MUCH, BEHIND_NORM._replace(rate=f"if it overfits, {NORM_RATE}")),
    ("conv", "little"): (BLOCKS, MAPS_BEHIND_NORM),
}
"""Where batch norm changes what is advised."""


def advised(family: Family, amount: Amount, norm: Norm) -> tuple[Advice, ...]:
    """One or two variants to begin with, the first first."""
    usual = OFTEN[family, amount]
    return WITH_NORM.get((family, amount), usual) if norm == "yes" else usual


def every_advice() -> dict[tuple[Family, Amount, Norm], tuple[Advice, ...]]:
    """What is advised in each case."""
    cases = product(FAMILIES, get_args(Amount), get_args(Norm))
    return {case: advised(*case) for case in cases}
