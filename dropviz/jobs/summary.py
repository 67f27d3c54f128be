"""What the list of past runs shows of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from dropviz.core.experiment import Arm, Experiment
from dropviz.core.film import Film


@dataclass(frozen=True)
class ArmResult:
    """One arm of a finished run, the mean taken over the runs that were not stopped.

    test_loss : mean test log-loss in nats, or None if all runs were stopped
    test_error : mean share of wrong answers in the test set, or None
    stopped : runs whose loss was no longer finite
    """

    words: str
    test_loss: float | None
    test_error: float | None
    stopped: int


@dataclass(frozen=True)
class RunSummary:
    """A finished run without its film.

    created : seconds since 1970
    seconds : that training took
    film_size : bytes
    """

    hash: str
    name: str
    experiment: Experiment
    created: float
    seconds: float
    device: str
    arms: tuple[ArmResult, ...]
    film_size: int

    @property
    def dataset(self) -> str:
        """Name of the data set."""
        return self.experiment.dataset


def arm_words(arm: Arm) -> str:
    """What an arm does to the network, in a few words: "hidden 0.5, weight decay 0.001"."""
    rates = arm.p_hidden if isinstance(arm.p_hidden, tuple) else (arm.p_hidden,)
    said = [f"input {arm.p_input:g}"] if arm.p_input else []
    if any(rates):
        said.append("hidden " + "-".join(f"{rate:g}" for rate in rates))
    if not said:
        said.append("no dropout")
    elif arm.schedule != "constant":
        said.append(f"{arm.schedule} only")
    numbers = {
        "weight decay": arm.weight_decay,
        "max-norm": arm.max_norm,
        "input noise": arm.input_noise,
        "label smoothing": arm.label_smoothing,
    }
    said += [f"{name} {value:g}" for name, value in numbers.items() if value]
    switches = {"batch norm": arm.batch_norm, "early stopping": arm.early_stopping}
    return ", ".join(said + [name for name, on in switches.items() if on])


def default_name(experiment: Experiment) -> str:
    """A name for a run that nobody has named."""
    arms = " / ".join(arm_words(arm) for arm in experiment.arms)
    return f"{experiment.dataset}: {arms}"[:80]


def arm_results(film: Film) -> list[dict[str, Any]]:
    """For each arm the fields of ``ArmResult``, as JSON has them."""
    results: list[dict[str, Any]] = []
    for index, arm in enumerate(film.experiment.arms):
        loss, error = film.outcome.test_loss[index], film.outcome.test_error[index]
        ended = np.isfinite(loss)
        results.append(
            {
                "words": arm_words(arm),
                "test_loss": float(loss[ended].mean()) if ended.any() else None,
                "test_error": float(error[ended].mean()) if ended.any() else None,
                "stopped": int((~ended).sum()),
            }
        )
    return results


def summary(row: Any) -> RunSummary:
    """From a row of the table of runs."""
    return RunSummary(
        hash=row.hash,
        name=row.name,
        experiment=Experiment.model_validate_json(row.experiment),
        created=row.created,
        seconds=row.seconds,
        device=row.device,
        arms=tuple(ArmResult(**result) for result in json.loads(row.outcomes)),
        film_size=row.film_size,
    )
