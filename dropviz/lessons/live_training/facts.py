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
from dropviz.lessons.runs.judgement import Judgement


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
