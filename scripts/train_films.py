"""Compute the films that are shown without waiting: of *Why dropout?*, and of slow trials.

``python -m scripts.train_films``
"""

from __future__ import annotations

from dropviz.data.datasets import dataset
from dropviz.experiments.shipped_films import FOLDER, film_file
from dropviz.experiments.trial import trial_for
from dropviz.lessons.why.payload import EXPERIMENT
from dropviz.training.engine import train
from dropviz.training.trial_engine import train_trial
from dropviz.variants import VARIANTS


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.safetensors"):
        old.unlink()
    default = train(EXPERIMENT, dataset(EXPERIMENT.dataset))
    film_file(EXPERIMENT.hash).write_bytes(default.to_bytes())
    for slug in (slug for slug, variant in VARIANTS.items() if variant.trial.shipped):
        film = train_trial(trial_for(slug))
        film_file(film.experiment.hash).write_bytes(film.to_bytes())
        print(f"{slug}: {film.snapshot.seconds:.0f} s")


if __name__ == "__main__":
    main()
