"""Small trainings of other architectures: each variant of dropout where it belongs.

A trial is a comparison like an experiment; its arms differ in what is dropped.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from dropviz.core.map_masks import matching_rate, mean_square_share
from dropviz.experiments.arms import plain_number
from dropviz.experiments.experiment import Comparison, Experiment, Model, Probability
from dropviz.experiments.trial_variants import LEARNT, NONE, VARIANTS, Task


class Drop(Model):
    """An arm: what is dropped, and how often.

    p : chance of being dropped. Of zoneout: of a cell, h has a tenth of it. Of stochastic depth:
        of the last block, the others have their share of it. Of learnt rates: where they start.
    block : side of the squares of DropBlock.
    """

    variant: str = NONE
    p: Probability = 0.0
    block: Annotated[int, Field(ge=1, le=8)] = 3

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.variant not in VARIANTS:
            raise ValueError(f"variant is {self.variant!r}; it is one of {', '.join(VARIANTS)}")
        if self.variant == "concrete" and not 0.0 < self.p < 1.0:
            raise ValueError(f"p is {self.p}; a concrete rate starts between 0 and 1")
        if self.variant == "variational_gaussian" and not 0.0 < self.p <= 0.5:
            raise ValueError(f"p is {self.p}; a learnt Gaussian rate starts above 0, at most 0.5")
        return self

    @property
    def drops(self) -> bool:
        """Whether it uses dropout at all."""
        return self.variant != NONE and self.p > 0

    @property
    def name(self) -> str:
        """As curves and verdicts call it."""
        title = VARIANTS[self.variant].title
        if self.variant == NONE:
            return title
        size = f" of {self.block}" if self.variant == "drop_block" else ""
        rate = "p from" if self.variant in LEARNT else "p ="
        return f"{title}{size}, {rate} {plain_number(self.p)}"


class Trial(Comparison):
    """A small network trained on one task, ``pairs`` runs of each arm; the first is the baseline.

    Runs of the same seed share split, wrong labels, initial weights and batches between arms, and
    coins between arms that drop the same things.

    activation : of the dense and convolutional digits; "selu" standardises what comes in.
    length : of "recall" the steps between symbol and question; of "next_character" the characters
        that are seen at once.

    Raises
    ------
    pydantic.ValidationError
        If a value is out of range, or an arm has no place in the task.
    """

    kind: Literal["trial"] = "trial"
    engine: Literal[1] = 1
    task: Task = "digits_dense"
    arms: Annotated[tuple[Drop, ...], Field(min_length=2, max_length=6)]
    activation: Literal["relu", "selu"] = "relu"
    train_size: Annotated[int, Field(ge=10, le=5_000)] = 200
    label_noise: Annotated[float, Field(ge=0.0, le=0.9, allow_inf_nan=False)] = 0.0
    length: Annotated[int, Field(ge=1, le=100)] = 20
    learning_rate: Annotated[float, Field(gt=0.0, le=1.0, allow_inf_nan=False)] = 0.003
    batch_size: Annotated[int, Field(ge=1, le=256)] = 32
    steps: Annotated[int, Field(ge=1, le=5_000)] = 300
    pairs: Annotated[int, Field(ge=1, le=50)] = 8
    first_seed: Annotated[int, Field(ge=0, le=9_999)] = 0

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for number, arm in enumerate(self.arms, 1):
            if self.task not in VARIANTS[arm.variant].tasks:
                raise ValueError(
                    f"arm {number} is {arm.variant}, which {self.task} has no place for"
                )
        if self.batch_size > self.train_size:
            raise ValueError(
                f"batch_size is {self.batch_size}; it may be at most train_size, {self.train_size}"
            )
        return self

    @property
    def arm_names(self) -> list[str]:
        """What each arm is called; two of one name are numbered."""
        names = [arm.name for arm in self.arms]
        if len(set(names)) == len(names):
            return names
        return [f"{name} ({number})" for number, name in enumerate(names, 1)]


NOISY: dict[str, Any] = {"train_size": 200, "label_noise": 0.2}
"""Few examples, some of them wrong: there is something to overfit to."""
DEFAULTS: dict[Task, dict[str, Any]] = {
    "digits_dense": NOISY,
    "digits_conv": NOISY | {"learning_rate": 0.01},
    "digits_conv_1d": NOISY | {"learning_rate": 0.01},
    "digits_conv_3d": NOISY | {"learning_rate": 0.01, "batch_size": 20, "pairs": 6},
    "digits_residual": NOISY,
    "recall": {"train_size": 1000, "pairs": 10, "learning_rate": 0.01, "batch_size": 16},
    "next_character": {
        "train_size": 200, "length": 24, "learning_rate": 0.01, "batch_size": 16, "pairs": 6,
        "steps": 250,
    },
}  # fmt: skip
"""What differs from a trial's own defaults, by task."""


