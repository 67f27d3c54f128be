"""What the lesson *Live training* says about the settings and the run on its stage."""

from __future__ import annotations

from dataclasses import dataclass

from dropviz.data.splits import Sized
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import Film
from dropviz.experiments.spread import spreads
from dropviz.experiments.verdict import verdicts
from dropviz.lessons.live_training.diagnosis import diagnosis_sentences
from dropviz.lessons.live_training.verdict import spread_sentences, verdict_sentences
from dropviz.lessons.runs.judgement import Judgement, Terms
from dropviz.lessons.runs.learnt import learnt


def judgement(film: Film, terms: Terms) -> Judgement:
    """Verdicts, spreads and diagnosis of a finished run, in numbers and words."""
    experiment, outcome = film.experiment, film.outcome
    found = verdicts(
        outcome, margin=terms.margin, margin_error=terms.margin_error, anytime=terms.again
    )
    ratios = spreads(outcome)
    over_majority = learnt(outcome, film.scene.majority_error)
    says = {
        "verdict": verdict_sentences(experiment, outcome, found, over_majority, terms),
        "spread": spread_sentences(experiment, ratios),
        "diagnosis": diagnosis_sentences(experiment, film.snapshot),
    }
    return Judgement(found, ratios, says, over_majority.some_arm)


@dataclass(frozen=True)
class LiveFacts:
    """What is on the stage: the experiment, and what its run showed if it has finished.

    experiment : of the run that is shown, else of the settings
    data : a person's own data set, if it is on that
    """

    experiment: Experiment
    judged: Judgement | None = None
    data: Sized | None = None
