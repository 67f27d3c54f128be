"""What there is to try in *Feature maps*, ticked by the state of its stage."""

from __future__ import annotations

from dropviz.lessons.feature_maps.facts import (
    DigitFacts,
    FeatureFacts,
    PhotoFacts,
    activations_under,
    coin_masks,
)
from dropviz.lessons.parts import Task

MUCH = 0.25
"""How much R² a single map must take for the third task."""


def tasks(now: FeatureFacts) -> list[Task]:
    """Three things to try, each decided by the state of the stage."""
    return [
        Task(
            "Switch maps off by hand until the prediction for a digit changes.",
            _changed_by_hand(now),
        ),
        Task(
            "In the network trained without dropout, find coins (p below 1) with which dropping "
            "whole maps changes the prediction, and dropping single pixels does not.",
            _only_whole_maps_change_it(now),
        ),
        Task(
            f"Switch off a single map of a photo that takes more than {MUCH} of R² with it.",
            _one_map_costs_much(now),
        ),
    ]


def _changed_by_hand(now: FeatureFacts) -> bool:
    by_hand = now.view.way == "hand" and "0" in now.view.mask
    return isinstance(now, DigitFacts) and by_hand and now.before != now.after


def _only_whole_maps_change_it(now: FeatureFacts) -> bool:
    view = now.view
    coins_alone = view.way == "spatial" and view.p < 1.0 and not view.mask and not view.pixels
    if not isinstance(now, DigitFacts) or view.network != "plain" or not coins_alone:
        return False
    single = activations_under(view, coin_masks(view, "element"))
    return now.after != now.before == int(single.logits[0].argmax())


def _one_map_costs_much(now: FeatureFacts) -> bool:
    alone = now.view.way == "hand" and now.view.photo_mask.count("0") == 1
    return isinstance(now, PhotoFacts) and alone and now.r2_whole - now.r2 > MUCH
