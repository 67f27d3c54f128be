"""What the scenes of *Why dropout?* say is so in the film that is shipped."""

from __future__ import annotations

from dropviz.experiments.film import CURVES
from dropviz.lessons.why.guide import GUIDE
from dropviz.lessons.why.payload import film, payload
from dropviz.lessons.why.view import LAST


def test_the_film_shows_what_its_scenes_ask_for() -> None:
    curves = film().snapshot.curves
    train, new = (curves[CURVES.index(f"{part}_error")] for part in ("train", "validation"))
    plain, dropout = new[:, 0].mean(axis=1), new[:, 1].mean(axis=1)
    assert len(plain) == LAST + 1
    assert train[-1, 0].max() == 0  # all labels are given back, the wrong ones too
    assert 0 < plain.argmin() < LAST  # better, then worse again
    assert plain[-1] > plain.min() + 0.05
    assert train[-1, 1].mean() > 0.1  # with dropout more slowly ...
    assert dropout[-1] < plain[-1]  # ... and better on new digits


def test_every_pair_agrees() -> None:
    without, with_dropout = payload()["test_errors"]
    assert all(b < a for a, b in zip(without, with_dropout, strict=True))
    assert len(without) == payload()["pairs"] == 10
    assert GUIDE.scenes[-1].answers[-1] == "All ten"
