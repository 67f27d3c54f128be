"""The exported script runs by itself and ends where our runs do.

Its data and splits are ours, its start, batches and masks are PyTorch's own, so its losses are
draws from the distribution that our runs of the same arm are draws from. With 10 pairs the range of
ours spans about 3.1 standard deviations. The mean of the script's 10 runs must lie inside that
range as it is: its ends are about 1.5 standard deviations from the middle, more than three standard
errors of a difference of two such means. A single run must lie inside three times the range, about
4.5 standard deviations either way.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dropviz.data.datasets import DATASETS, Dataset, dataset
from dropviz.data.own_csv import dataset_from, read_csv
from dropviz.data.splits import split
from dropviz.experiments.arms import arm_names
from dropviz.experiments.experiment import Arm, Experiment
from dropviz.lessons.live_training.code import LOADERS, about_script, script
from dropviz.lessons.live_training.exports import dataset_csv
from dropviz.training.engine import train

pytestmark = pytest.mark.slow

PAIRS = 10
SMALL = Experiment(hidden=(48, 32), steps=100, pairs=PAIRS, learning_rate=0.003, first_seed=100)
EXPERIMENTS = {
    "adam": SMALL.model_copy(
        update={
            "arms": (
                Arm(), Arm(p_hidden=(0.6, 0.2), p_input=0.3), Arm(p_hidden=0.7, schedule="early"),
                Arm(p_hidden=0.7, schedule="late"), Arm(batch_norm=True), Arm(input_noise=0.8),
            )
        }
    ),
    "adamw, gelu": SMALL.model_copy(
        update={
            "optimizer": "adamw", "activation": "gelu", "learning_rate": 0.01, "label_noise": 0.3,
            "arms": (
                Arm(), Arm(weight_decay=1.0), Arm(max_norm=0.4), Arm(label_smoothing=0.6),
                Arm(early_stopping=True), Arm(p_hidden=0.5, batch_norm=True, early_stopping=True),
            ),
        }
    ),
    "sgd, tanh, wine": SMALL.model_copy(
        update={
            "dataset": "wine", "train_size": 60, "batch_size": 20, "optimizer": "sgd",
            "activation": "tanh", "learning_rate": 0.05, "hidden": (24,), "label_noise": 0.1,
            "arms": (Arm(), Arm(weight_decay=0.5), Arm(p_hidden=0.5, p_input=0.5)),
        }
    ),
}  # fmt: skip


def printed(text: str, folder: Path) -> dict[str, np.ndarray]:
    """Loss and error of each run that the script says, of shape (pairs, 2), by arm."""
    (folder / "exported.py").write_text(text)
    done = subprocess.run(
        [sys.executable, "-W", "error", "exported.py"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list] = {}
    pattern = r"^(.*), seed \d+: test log-loss (nan|\d+\.\d+), test error (nan|\d+\.\d+) %$"
    for name, loss, error in re.findall(pattern, done.stdout, re.MULTILINE):
        found.setdefault(name, []).append((float(loss), float(error) / 100))
    return {name: np.array(runs) for name, runs in found.items()}


LONG = pytest.mark.long
"""That of SGD takes seconds; the other two have the same loop with other settings."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=LONG if "adam" in name else ()) for name in EXPERIMENTS]
)
def test_the_script_lands_within_the_band_of_our_runs(name: str, tmp_path: Path) -> None:
    experiment, data = EXPERIMENTS[name], dataset(EXPERIMENTS[name].dataset)
    ours = train(experiment, data).outcome.test_loss
    theirs = printed(script(experiment), tmp_path)
    assert list(theirs) == arm_names(experiment.arms)
    for arm, (label, runs) in enumerate(theirs.items()):
        low, high = ours[arm].min(), ours[arm].max()
        losses = runs[:, 0]
        assert len(losses) == PAIRS
        assert low <= losses.mean() <= high, (label, losses, ours[arm])
        assert losses.min() >= low - (high - low), (label, losses, ours[arm])
        assert losses.max() <= high + (high - low), (label, losses, ours[arm])


def test_the_bands_are_narrow_enough_to_tell_most_arms_from_the_baseline() -> None:
    """Else the test above could not fail."""
    told = []
    for experiment in EXPERIMENTS.values():
        baseline, *others = train(experiment, dataset(experiment.dataset)).outcome.test_loss
        told += [not of_arm.min() <= baseline.mean() <= of_arm.max() for of_arm in others]
    assert len(told) == 12
    assert sum(told) >= 9


