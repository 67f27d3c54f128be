"""Compute the films of trials that take longer than a visitor would wait: half a minute.

``python -m scripts.train_films``
"""

from __future__ import annotations

from dropviz.data.films import FOLDER, film_file
from dropviz.experiments.trial import PRECOMPUTED, trial_for
from dropviz.training.trial_engine import train_trial


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.safetensors"):
        old.unlink()
    for variant in PRECOMPUTED:
        film = train_trial(trial_for(variant))
        film_file(film.experiment.hash).write_bytes(film.to_bytes())
        print(f"{variant}: {film.snapshot.seconds:.0f} s")


if __name__ == "__main__":
    main()
