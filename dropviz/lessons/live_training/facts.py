"""What the lesson *Live training* says about the settings and the run on its stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dropviz.core.writing import Formula, Source
from dropviz.data.splits import Sized
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import Film
from dropviz.experiments.spread import Spread, spreads
from dropviz.experiments.verdict import Effect, Verdict, verdicts
from dropviz.lessons.live_training import formulas as live_formulas
from dropviz.lessons.live_training.diagnosis import diagnosis_sentences
from dropviz.lessons.live_training.verdict import spread_sentences, verdict_sentences
from dropviz.lessons.parts import Task

DROPOUT_RATE = 0.5
"""Of the task in which dropout hurts: that of the default, where it helps."""


@dataclass(frozen=True)
class Judgement:
    """What follows from a finished run, at the margins that were chosen.

    verdicts, spreads : by the number of the arm that is compared with the first
    says : sentences under "verdict", "spread" and "diagnosis"
    """

    verdicts: Mapping[int, tuple[Verdict, Verdict]]
    spreads: Mapping[int, Spread]
    says: Mapping[str, Sequence[str]]


def judgement(film: Film, margin: float, margin_error: float) -> Judgement:
    """Verdicts, spreads and diagnosis of a finished run, in numbers and words."""
    experiment = film.experiment
    found = verdicts(film.outcome, margin=margin, margin_error=margin_error)
    ratios = spreads(film.outcome)
    says = {
        "verdict": verdict_sentences(experiment, film.outcome, found, film.scene.sizes[-1]),
        "spread": spread_sentences(experiment, ratios),
        "diagnosis": diagnosis_sentences(experiment, film.snapshot),
    }
    return Judgement(found, ratios, says)


@dataclass(frozen=True)
class LiveFacts:
    """What is on the stage: the experiment, and what its run showed if it has finished.

    experiment : of the run that is shown, else of the settings
    data : a person's own data set, if it is on that
    """

    experiment: Experiment
    judged: Judgement | None = None
    data: Sized | None = None


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


def formulas(now: LiveFacts) -> Sequence[Formula]:
    """How the verdict is made, with the numbers of the run."""
    found, ratios = (now.judged.verdicts, now.judged.spreads) if now.judged else ({}, {})
    return live_formulas.formulas(now.experiment, found, ratios, now.data)


SOURCES = [
    Source(
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), *Dropout: a simple way "
        "to prevent neural networks from overfitting*, JMLR 15.",
        "Its table 9 compares regularisers on one network (MNIST, 784-1024-1024-2048-10): test "
        "error 1.62 % with L2, 1.25 % with dropout and L2, 1.05 % with dropout and max-norm. With "
        "100 or 500 training examples it saw no gain from dropout; with more the gain rose and "
        "then fell. The lines of its figure 4 are architectures, not seeds: it does not show that "
        "runs with dropout lie closer together. Its p is the chance of being *kept*.",
    ),
    Source(
        "Liu, Xu, Jin, Shen, Darrell (2023), *Dropout reduces underfitting*, arXiv:2303.01500.",
        "On ImageNet a small vision transformer (ViT-T) reached 73.9 % accuracy without dropout, "
        "67.9 % with it in all steps, 74.3 % with it in the first steps only. Dropout can hurt a "
        "network that has nothing to spare, and *when* it is on matters. It says nothing about "
        "networks as small as those on this page.",
    ),
    Source(
        "Li, Chen, Hu, Yang (2018), arXiv:1801.05134.",
        "Dropout *before* batch norm shifts the variance between training and test. Here batch "
        "norm comes before the activation and dropout after it, so only the next layer's batch "
        "norm sees dropped units.",
    ),
    Source(
        "Nadeau, Bengio (2003), *Inference for the generalization error*, Machine Learning 52.",
        "Splits of one data set share rows, so their results are not independent: an interval "
        "about new data must be wider than the one shown. The verdicts here are about seeds of "
        "this one data set.",
    ),
    Source(
        "Miller (1968), *Jackknifing variances*, Annals of Mathematical Statistics 39.",
        "Leaving out one pair at a time gives an interval for a ratio of variances that does not "
        "lean on normal losses; the spread between seeds is compared so. With ten pairs it is "
        "wide, and it does not say why one arm scatters less.",
    ),
    Source(
        "These runs.",
        "Small networks, a small data set, minutes at most. They show what happens here, with "
        "its uncertainty; they neither prove nor refute what a paper found elsewhere. Learning "
        "rate and steps are the same in all arms: each arm at its own best might compare "
        "differently.",
    ),
]
