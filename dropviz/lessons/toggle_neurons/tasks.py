"""What there is to try in *Toggle neurons*, ticked by the state of its stage."""

from __future__ import annotations

from dropviz.lessons.parts import Task
from dropviz.lessons.toggle_neurons.facts import N_HIDDEN, ToggleFacts


def tasks(now: ToggleFacts) -> list[Task]:
    """Three things to try, each decided by the state of the stage."""
    view = now.view
    changed = now.before != now.after
    coins_alone = view.mode == "training" and not view.mask and view.p < 1
    half_off = 0 < now.hidden_kept <= N_HIDDEN // 2
    return [
        Task("Switch off units until the prediction changes.", changed and not now.kept.all()),
        Task(
            "Let the coins alone (p below 1) silence at least half of the hidden units, and keep "
            "the prediction.",
            coins_alone and half_off and not changed,
        ),
        Task(
            "Silence a unit by hand and show the gradient (*More*, *edges show*): no edge reaches "
            "the unit.",
            view.edges == "gradient" and "0" in view.mask,
        ),
    ]
