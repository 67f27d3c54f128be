from __future__ import annotations

from dropviz.experiments.shipped_films import FOLDER, shipped_film
from dropviz.experiments.trial import trial_for
from dropviz.lessons.why.payload import EXPERIMENT
from dropviz.variants import VARIANTS


def test_the_films_that_are_shipped_are_those_that_are_shown_as_they_are() -> None:
    """If not: ``python -m scripts.train_films``."""
    trials = [trial_for(slug) for slug, one in VARIANTS.items() if one.trial.shipped]
    shipped = [EXPERIMENT.hash, *(one.hash for one in trials)]
    assert sorted(file.stem for file in FOLDER.iterdir()) == sorted(shipped)
    assert shipped_film(EXPERIMENT.hash).experiment == EXPERIMENT
    for trial in trials:
        film = shipped_film(trial.hash)
        assert film is not None
        assert film.experiment == trial
        assert film.snapshot.steps.tolist() == trial.measured_steps.tolist()
    assert shipped_film("0" * 16) is None
