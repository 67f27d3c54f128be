"""What a trial will cost: what the arms of each task take in a step, measured."""

from __future__ import annotations

from typing import NamedTuple

from dropviz.experiments.cost import Cost
from dropviz.experiments.trial import Trial
from dropviz.variants.facts import TrialTask


class TaskCost(NamedTuple):
    """What one arm takes in one step, in seconds of one thread of a common processor.

    calls : whatever the sizes
    example : for each run and example of its batch; of sequences for each place of them
    kibibytes : memory for each run and example, of all that backward needs
    """

    calls: float
    example: float
    kibibytes: float


COSTS: dict[TrialTask, TaskCost] = {
    "digits_dense": TaskCost(1.0e-3, 3e-6, 8),
    "digits_conv": TaskCost(2.0e-3, 15e-6, 40),
    "digits_conv_1d": TaskCost(2.0e-3, 10e-6, 20),
    "digits_conv_3d": TaskCost(2.0e-3, 40e-6, 80),
    "digits_residual": TaskCost(3.0e-3, 7e-6, 20),
    "recall": TaskCost(0.48e-3, 1.28e-6, 8),
    "next_character": TaskCost(5.0e-3, 4e-6, 40),
}
"""Of "recall" the calls are for each step in time too."""
MEASURED = 1.2
"""Training and measuring over training."""


def trial_cost(trial: Trial) -> Cost:
    """What all runs of a trial need together."""
    costs = COSTS[trial.task]
    places = trial.length if trial.task in ("recall", "next_character") else 1
    examples = trial.pairs * trial.batch_size
    calls = costs.calls * (places if trial.task == "recall" else 1)
    a_step = len(trial.arms) * (calls + examples * places * costs.example)
    a_step += examples * sum(arm.about.example_seconds for arm in trial.arms)
    rows = trial.pairs * max(trial.batch_size, 600)
    return Cost(
        operations=0,
        traffic=0,
        bytes=round(rows * places * costs.kibibytes * 1024),
        calls=trial.steps * a_step * MEASURED,
    )
