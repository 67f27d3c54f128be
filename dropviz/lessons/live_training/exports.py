"""What can be taken home from *Live training*, as text, and an experiment read back from it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from dropviz.data.datasets import Dataset
from dropviz.experiments.arms import arm_names
from dropviz.experiments.complaints import complaints, first_few
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import CURVES, Film

LARGEST_JSON = 100_000
MOST_COMPLAINTS = 4
ABOUT_A_RUN = ("arm", "name", "seed")


class BadExperiment(Exception):  # noqa: N818
    """Sentences on why a file holds no experiment that can be trained."""


def curves_csv(film: Film) -> str:
    """The curves of a film as CSV, with a row for each run and measured step.

    Losses are in nats, errors are shares of wrong answers. Empty where a run was stopped.
    """
    return _text([(*ABOUT_A_RUN, "step", *CURVES), *_curve_rows(film)])


def named_curves_csv(films: Iterable[tuple[str, Film]]) -> str:
    """The curves of several runs as CSV, each with its name in the list of past runs."""
    rows: list[Sequence[object]] = [("run", "run_name", *ABOUT_A_RUN, "step", *CURVES)]
    for name, film in films:
        about = (film.experiment.hash, _no_formula(name))
        rows += [(*about, *row) for row in _curve_rows(film)]
    return _text(rows)


def results_csv(film: Film) -> str:
    """What the verdict rests on as CSV, a row for each run: test loss in nats, error as a share."""
    outcome = film.outcome
    columns = ("test_loss", "test_error", "chosen_step", "stopped_at")
    values = [_texts(getattr(outcome, column)) for column in columns]
    rows: list[Sequence[object]] = [(*ABOUT_A_RUN, *columns)]
    for arm, pair, about in _runs(film.experiment):
        rows.append((*about, *(column[arm, pair] for column in values)))
    return _text(rows)


def dataset_csv(data: Dataset) -> str:
    """A data set as networks get it before scaling, with a head and a row for each of n examples.

    The inputs, and last the number of the class, from 0.
    """
    inputs = _texts(data.x)
    head = [*(_no_formula(name) for name in data.features), "class"]
    return _text([head, *((*row, label) for row, label in zip(inputs, data.y, strict=True))])


def experiment_json(experiment: Experiment) -> str:
    """An experiment as JSON, which ``experiment_from`` reads."""
    return json.dumps(json.loads(experiment.canonical_json), indent=2) + "\n"


def experiment_from(data: bytes) -> Experiment:
    """The experiment in a file; what it does not name is as in the default one.

    Raises
    ------
    BadExperiment
        With a sentence for each field that is wrong, the first few of them.
    """
    if len(data) > LARGEST_JSON:
        raise BadExperiment(
            f"The file has {len(data):,} bytes; an experiment has a few hundred, and at most "
            f"{LARGEST_JSON:,} are read."
        )
    try:
        return Experiment.model_validate_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadExperiment(
            "The file is no text in UTF-8; an experiment is the JSON file that this page saves."
        ) from error
    except ValidationError as error:
        raise BadExperiment(first_few(complaints(error), MOST_COMPLAINTS)) from error


def _curve_rows(film: Film) -> list[Sequence[object]]:
    curves = _texts(film.snapshot.curves)
    steps = film.snapshot.steps.tolist()
    return [
        (*about, step, *curves[:, time, arm, pair])
        for arm, pair, about in _runs(film.experiment)
        for time, step in enumerate(steps)
    ]


def _runs(experiment: Experiment) -> list[tuple[int, int, tuple[object, ...]]]:
    """Arm and pair of each run, and what a row says about it: arms count from 1."""
    names = arm_names(experiment.arms)
    return [
        (arm, pair, (arm + 1, names[arm], seed))
        for arm in range(len(names))
        for pair, seed in enumerate(experiment.seeds)
    ]


def _texts(values: NDArray[np.generic]) -> NDArray[np.object_]:
    """The shortest text of each number that is read back as the same; empty for one that is none.

    Integers as they are.
    """
    texts = np.array([str(value) for value in values.ravel()], dtype=object).reshape(values.shape)
    finite = np.isfinite(values.astype(np.float64))
    return np.where(finite, texts, "")


def _no_formula(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _text(rows: Iterable[Sequence[object]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()
