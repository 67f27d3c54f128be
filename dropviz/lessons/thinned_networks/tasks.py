"""What there is to try in *Thinned sub-networks*, ticked by the state of its stage."""

from __future__ import annotations

from dropviz.lessons.parts import Task
from dropviz.lessons.thinned_networks.facts import ThinnedFacts

MANY_OF_256 = 200


def tasks(now: ThinnedFacts) -> list[Task]:
    """Three things to try, each decided by the step and example on the stage."""
    kept, n = int(now.kept.sum()), now.recording.settings.n_units
    return [
        Task(
            "Find an example whose sub-network has fewer than half of the hidden units, but not "
            "none (a higher rate helps).",
            0 < kept < n / 2,
        ),
        Task(
            "Find a step whose batch loss is *lower* with masks than without.",
            now.loss_masked < now.loss_plain,
        ),
        Task(
            f"Choose 4 hidden units a layer (*More*) and step on until {MANY_OF_256} of the 256 "
            "possible sub-networks have appeared.",
            now.view.hidden == 4 and now.distinct >= MANY_OF_256,
        ),
    ]