def test_a_run_that_blows_up_is_told_as_one(tmp_path: Path) -> None:
    wild = Experiment(
        optimizer="sgd", learning_rate=10.0, pairs=1, steps=200, hidden=(32, 32, 32),
        arms=(Arm(weight_decay=0.5), Arm(weight_decay=0.6)),
    )  # fmt: skip
    assert np.isnan(train(wild, dataset("digits")).outcome.test_loss).all()
    theirs = printed(script(wild), tmp_path)
    assert np.isnan(np.array(list(theirs.values()))).all()


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "mnist"])
def test_data_and_splits_are_those_of_the_app(name: str) -> None:
    data = dataset(name)
    experiment = Experiment(dataset=name, train_size=60, batch_size=20, label_noise=0.3)
    before, _ = script(experiment).split("\ndef network")
    there: dict = {}
    exec(before, there)
    np.testing.assert_allclose(there["x"], data.x, atol=1e-6)
    np.testing.assert_array_equal(there["y"], data.y)
    for seed in (0, 7):
        ours = split(data, seed, 60, 0.3)
        for (x, y), part in zip(there["parts"](seed), ("train", "validation", "test"), strict=True):
            np.testing.assert_allclose(x, getattr(ours, f"x_{part}"), atol=1e-5)
            np.testing.assert_array_equal(y, getattr(ours, f"y_{part}"))


def test_every_data_set_has_a_loader() -> None:
    assert set(LOADERS) == set(DATASETS)


def own_data() -> Dataset:
    draws = np.random.default_rng(0)
    kinds = np.array(["red", "green", "blue"])[draws.integers(0, 3, 90)]
    rows = [
        f"{draws.normal() + 2 * (kind == 'red'):.3f},{'' if row % 7 == 0 else row * 0.5},{kind},"
        f"{'yes' if kind == 'red' else 'no'}"
        for row, kind in enumerate(kinds)
    ]
    table = read_csv(("=first,second,colour,label\n" + "\n".join(rows)).encode())
    return dataset_from(table, "label")


def test_own_data_are_read_by_name(tmp_path: Path) -> None:
    data = own_data()
    assert not data.standardise.all()
    assert np.isnan(data.x).any()
    (tmp_path / f"{data.name}.csv").write_text(dataset_csv(data))
    experiment = Experiment(
        dataset=data.name, train_size=40, batch_size=10, steps=100, pairs=PAIRS, hidden=(32,),
        label_noise=0.1, first_seed=100,
    )  # fmt: skip
    ours = train(experiment, data).outcome.test_loss
    theirs = printed(script(experiment, data), tmp_path)
    for arm, runs in enumerate(theirs.values()):
        assert ours[arm].min() <= runs[:, 0].mean() <= ours[arm].max()


def imported(text: str) -> set[str]:
    """Packages outside the standard library, as pip calls them."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module).split(".")[0])
    return {{"sklearn": "scikit-learn"}.get(name, name) for name in names - sys.stdlib_module_names}


@pytest.mark.parametrize("name", [*DATASETS, "own"])
def test_what_it_says_it_needs_is_what_it_imports(name: str) -> None:
    own = own_data() if name == "own" else None
    experiment = Experiment(dataset=own.name if own else name, train_size=40, batch_size=10)
    text, about = script(experiment, own), about_script(experiment)
    packages = about.split("Python has ")[1].split(".")[0]
    assert set(re.findall(r"`([\w-]+)`", packages)) == imported(text)
    head = " ".join(str(ast.get_docstring(ast.parse(text))).split())
    assert head.endswith(about.split("settings. ")[1].replace("`", ""))
    assert ("Prepared data (CSV)" in head) == (own is not None)
    assert ("openml.org" in head) == (name == "mnist")


def test_what_a_file_says_is_text_in_the_script() -> None:
    hostile = '"""\nimport os; os.system("x") \\" \\u00 {x} \x00' + "\\" * 150
    data = own_data()
    named = Dataset(
        data.name, hostile, data.x.copy(), data.y.copy(), data.classes, data.features,
        data.standardise.copy(),
    )  # fmt: skip
    experiment = Experiment(dataset=data.name, train_size=40, batch_size=10)
    code = compile(script(experiment, named), "exported", "exec")
    assert "os" not in code.co_names


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_it_is_short_enough_to_be_read(name: str) -> None:
    text = script(EXPERIMENTS[name])
    assert text.count("\n") <= 260  # 95 of them the interval and its claims
    assert max(map(len, text.splitlines())) <= 100
