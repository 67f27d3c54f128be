"""An experiment of *Live training* as a PyTorch script that runs by itself, without dropviz.

One network after another, from ``torch.nn`` and ``torch.optim``. Data, splits and wrong labels are
those of the app; start, batches and masks are drawn by PyTorch's own generators, so that a loss
differs from the app's as those of two seeds differ, not by rounding alone.
"""

from __future__ import annotations

import json
import textwrap

import numpy as np

from dropviz.data.datasets import DATASETS, Dataset, DatasetEntry
from dropviz.data.splits import part_sizes
from dropviz.experiments.arms import arm_names
from dropviz.experiments.experiment import Arm, Experiment
from dropviz.lessons.live_training.script_parts import (
    IMPORTS,
    LOADERS,
    NETWORK,
    OWN_CSV,
    RESULTS,
    SPLITS,
    STANDARDISED,
    TRAINING,
)

OTHER_DRAWS = (
    "Data, splits, sizes and wrong labels are those on the stage; starts, batches and masks are "
    "drawn anew, so its numbers differ from those on the stage as two seeds do."
)
ACTIVATIONS = {"relu": "ReLU", "tanh": "Tanh", "gelu": "GELU"}
OPTIMIZERS = {"adam": "Adam", "adamw": "AdamW", "sgd": "SGD"}
WIDTH = 96


def script(experiment: Experiment, own: Dataset | None = None) -> str:
    """The script.

    Parameters
    ----------
    own : a person's own data set, where the experiment has one; the script reads it from
        ``<name>.csv``, which ``dataset_csv`` wrote
    """
    data = DATASETS[experiment.dataset] if own is None else own
    name = experiment.dataset
    if own is None:
        scaled = "slice(None)" if name in STANDARDISED else ""
    else:
        columns = np.flatnonzero(own.standardise).tolist()
        scaled = "slice(None)" if own.standardise.all() else str(columns) if columns else ""
    parts = [_head(experiment, data.title, bool(scaled)), _settings(experiment, data)]
    parts += [_splits(scaled), _network(experiment), _training(experiment), RESULTS]
    return "\n".join(parts)


def about_script(experiment: Experiment) -> str:
    """What the script does, and all that it needs to run by itself; Markdown."""
    return f"For exactly these settings. {OTHER_DRAWS} {_needs(experiment, '`')}"


def _needs(experiment: Experiment, mark: str = "") -> str:
    """Packages, and files or a network; names of them between marks."""
    packages = ["torch", "numpy", "scipy", "scikit-learn"]
    also = ""
    if experiment.dataset == "mnist":
        also = " It downloads MNIST from openml.org the first time."
    elif experiment.dataset not in DATASETS:
        packages.append("pandas")
        file = f"{mark}{experiment.dataset}.csv{mark}"
        also = f' It reads {file}: save "Prepared data (CSV)" beside it.'
    *some, last = (f"{mark}{package}{mark}" for package in packages)
    return f"It runs in any folder where Python has {', '.join(some)} and {last}.{also}"


def _head(experiment: Experiment, title: str, scales: bool) -> str:
    own = OWN_CSV.replace("FILE", f"{experiment.dataset}.csv")
    loader = LOADERS.get(experiment.dataset, own).splitlines()[1:]
    imports = [line for line in loader if line.startswith(("import ", "from "))]
    rows = "\n".join(line for line in loader if line not in imports)
    scaler = ["from sklearn.preprocessing import StandardScaler"] * scales
    first, *others = sorted([*IMPORTS, *imports, *scaler], key=_place)
    title = f"{title}: {' / '.join(arm_names(experiment.arms))}."
    return f'''"""{_in_quotes(title)}

Trains one network after another. p is the chance of being dropped.
{_lines(OTHER_DRAWS)}
{_lines(_needs(experiment))}
"""

{first}

{chr(10).join(others)}

torch.set_num_threads(1)  # more threads only wait for one another in networks this small
{rows}
'''


def _place(line: str) -> tuple[bool, bool, str]:
    """Order of imports: the standard library, modules, names from modules."""
    return line != "import copy", line.startswith("from"), line.split()[1]


def _in_quotes(text: str) -> str:
    """Text that may come from a person's file, in lines for a triple-quoted string."""
    return _lines(json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', "'"))


def _lines(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _settings(experiment: Experiment, data: Dataset | DatasetEntry) -> str:
    now = experiment
    validation, test = part_sizes(data)
    plain = {name: _literal(name, value, len(now.hidden)) for name, value in Arm()}
    names = arm_names(now.arms)
    arms = [_arm(*pair, len(now.hidden)) for pair in zip(names, now.arms, strict=True)]
    return f"""\
n_classes, n_validation, n_test = {data.n_classes}, {validation}, {test}
train_size, label_noise, hidden = {now.train_size}, {now.label_noise}, {list(now.hidden)}
learning_rate, batch_size, steps = {now.learning_rate}, {now.batch_size}, {now.steps}
seeds = range({now.seeds.start}, {now.seeds.stop})
measured = np.rint(np.linspace(0, steps, {len(now.measured_steps)})).astype(int).tolist()
plain = {_dict(plain, indent=4)}
arms = {{  # the first one is the baseline
{chr(10).join(arms)}
}}
"""


def _arm(name: str, arm: Arm, n_hidden: int) -> str:
    """A line of ``arms``: what differs from the plain recipe."""
    plain = Arm()
    values = {
        field: _literal(field, value, n_hidden)
        for field, value in arm
        if value != getattr(plain, field)
    }
    key = json.dumps(name, ensure_ascii=False)
    return f"    {key}: plain | {_dict(values, indent=8)}," if values else f"    {key}: plain,"


def _literal(field: str, value: object, n_hidden: int) -> str:
    """A value as Python has it; hidden rates always as a list, one for each layer."""
    if field == "p_hidden":
        value = list(value) if isinstance(value, tuple) else [value] * n_hidden
    return json.dumps(value) if isinstance(value, str) else repr(value)


def _dict(values: dict[str, str], indent: int) -> str:
    """A call of ``dict``, in lines if it is long."""
    said = ", ".join(f"{name}={value}" for name, value in values.items())
    if len(said) < WIDTH // 2:
        return f"dict({said})"
    tab = " " * indent
    lines = textwrap.fill(said, WIDTH, initial_indent=tab, subsequent_indent=tab)
    return f"dict(\n{lines},\n{' ' * (indent - 4)})"


def _splits(scaled: str) -> str:
    scaling = f"""\
    some = {scaled}  # inputs that are standardised; missing values become the mean
    scaler, scaled = StandardScaler().fit(x[train][:, some]), x.copy()
    scaled[:, some] = np.nan_to_num(scaler.transform(x[:, some]))
"""
    return SPLITS.replace("SCALING", scaling if scaled else "    scaled = x\n")


def _network(experiment: Experiment) -> str:
    start = "tanh" if experiment.activation == "tanh" else "relu"
    text = NETWORK.replace("ACTIVATION", ACTIVATIONS[experiment.activation])
    return text.replace("NONLINEARITY", start)


def _training(experiment: Experiment) -> str:
    momentum = ", momentum=0.9" if experiment.optimizer == "sgd" else ""
    optimizer = f"torch.optim.{OPTIMIZERS[experiment.optimizer]}"
    return TRAINING.replace("OPTIMIZER", optimizer).replace("MOMENTUM", momentum)
