"""What there is to try in *Live training*, ticked by the state of its stage."""

from __future__ import annotations

from dropviz.experiments.verdict import Effect
from dropviz.lessons.live_training.facts import LiveFacts
from dropviz.lessons.parts import Task

DROPOUT_RATE = 0.5
"""Of the task in which dropout hurts: that of the default, where it helps."""


def tasks(now: LiveFacts) -> list[Task]:
    """Three things to try, each decided by the verdicts on test log-loss of the run shown."""
    first, arms = now.experiment.arms[0], now.experiment.arms
    found = now.judged.verdicts if now.judged else {}
    dropout = {arm: loss for arm, (loss, _) in found.items() if arms[arm].drops and not first.drops}
    return [
        Task(
            "Train, and see dropout *help*: the whole interval of the paired difference lies below "
            "0, and not all of it inside the margin.",
            any(loss.effect is Effect.HELPED for loss in dropout.values()),
        ),
        Task(
            "Now let dropout with p = 0.5 *hurt*: take away what it needs (units to spare, or "
            "something to overfit).",
            any(
                loss.effect is Effect.HURT and arms[arm].p_hidden == DROPOUT_RATE
                for arm, loss in dropout.items()
            ),
        ),
        Task(
            "Get a run that is *not resolved*, and read how many more pairs it would take. A mean "
            "alone would have claimed something.",
            any(loss.pairs_needed is not None for loss, _ in found.values()),
        ),
    ]