CONV_SIDES = ((8, 8),) * 8 + ((4, 4),) * 16
"""Rows and columns of the maps of "digits_conv"."""


def _arms(p: float, *variants: str) -> tuple[Drop, ...]:
    return tuple(Drop(variant=variant, p=p) for variant in variants)


def block_rate(share: float, block: int) -> tuple[float, float]:
    """Rate of DropBlock in "digits_conv" that drops this share on average, and what it drops."""
    return matching_rate(share, block, CONV_SIDES)


def block_share(arm: Drop) -> float:
    """Share of the pixels that an arm with DropBlock drops in "digits_conv", on average."""
    return mean_square_share(arm.p, arm.block, CONV_SIDES)


def _blocks(share: float, block: int = 3) -> Drop:
    return Drop(variant="drop_block", p=block_rate(share, block)[0], block=block)


RECURRENT = _arms(0.25, "lstm_h", "lstm_c", "lstm_variational", "lstm_candidate", "lstm_zoneout")
ARMS: dict[str, tuple[Drop, ...]] = {
    "dropout": _arms(0.5, "dropout"),
    "input_dropout": _arms(0.2, "input_dropout"),
    "gaussian": _arms(0.5, "dropout", "gaussian"),
    "variational_gaussian": _arms(0.3, "gaussian", "variational_gaussian"),
    "concrete": _arms(0.1, "dropout", "concrete"),
    "alpha": _arms(0.1, "dropout", "alpha"),
    "feature_alpha": _arms(0.1, "alpha", "feature_alpha"),
    "drop_connect": _arms(0.5, "dropout", "drop_connect"),
    "early": _arms(0.5, "dropout", "early", "late"),
    "late": _arms(0.5, "dropout", "early", "late"),
    "r_drop": _arms(0.5, "dropout", "r_drop"),
    "spatial_1d": _arms(0.2, "dropout", "spatial_1d"),
    "spatial_2d": _arms(0.2, "dropout", "spatial_2d"),
    "spatial_3d": _arms(0.2, "dropout", "spatial_3d"),
    "drop_block": (*_arms(0.2, "dropout"), _blocks(0.2)),
    **{arm.variant: RECURRENT for arm in RECURRENT},
    "attention": _arms(0.1, "attention"),
    "embedding": _arms(0.1, "embedding"),
    "residual": _arms(0.1, "residual"),
    "mlp": _arms(0.1, "mlp"),
    "stochastic_depth_batch": _arms(0.5, "stochastic_depth_batch", "stochastic_depth_row"),
    "stochastic_depth_row": _arms(0.5, "stochastic_depth_batch", "stochastic_depth_row"),
    "layer_drop": _arms(0.2, "layer_drop"),
}
"""Of the trial that shows a variant, beside the baseline."""
PRECOMPUTED = ("lstm_h",)
"""Variants whose trial takes longer than ten seconds: its film is shipped."""
SELU: dict[str, Any] = {"activation": "selu", "learning_rate": 0.003}


def trial_for(variant: str) -> Trial:
    """The small trial of a variant, in the architecture it was made for.

    Raises
    ------
    ValueError
        If there is no such variant.
    """
    if variant not in ARMS:
        raise ValueError(f"variant is {variant!r}; it is one of {', '.join(ARMS)}")
    changes = SELU if variant in ("alpha", "feature_alpha") else {}
    return _trial(VARIANTS[variant].tasks[0], ARMS[variant], **changes)


def feature_maps_trial(p: float, block: int = 3, pairs: int = 8) -> Trial:
    """A small convolutional network without dropout and with the same share dropped in three ways.

    Raises
    ------
    pydantic.ValidationError
        If a value is out of range.
    """
    arms = (*_arms(p, "dropout", "spatial_2d"), _blocks(p, block))
    return _trial("digits_conv", arms, pairs=pairs)


def _trial(task: Task, arms: tuple[Drop, ...], **changes: Any) -> Trial:
    return Trial(task=task, arms=(Drop(), *arms), **(DEFAULTS[task] | changes))


def comparison_from(text: str) -> Experiment | Trial:
    """What ``canonical_json`` wrote, of either kind.

    Raises
    ------
    ValueError
        If it is neither; a ``pydantic.ValidationError`` is one.
    """
    kind: Any = json.loads(text)
    is_trial = isinstance(kind, dict) and kind.get("kind") == "trial"
    return (Trial if is_trial else Experiment).model_validate_json(text)
