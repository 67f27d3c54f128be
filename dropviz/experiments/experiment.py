"""What is trained: an experiment of two or more arms, paired seed by seed.

Validated on the way in, frozen, and known by the hash of its canonical JSON.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dropviz.core.limits import LAST_SEED

Activation = Literal["relu", "tanh", "gelu"]
Optimizer = Literal["adam", "adamw", "sgd"]
Schedule = Literal["constant", "early", "late"]

Probability = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Width = Annotated[int, Field(ge=1, le=1024)]

MOST_PAIRS_OF_A_RUN = 100
STEPS_BETWEEN = 25
FEWEST_MEASUREMENTS, MOST_MEASUREMENTS = 10, 100


class Model(BaseModel):
    """Base of settings: frozen, and strict about names: a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Comparison(Model):
    """Arms that are trained and compared seed by seed: what experiments and trials share."""

    if TYPE_CHECKING:  # fields of the subclasses, in their own order
        arms: tuple[Any, ...]
        pairs: int
        steps: int
        first_seed: int
        train_size: int

    @property
    def canonical_json(self) -> str:
        """As JSON: the same text for the same comparison, in whatever order it was written."""
        return self.model_dump_json()

    @property
    def hash(self) -> str:
        """Identity of the comparison: 16 hex digits of the SHA-256 of its canonical JSON."""
        return hashlib.sha256(self.canonical_json.encode()).hexdigest()[:16]

    @property
    def seeds(self) -> range:
        """The seed of each pair."""
        return range(self.first_seed, self.first_seed + self.pairs)

    @property
    def n_runs(self) -> int:
        """Number of networks that are trained: one for each arm and pair."""
        return len(self.arms) * self.pairs

    @property
    def measured_steps(self) -> NDArray[np.int64]:
        """Steps after which the curves are measured, 0 and the last among them, shape (t,).

        A measurement costs about as much as two steps: 20 of them in the default run.
        """
        wanted = np.clip(self.steps // STEPS_BETWEEN, FEWEST_MEASUREMENTS, MOST_MEASUREMENTS)
        times = min(self.steps, int(wanted)) + 1
        return np.rint(np.linspace(0, self.steps, times)).astype(np.int64)


class Arm(Model):
    """The recipe by which the networks of an arm are trained; rates are chances of being dropped.

    p_hidden : one rate for all hidden layers, or one for each.
    weight_decay : as in the torch optimizer of that name (L2 in Adam and SGD, decoupled in AdamW),
        on weights and biases.
    max_norm : largest norm of a unit's incoming weights, or None; hidden and output units.
    input_noise : standard deviation of normal noise added to each input in training.
    schedule : when dropout is on: in all steps, in the first half only, in the second half only.
    early_stopping : judge the weights of the measured step with the lowest validation loss.
    """

    p_input: Probability = 0.0
    p_hidden: (
        Probability | Annotated[tuple[Probability, ...], Field(min_length=1, max_length=5)]
    ) = 0.0
    weight_decay: Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)] = 0.0
    max_norm: Annotated[float, Field(ge=0.1, le=100.0, allow_inf_nan=False)] | None = None
    input_noise: Annotated[float, Field(ge=0.0, le=5.0, allow_inf_nan=False)] = 0.0
    label_smoothing: Annotated[float, Field(ge=0.0, le=0.9, allow_inf_nan=False)] = 0.0
    batch_norm: bool = False
    schedule: Schedule = "constant"
    early_stopping: bool = False

    def hidden_rates(self, n_hidden: int) -> tuple[float, ...]:
        """The dropout rate of each of a network's ``n_hidden`` hidden layers."""
        rates = self.p_hidden
        return rates if isinstance(rates, tuple) else (rates,) * n_hidden

    @property
    def canonical(self) -> Arm:
        """The same recipe, with one rate where all hidden layers have the same."""
        rates = self.hidden_rates(1)
        return self.model_copy(update={"p_hidden": rates[0] if len(set(rates)) == 1 else rates})

    @property
    def drops(self) -> bool:
        """Whether it uses dropout at all."""
        return self.p_input > 0 or max(self.hidden_rates(1)) > 0


class Experiment(Comparison):
    """Networks features-hidden-classes trained on one data set, ``pairs`` runs of each arm.

    Runs of the same seed share split, wrong labels, initial weights, batches and coins between
    arms. ``label_noise`` is the share of training labels that are replaced by a wrong one.
    ``engine`` changes when the same settings would give other numbers than before.

    Raises
    ------
    pydantic.ValidationError
        ``experiments.complaints`` words it for a visitor.
    """

    engine: Literal[1] = 1
    dataset: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$|^csv-[0-9a-f]{16}$")] = "digits"
    train_size: Annotated[int, Field(ge=4, le=60_000)] = 200
    label_noise: Annotated[float, Field(ge=0.0, le=0.9, allow_inf_nan=False)] = 0.2
    hidden: Annotated[tuple[Width, ...], Field(min_length=1, max_length=5)] = (128, 128)
    activation: Activation = "relu"
    optimizer: Optimizer = "adam"
    learning_rate: Annotated[float, Field(gt=0.0, le=10.0, allow_inf_nan=False)] = 0.001
    batch_size: Annotated[int, Field(ge=1, le=1024)] = 50
    steps: Annotated[int, Field(ge=1, le=20_000)] = 500
    pairs: Annotated[int, Field(ge=1, le=MOST_PAIRS_OF_A_RUN)] = 10
    first_seed: Annotated[int, Field(ge=0, le=LAST_SEED)] = 0
    arms: Annotated[tuple[Arm, ...], Field(min_length=2, max_length=6)] = (Arm(), Arm(p_hidden=0.5))

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for number, arm in enumerate(self.arms, 1):
            rates = arm.p_hidden
            if isinstance(rates, tuple) and len(rates) != len(self.hidden):
                raise ValueError(
                    f"arm {number} has {len(rates)} hidden rates for {len(self.hidden)} hidden "
                    "layers; give one rate, or one for each layer"
                )
            if arm.batch_norm and self.batch_size < 2:
                raise ValueError("batch norm needs a batch_size of at least 2, this is 1")
        if self.batch_size > self.train_size:
            raise ValueError(
                f"batch_size is {self.batch_size}; it may be at most train_size, {self.train_size}"
            )
        return self

    @property
    def canonical_json(self) -> str:
        """As JSON: the same text for the same experiment, in whatever order it was written."""
        arms = tuple(arm.canonical for arm in self.arms)
        return self.model_copy(update={"arms": arms}).model_dump_json()

    @property
    def shown_arm(self) -> int:
        """Number, from 0, of the arm whose thinned network is shown: the first that drops most."""
        n_hidden = len(self.hidden)
        dropped = [sum(arm.hidden_rates(n_hidden)) + arm.p_input for arm in self.arms]
        return dropped.index(max(dropped))
