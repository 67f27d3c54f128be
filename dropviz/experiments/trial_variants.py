"""Variants of dropout that a trial can have, and the tasks with a place for each."""

from __future__ import annotations

from typing import Literal, NamedTuple

Task = Literal[
    "digits_dense", "digits_conv", "digits_conv_1d", "digits_conv_3d", "digits_residual",
    "recall", "next_character",
]  # fmt: skip


class Variant(NamedTuple):
    """What an arm with it is called, and the tasks that have a place for it, its own first."""

    title: str
    tasks: tuple[Task, ...]


NONE = "none"
CONV: tuple[Task, ...] = ("digits_conv", "digits_conv_1d", "digits_conv_3d")
VARIANTS = {
    NONE: Variant("no dropout", ("digits_dense", *CONV, "digits_residual", "recall",
                                 "next_character")),
    "dropout": Variant("element-wise", ("digits_dense", *CONV, "digits_residual")),
    "input_dropout": Variant("on inputs", ("digits_dense",)),
    "gaussian": Variant("Gaussian", ("digits_dense",)),
    "variational_gaussian": Variant("learnt Gaussian", ("digits_dense",)),
    "concrete": Variant("concrete", ("digits_dense",)),
    "alpha": Variant("alpha", ("digits_dense", "digits_conv")),
    "feature_alpha": Variant("feature alpha", ("digits_conv",)),
    "drop_connect": Variant("DropConnect", ("digits_dense",)),
    "early": Variant("early", ("digits_dense",)),
    "late": Variant("late", ("digits_dense",)),
    "r_drop": Variant("R-Drop", ("digits_dense",)),
    "spatial_1d": Variant("whole channels", ("digits_conv_1d",)),
    "spatial_2d": Variant("whole maps", ("digits_conv",)),
    "spatial_3d": Variant("whole volumes", ("digits_conv_3d",)),
    "drop_block": Variant("blocks", ("digits_conv",)),
    "lstm_h": Variant("h, each step", ("recall",)),
    "lstm_c": Variant("cell, each step", ("recall",)),
    "lstm_variational": Variant("variational", ("recall",)),
    "lstm_candidate": Variant("candidate", ("recall",)),
    "lstm_zoneout": Variant("zoneout", ("recall",)),
    "attention": Variant("attention", ("next_character",)),
    "embedding": Variant("embedding", ("next_character",)),
    "residual": Variant("sub-layers", ("next_character",)),
    "mlp": Variant("inside MLP", ("next_character",)),
    "stochastic_depth_batch": Variant("depth, by batch", ("digits_residual",)),
    "stochastic_depth_row": Variant("depth, by row", ("digits_residual",)),
    "layer_drop": Variant("LayerDrop", ("digits_residual", "next_character")),
}  # fmt: skip
"""By slug."""

LEARNT = ("variational_gaussian", "concrete")
"""Their rate is only where learning starts."""
