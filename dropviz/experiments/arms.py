"""What arms are called, on the stage, in the list of runs, in files and in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dropviz.experiments.experiment import Arm


def plain_number(value: float) -> str:
    """The shortest text that is read back as the same number, without an exponent."""
    return np.format_float_positional(value, trim="-")


def arm_names(arms: Sequence[Arm]) -> list[str]:
    """What each arm is called: only in what it differs from the others.

    The stage calls them the same (``armNames`` in ``shared/run/arms.js``).
    """
    same = {name: len({getattr(arm, name) for arm in arms}) == 1 for name in Arm.model_fields}
    rates = not (same["p_hidden"] and same["p_input"] and same["schedule"])
    names = [_name(arm, same, rates) for arm in arms]
    if len(set(names)) < len(names):
        return [f"{name} ({number})" for number, name in enumerate(names, 1)]
    return names


def shared_words(arms: Sequence[Arm]) -> str:
    """What all arms have beyond the plain recipe, "weight decay 0.001 + batch norm"; else empty."""
    first, *others = arms
    same = {
        name: value for name, value in first if all(getattr(arm, name) == value for arm in others)
    }
    common = Arm.model_validate(same)
    return "" if common == Arm() else arm_names((common, Arm()))[0]


def _name(arm: Arm, same: Mapping[str, bool], rates: bool) -> str:
    parts = [_dropout(arm)] if rates and arm.drops else []
    words = {
        "weight_decay": "weight decay", "max_norm": "max-norm", "input_noise": "input noise",
        "label_smoothing": "smoothing",
    }  # fmt: skip
    for field, word in words.items():
        if getattr(arm, field) and not same[field]:
            parts.append(f"{word} {plain_number(getattr(arm, field))}")
    if arm.batch_norm and not same["batch_norm"]:
        parts.append("batch norm")
    if arm.early_stopping and not same["early_stopping"]:
        parts.append("early stopping")
    return " + ".join(parts) or ("no dropout" if rates else "plain")


def _dropout(arm: Arm) -> str:
    rates = arm.p_hidden if isinstance(arm.p_hidden, tuple) else (arm.p_hidden,)
    said = [f"p = {', '.join(plain_number(rate) for rate in rates)}"] if max(rates) > 0 else []
    if arm.p_input:
        said.append(f"inputs {plain_number(arm.p_input)}")
    if arm.schedule != "constant":
        said.append(arm.schedule)
    return ", ".join(said)
