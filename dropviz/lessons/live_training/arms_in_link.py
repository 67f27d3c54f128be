"""Arms as a short text for a link.

Arms are joined by "~", what is set in one of them by "_": "0~h0.5-0.2_i0.2_wd0.001_early" has a
plain baseline, and an arm with hidden rates 0.5 and 0.2, input rate 0.2, weight decay 0.001 and
dropout in the first half only. A number alone is a hidden rate; what is not named is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dropviz.experiments.arms import plain_number
from dropviz.experiments.experiment import Arm

LONGEST_TEXT = 2_000
NUMBERS = {
    "h": "p_hidden", "i": "p_input", "wd": "weight_decay", "mn": "max_norm", "in": "input_noise",
    "ls": "label_smoothing",
}  # fmt: skip
FLAGS: Mapping[str, tuple[str, Any]] = {
    "bn": ("batch_norm", True), "early": ("schedule", "early"), "late": ("schedule", "late"),
    "es": ("early_stopping", True),
}  # fmt: skip
_NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,400})?"
_TOKEN = re.compile(rf"([a-z]*)({_NUMBER}(?:-{_NUMBER})*-?)?")


def arms_text(arms: Sequence[Arm]) -> str:
    """Arms for a link; ``arms_from`` reads it back as the same arms."""
    return "~".join(_arm_text(arm) for arm in arms)


def arms_from(text: str) -> list[dict[str, Any]]:
    """The fields of each arm that a link names, for validation by ``Arm``.

    Raises
    ------
    ValueError
        Names the part that is not a setting of an arm.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"arms have {len(text)} characters; at most {LONGEST_TEXT} are read")
    return [_fields(part) for part in text.split("~")]


def _arm_text(arm: Arm) -> str:
    plain = Arm()
    tokens = []
    for token, name in NUMBERS.items():
        value = getattr(arm, name)
        if value == getattr(plain, name):
            continue
        several = value if isinstance(value, tuple) else (value,)
        tokens.append(token + "-".join(plain_number(number) for number in several))
        if value == several and len(several) == 1:
            tokens[-1] += "-"  # one layer, with a rate of its own
    tokens += [token for token, (name, value) in FLAGS.items() if getattr(arm, name) == value]
    alone = len(tokens) == 1 and not isinstance(arm.p_hidden, tuple)
    return (tokens[0].removeprefix("h") if alone else "_".join(tokens)) if tokens else "0"


def _fields(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for token in text.split("_"):
        match = _TOKEN.fullmatch(token)
        name, value = _field(match[1], match[2]) if match else ("", None)
        if not name or name in fields:
            raise ValueError(f"{token!r} is not a setting of an arm, or is there twice")
        fields[name] = value
    return fields


def _field(kind: str, numbers: str | None) -> tuple[str, Any]:
    if numbers is None:
        return FLAGS.get(kind, ("", None))
    values = [float(number) for number in numbers.removesuffix("-").split("-")]
    if "-" in numbers:
        return ("p_hidden", values) if kind == "h" else ("", None)
    return NUMBERS.get(kind or "h", ""), values[0]
