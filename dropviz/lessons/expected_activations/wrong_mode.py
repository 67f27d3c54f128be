"""What the part *Forgot model.eval()* shows: the shipped digits network under each rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dropviz.core.arrays import FloatArray
from dropviz.core.moments import SCALING_RULES, ScalingRule
from dropviz.core.network import forward, plain_multipliers
from dropviz.core.wrong_mode import (
    N_PASSES,
    Score,
    convention_score,
    forgotten_probabilities,
    forgotten_scores,
)
from dropviz.data.digits import test_digits
from dropviz.data.networks import SHIPPED_RATES, shipped_network

IMAGE = 12
INPUT_RATE, TRAINED_RATE = SHIPPED_RATES["with"]


@dataclass(frozen=True)
class WrongMode:
    """The network trained with dropout, in training mode where inference was meant.

    ``passes`` are 50 predictions of one image, shape (50, 10), ``right`` the one without masks,
    shape (10,); ``scores`` are those of each rule on the ``n_images`` test digits, ``forgotten``
    those of 50 passes over them with masks. ``rates`` are those of the dropped layers.
    """

    p: float
    rates: tuple[float, ...]
    n_images: int
    label: int
    passes: FloatArray
    right: FloatArray
    scores: dict[ScalingRule, Score | None]
    forgotten: list[Score]


@lru_cache(maxsize=101)
def wrong_mode(p_drop: float) -> WrongMode:
    """Evaluate the network with hidden rate p and input rate 0.1; the same every time."""
    network, digits = shipped_network("with"), test_digits()
    rates = (INPUT_RATE, p_drop, p_drop)
    image = digits.images[IMAGE]
    return WrongMode(
        p_drop,
        rates,
        len(digits.labels),
        int(digits.labels[IMAGE]),
        forgotten_probabilities(network, image, rates, np.random.default_rng(0)),
        forward(network, image, plain_multipliers(network)).probabilities[0],
        {
            rule: convention_score(network, digits.images, digits.labels, rates, rule)
            for rule in SCALING_RULES
        },
        forgotten_scores(network, digits.images, digits.labels, rates, np.random.default_rng(1)),
    )


ROWS: dict[ScalingRule, tuple[str, str]] = {
    "inverted": ("Inverted, `model.eval()`", "the trained weights"),
    "classical": ("Classical", "weights W / (1 − rate), signals × (1 − rate)"),
    "none": ("No scaling", "weights W / (1 − rate), signals as they are"),
    "mistake": ("The mistake", "the trained weights, signals / (1 − rate)"),
}


def score_table(now: WrongMode) -> str:
    """Right answers and log-loss of each rule on the test digits, as a Markdown table."""
    lines = [
        f"| Rule | What inference computes | Right, of {now.n_images} | Log-loss |",
        "|---|---|--:|--:|",
    ]
    for rule, (name, what) in ROWS.items():
        found = now.scores[rule]
        numbers = "undefined | undefined"
        if found:
            numbers = f"{_right(now, found)} ({found.accuracy:.1%}) | {found.log_loss:.3f}"
        lines.append(f"| {name} | {what} | {numbers} |")
    counts = [_right(now, one) for one in now.forgotten]
    losses = np.array([one.log_loss for one in now.forgotten])
    mean = float(np.mean(counts))
    lines.append(
        "| Forgotten `model.eval()` "
        f"| masks stay on; mean of {N_PASSES} passes (lowest to highest) "
        f"| {mean:.1f} ({mean / now.n_images:.1%}; {min(counts)} to {max(counts)}) "
        f"| {losses.mean():.3f} ({losses.min():.3f} to {losses.max():.3f}) |"
    )
    return "\n".join(lines).replace("%", "\N{NO-BREAK SPACE}%")


def _right(now: WrongMode, found: Score) -> int:
    """How many test digits are answered right."""
    return round(found.accuracy * now.n_images)


LEFT_ON = "left-on"
"""The anchor of the chart of masks that were left on."""


def rates_in_words(now: WrongMode) -> str:
    """Which rates the table stands for, and how far that is what the network was trained with."""
    trained = (
        "These are the rates it was trained with."
        if now.p == TRAINED_RATE
        else f"It was trained with rate {TRAINED_RATE} on the hidden units."
    )
    return (
        f"The shipped network, trained with inverted scaling, on the {now.n_images} test digits. "
        f"Rates: {now.p:.2f} on hidden units (the p of the stage) and {INPUT_RATE} on pixels. "
        f"{trained} Two rules do not scale while training: for them the weights are divided by "
        "1 − rate. So all four compute the same while training."
    )


def verdict(now: WrongMode) -> str:
    """What the table says, in words."""
    right, mistake = now.scores["inverted"], now.scores["mistake"]
    assert right is not None  # never a division by zero: the factor at inference is 1
    count = _right(now, right)
    forgotten = float(np.mean([_right(now, one) for one in now.forgotten]))
    if mistake is None:
        return (
            "At p = 1 every rule but inverted divides by zero here. A forgotten `model.eval()` "
            f"gives {forgotten:.0f} right answers instead of {count}. No hidden unit passes "
            "anything on, so the output biases alone decide, the same at every pass."
        )
    wrong = _right(now, mistake)
    against = "as well" if wrong == count else f"instead of {count}"
    return (
        f"Inverted and classical are the same function. {_same_error(now)} They give {wrong} right "
        f"answers {against}, and a log-loss of {mistake.log_loss:.3f} where it is "
        f"{right.log_loss:.3f} in the right mode. A forgotten `model.eval()` gives "
        f"{forgotten:.1f} right answers on average, and other probabilities at every pass."
    )


def _same_error(now: WrongMode) -> str:
    """Sentences on how much too large signals are without scaling, and with the mistake."""
    kept = [1 - rate for rate in now.rates]
    product = " · ".join(f"{share:g}" for share in (round(share, 2) for share in kept))
    return (
        "No scaling and the mistake make the same error: each dropped layer passes on signals "
        f"1/(1 − rate) times as large. The factors compound: through all {len(kept)} layers, "
        f"biases aside, 1/({product}) = {1 / np.prod(kept):.3g} times."
    )
