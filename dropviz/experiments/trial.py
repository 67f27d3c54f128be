"""Small trainings of other architectures: each variant of dropout where it belongs.

A trial is a comparison like an experiment; its arms differ in what is dropped.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, model_validator

from dropviz.core.limits import LAST_SEED, MOST_PAIRS_OF_A_TRIAL
from dropviz.experiments.arms import plain_number
from dropviz.experiments.experiment import Comparison, Experiment, Model, Probability
from dropviz.variants import VARIANTS, variant
from dropviz.variants.drop_block import block_rate
from dropviz.variants.facts import InTrials, TrialTask

NONE = "none"
BASELINE = InTrials("no dropout", tasks=get_args(TrialTask), places=(), arms=())
"""Of an arm without dropout."""
IN_TRIALS = {NONE: BASELINE} | {slug: one.trial for slug, one in VARIANTS.items()}
"""What an arm may be, by its variant."""


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
        if self.variant not in IN_TRIALS:
            raise ValueError(f"variant is {self.variant!r}; it is one of {', '.join(IN_TRIALS)}")
        if complaint := self.about.complaint(self.p):
            raise ValueError(f"p is {self.p}; {complaint}")
        return self

    @property
    def about(self) -> InTrials:
        """What trials know of the arm's variant."""
        return IN_TRIALS[self.variant]

    @property
    def drops(self) -> bool:
        """Whether it uses dropout at all."""
        return self.variant != NONE and self.p > 0

    @property
    def name(self) -> str:
        """The arm's name, as curves and verdicts call it."""
        if self.variant == NONE:
            return self.about.title
        size = f" of {self.block}" if VARIANTS[self.variant].kind == "block" else ""
        rate = "p from" if self.about.learnt_rate else "p ="
        return f"{self.about.title}{size}, {rate} {plain_number(self.p)}"


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
    task: TrialTask = "digits_dense"
    arms: Annotated[tuple[Drop, ...], Field(min_length=2, max_length=6)]
    activation: Literal["relu", "selu"] = "relu"
    train_size: Annotated[int, Field(ge=10, le=5_000)] = 200
    label_noise: Annotated[float, Field(ge=0.0, le=0.9, allow_inf_nan=False)] = 0.0
    length: Annotated[int, Field(ge=1, le=100)] = 20
    learning_rate: Annotated[float, Field(gt=0.0, le=1.0, allow_inf_nan=False)] = 0.003
    batch_size: Annotated[int, Field(ge=1, le=256)] = 32
    steps: Annotated[int, Field(ge=1, le=5_000)] = 300
    pairs: Annotated[int, Field(ge=1, le=MOST_PAIRS_OF_A_TRIAL)] = 8
    first_seed: Annotated[int, Field(ge=0, le=LAST_SEED)] = 0

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for number, arm in enumerate(self.arms, 1):
            if self.task not in arm.about.tasks:
                raise ValueError(
                    f"arm {number} is {arm.variant}, which {self.task} has no place for"
                )
        if self.batch_size > self.train_size:
            raise ValueError(
                f"batch_size is {self.batch_size}; it may be at most train_size, {self.train_size}"
            )
        return self

    @property
    def comparison(self) -> str:
        """What is compared, whatever the pairs and seeds: a hash."""
        return self.with_seeds(1, 0).hash

    def with_seeds(self, pairs: int, first_seed: int) -> Self:
        """The same comparison with so many pairs, from that seed on."""
        return self.model_copy(update={"pairs": pairs, "first_seed": first_seed})

    @property
    def learns_rate(self) -> bool:
        """Whether the rate of an arm is learnt."""
        return any(arm.about.learnt_rate for arm in self.arms)

    @property
    def arm_names(self) -> list[str]:
        """What each arm is called; two of one name are numbered."""
        names = [arm.name for arm in self.arms]
        if len(set(names)) == len(names):
            return names
        return [f"{name} ({number})" for number, name in enumerate(names, 1)]


NOISY: dict[str, Any] = {"train_size": 200, "label_noise": 0.2}
"""Few examples, some of them wrong: there is something to overfit to."""
DEFAULTS: dict[TrialTask, dict[str, Any]] = {
    "digits_dense": NOISY,
    "digits_conv": NOISY | {"learning_rate": 0.01},
    "digits_conv_1d": NOISY | {"learning_rate": 0.01},
    "digits_conv_3d": NOISY | {"learning_rate": 0.01, "batch_size": 20},
    "digits_residual": NOISY,
    "recall": {"train_size": 1000, "pairs": 10, "learning_rate": 0.01, "batch_size": 16},
    "next_character": {
        "train_size": 200, "length": 24, "learning_rate": 0.01, "batch_size": 16, "pairs": 6,
        "steps": 250,
    },
}  # fmt: skip
"""What differs from a trial's own defaults, by task."""


def trial_for(slug: str) -> Trial:
    """The small trial of a variant, in the architecture it was made for.

    Raises
    ------
    ValueError
        If there is no such variant.
    """
    known = variant(slug)
    arms = tuple(Drop(variant=name, p=p) for name, p in known.trial.arms)
    return _trial(known.trial.tasks[0], arms, **known.trial.settings)


def feature_maps_trial(p_drop: float, block: int = 3, pairs: int = 8) -> Trial:
    """A small convolutional network without dropout and with the same share dropped in three ways.

    Raises
    ------
    pydantic.ValidationError
        If a value is out of range.
    """
    blocks = Drop(variant="drop_block", p=block_rate(p_drop, block)[0], block=block)
    arms = (Drop(variant="dropout", p=p_drop), Drop(variant="spatial_2d", p=p_drop), blocks)
    return _trial("digits_conv", arms, pairs=pairs)


def _trial(task: TrialTask, arms: tuple[Drop, ...], **changes: Any) -> Trial:
    return Trial(task=task, arms=(Drop(), *arms), **(DEFAULTS[task] | changes))


def comparison_from(text: str) -> Experiment | Trial:
    """The experiment or trial that ``canonical_json`` wrote.

    Raises
    ------
    ValueError
        If it is neither; a ``pydantic.ValidationError`` is one.
    """
    kind: Any = json.loads(text)
    is_trial = isinstance(kind, dict) and kind.get("kind") == "trial"
    return (Trial if is_trial else Experiment).model_validate_json(text)
