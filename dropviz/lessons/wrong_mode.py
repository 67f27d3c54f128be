"""What the part *Forgot model.eval()* shows: the shipped digits network under each rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dropviz.core.moments import ARMS, Arm
from dropviz.core.network import FloatArray, forward, plain_multipliers
from dropviz.core.wrong_mode import (
    N_PASSES,
    Score,
    convention_score,
    forgotten_probabilities,
    forgotten_scores,
)
from dropviz.data.digits import test_digits
from dropviz.data.networks import shipped_network

IMAGE = 12
INPUT_RATE = 0.1
TRAINED_RATE = 0.4


@dataclass(frozen=True)
class WrongMode:
    """The network trained with dropout, in training mode where inference was meant.

    ``passes`` are 50 predictions of one image, shape (50, 10), ``right`` the one without masks,
    shape (10,); ``scores`` are those of each rule on the test digits, ``forgotten`` those of 50
    passes over them with masks.
    """

    p: float
    label: int
    passes: FloatArray
    right: FloatArray
    scores: dict[Arm, Score | None]
    forgotten: list[Score]


@lru_cache(maxsize=101)
def wrong_mode(p: float) -> WrongMode:
    """Evaluate the network with hidden rate p and input rate 0.1; the same every time."""
    network, digits = shipped_network("with"), test_digits()
    rates = (INPUT_RATE, p, p)
    image = digits.images[IMAGE]
    return WrongMode(
        p,
        int(digits.labels[IMAGE]),
        forgotten_probabilities(network, image, rates, np.random.default_rng(0)),
        forward(network, image, plain_multipliers(network)).probabilities[0],
        {arm: convention_score(network, digits.images, digits.labels, rates, arm) for arm in ARMS},
        forgotten_scores(network, digits.images, digits.labels, rates, np.random.default_rng(1)),
    )


ROWS: dict[Arm, tuple[str, str]] = {
    "inverted": ("Inverted, `model.eval()`", "the trained weights"),
    "classical": ("Classical", "weights W / (1 − rate), signals × (1 − rate)"),
    "none": ("No scaling", "weights W / (1 − rate), signals as they are"),
    "mistake": ("The mistake", "the trained weights, signals / (1 − rate)"),
}


def score_table(now: WrongMode) -> str:
    """Accuracy and log-loss of each rule on the test digits, as a Markdown table."""
    lines = ["| Rule | What inference computes | Accuracy | Log-loss |", "|---|---|--:|--:|"]
    for arm, (name, what) in ROWS.items():
        found = now.scores[arm]
        numbers = (
            f"{found.accuracy:.1%} | {found.log_loss:.3f}" if found else "undefined | undefined"
        )
        lines.append(f"| {name} | {what} | {numbers} |")
    accuracies = np.array([one.accuracy for one in now.forgotten])
    losses = np.array([one.log_loss for one in now.forgotten])
    lines.append(
        "| Forgotten `model.eval()` "
        f"| masks stay on; mean of {N_PASSES} passes (lowest to highest) "
        f"| {accuracies.mean():.1%} ({accuracies.min():.1%} to {accuracies.max():.1%}) "
        f"| {losses.mean():.3f} ({losses.min():.3f} to {losses.max():.3f}) |"
    )
    return "\n".join(lines).replace("%", " %")


def rates_in_words(now: WrongMode) -> str:
    """Which rates the table stands for, and how far that is what the network was trained with."""
    trained = (
        "These are the rates it was trained with."
        if now.p == TRAINED_RATE
        else f"It was trained with rate {TRAINED_RATE} on the hidden units."
    )
    return (
        "The shipped network, trained with inverted scaling, on the 450 test digits. Rates: "
        f"{now.p:.2f} on hidden units (the p of the stage) and {INPUT_RATE} on pixels. {trained} "
        "Rules that do not scale while training get weights divided by 1 − rate: then they "
        "compute the same function while training."
    )


def verdict(now: WrongMode) -> str:
    """What the table says, in words."""
    right, mistake = now.scores["inverted"], now.scores["mistake"]
    forgotten = float(np.mean([one.accuracy for one in now.forgotten]))
    assert right is not None  # never a division by zero: the factor at inference is 1
    lost = f"A forgotten `model.eval()`: accuracy {_signed(100 * (forgotten - right.accuracy), 1)}"
    if mistake is None:
        return (
            f"At p = 1 every rule but inverted divides by zero here. {lost} points; no hidden unit "
            "passes anything on, so the output biases alone decide, the same at every pass."
        )
    return (
        "Inverted and classical are the same function. No scaling and the mistake make the same "
        "error, signals 1/(1 − rate) times as large on each dropped layer: "
        "accuracy "
        f"{_signed(100 * (mistake.accuracy - right.accuracy), 1)} points, log-loss "
        f"{_signed(mistake.log_loss - right.log_loss, 3)}. {lost} points on average, and other "
        "probabilities at every pass."
    )


def _signed(difference: float, digits: int) -> str:
    return f"{difference:+.{digits}f}".replace("-", "−")
