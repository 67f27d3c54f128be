"""An experiment of *Live training* as a PyTorch script that runs by itself, without dropviz.

One network after another, from ``torch.nn`` and ``torch.optim``. Data, splits and wrong labels are
those of the app; start, batches and masks are drawn by PyTorch's own generators, so that a loss
differs from the app's as those of two seeds differ, not by rounding alone.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Callable
from functools import cache

import numpy as np

from dropviz.data.datasets import DATASETS, Dataset, DatasetEntry
from dropviz.data.splits import part_sizes
from dropviz.experiments import interval
from dropviz.experiments.arms import arm_names
from dropviz.experiments.experiment import Arm, Experiment
from dropviz.lessons.in_place import ACTIVATIONS
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.judgement import Terms

DEFAULT_TERMS = Terms(LiveView().margin, LiveView().margin_error)
OTHER_DRAWS = (
    "Data, splits, sizes and wrong labels are those on the stage. Starts, batches and masks are "
    "drawn anew, so its numbers differ from those on the stage as two seeds do."
)
OPTIMIZERS = {"adam": "Adam", "adamw": "AdamW", "sgd": "SGD"}
WIDTH = 96


def script(experiment: Experiment, own: Dataset | None = None, terms: Terms = DEFAULT_TERMS) -> str:
    """A PyTorch script that trains the experiment by itself, without dropviz.

    Parameters
    ----------
    own : a person's own data set, where the experiment has one; the script reads it from
        ``<name>.csv``, which ``dataset_csv`` wrote
    terms : on which its runs are judged, as the page judges its own
    """
    data = DATASETS[experiment.dataset] if own is None else own
    name = experiment.dataset
    if own is None:
        scaled = "slice(None)" if name in STANDARDISED else ""
    else:
        columns = np.flatnonzero(own.standardise).tolist()
        scaled = "slice(None)" if own.standardise.all() else str(columns) if columns else ""
    parts = [_head(experiment, data.title, bool(scaled)), _settings(experiment, data)]
    parts += [
        _splits(scaled),
        _network(experiment),
        _training(experiment),
        _judging(terms),
        RESULTS,
    ]
    return "\n".join(parts)


def about_script(experiment: Experiment) -> str:
    """What the script does, and all that it needs to run by itself; Markdown."""
    return f"For exactly these settings. {OTHER_DRAWS} {_needs(experiment, '`')}"


def _needs(experiment: Experiment, mark: str = "") -> str:
    """A sentence on what the script needs: packages, a file or the network; names between marks."""
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
    """Sort key of a line of imports: the standard library, modules, names from modules."""
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


def _judging(terms: Terms) -> str:
    """How the page makes intervals and claims: its functions, as they stand there."""
    functions = "\n\n\n".join(_bare(part) for part in JUDGING)
    return f"""
measures = [("log-loss", {terms.margin}, float("inf")), ("error", {terms.margin_error}, 1.0)]
looked_before = {terms.again}  # at the same comparison with other pairs: an anytime interval
ERROR_RATE, FEWEST_PAIRS, RARE = {interval.ERROR_RATE}, {interval.FEWEST_PAIRS}, {interval.RARE}


{functions}
"""


@cache
def _bare(function: Callable[..., object]) -> str:
    """The text of a function without annotations, and with a docstring of one line."""
    (tree,) = ast.parse(inspect.getsource(function)).body
    assert isinstance(tree, ast.FunctionDef)
    tree.returns = None
    for argument in tree.args.args:
        argument.annotation = None
    first_line = str(ast.get_docstring(tree)).splitlines()[0]
    tree.body[0] = ast.Expr(ast.Constant(first_line))
    return ast.unparse(tree)


JUDGING = (
    interval.fewest_pairs, interval.pairs_for_no_difference, interval.summary, interval.critical,
    interval.reach, interval.ends, interval.claims, interval.interval, interval.effect_name,
    interval.cut,
)  # fmt: skip
IMPORTS = (
    "import copy", "import numpy as np", "import torch", "import torch.nn.functional as F",
    "from scipy.special import stdtrit", "from torch import nn",
    "from sklearn.model_selection import train_test_split",
)  # fmt: skip
LOADERS = {
    "digits": """
from sklearn.datasets import load_digits
x, y = load_digits(return_X_y=True)
x = x / 16""",
    "moons": """
from sklearn.datasets import make_moons
x, y = make_moons(2000, noise=0.25, random_state=0)
x = 1.2 * (x - [0.5, 0.25])""",
    "circles": """
from sklearn.datasets import make_circles
x, y = make_circles(2000, noise=0.15, factor=0.5, random_state=0)
x = 1.4 * x""",
    "spirals": """
draws, y = np.random.default_rng(0), np.arange(2000) % 2
along = draws.random(2000)
angle = 2.5 * np.pi * along + np.pi * y
x = 2 * along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
x = x + draws.normal(0, 0.12, (2000, 2))""",
    "xor": """
draws, corner = np.random.default_rng(0), np.arange(2000) % 4
signs = np.stack([corner % 2, corner // 2], axis=1) * 2.0 - 1.0
x, y = signs + draws.normal(0, 0.5, (2000, 2)), (signs.prod(axis=1) < 0).astype(int)""",
    "cancer": """
from sklearn.datasets import load_breast_cancer
x, y = load_breast_cancer(return_X_y=True)""",
    "wine": """
from sklearn.datasets import load_wine
x, y = load_wine(return_X_y=True)""",
    "mnist": """
from sklearn.datasets import fetch_openml
images = fetch_openml(data_id=554, as_frame=False)
x, y = images.data / 255, images.target.astype(int)""",
}
STANDARDISED = {"cancer", "wine"}
"""Registered data sets whose inputs are standardised, all of them."""
OWN_CSV = """
import pandas as pd
table = pd.read_csv("FILE")  # the prepared data, a download of the same page
x, y = table.iloc[:, :-1].to_numpy(float), table.iloc[:, -1].to_numpy()"""

SPLITS = '''
def parts(seed):
    """Training, validation and test part: inputs and labels each, split anew for each seed."""
    rest, test = train_test_split(
        np.arange(len(y)), test_size=n_test, stratify=y, random_state=seed
    )
    rest, validation = train_test_split(
        rest, test_size=n_validation, stratify=y[rest], random_state=seed
    )
    labels, counts, rank = y[rest], np.bincount(y[rest]), np.zeros(len(rest))
    for label, count in enumerate(counts):
        rank[labels == label] = np.arange(count)
    turn = np.where(rank == 0, 0.0, (rank + 0.5) / counts[labels])  # classes in proportion
    train = rest[np.sort(np.argsort(turn, kind="stable")[:train_size])]
    draws, given = np.random.default_rng([seed, 1]), y.copy()
    wrong = (y[train] + draws.integers(1, n_classes, train_size)) % n_classes
    chosen = draws.permutation(train_size)[: round(label_noise * train_size)]
    given[train[chosen]] = wrong[chosen]
SCALING    return [
        (torch.tensor(scaled[rows], dtype=torch.float32), torch.tensor(given[rows]))
        for rows in (train, validation, test)
    ]
'''
NETWORK = """
def network(arm):
    layers, n_in = [nn.Dropout(arm["p_input"])], x.shape[1]
    for n_out, p in zip(hidden, arm["p_hidden"]):
        norm = [nn.BatchNorm1d(n_out)] if arm["batch_norm"] else []
        layers += [nn.Linear(n_in, n_out), *norm, nn.ACTIVATION(), nn.Dropout(p)]
        n_in = n_out
    model = nn.Sequential(*layers, nn.Linear(n_in, n_classes))
    for layer in linear_layers(model):
        nn.init.kaiming_uniform_(layer.weight, nonlinearity="NONLINEARITY")
        nn.init.zeros_(layer.bias)
    return model


def linear_layers(model):
    return [layer for layer in model if isinstance(layer, nn.Linear)]


@torch.no_grad()
def loss_and_error(model, inputs, targets):
    logits = model.eval()(inputs)
    wrong = logits.argmax(1) != targets
    return F.cross_entropy(logits, targets).item(), wrong.float().mean().item()
"""
TRAINING = '''
def train(arm, seed):
    """Test loss and error of one run; NaN once a loss is no longer finite."""
    (x_train, y_train), validation, test = parts(seed)
    torch.manual_seed(seed)  # the same start for every arm
    model, lowest, best = network(arm), float("inf"), None
    optimizer = OPTIMIZER(
        model.parameters(), lr=learning_rate, weight_decay=arm["weight_decay"]MOMENTUM
    )
    draw = torch.Generator().manual_seed(seed)  # the same batches for every arm
    epochs = -(-steps * batch_size // train_size)
    rows = torch.cat([torch.randperm(train_size, generator=draw) for _ in range(epochs)])
    for step in range(steps + 1):
        if step in measured:
            loss, _ = loss_and_error(model, *validation)
            if not np.isfinite(loss):
                return float("nan"), float("nan")
            if arm["early_stopping"] and loss < lowest:
                lowest, best = loss, copy.deepcopy(model.state_dict())
        if step == steps:
            break
        first_half = 2 * step < steps
        drop = arm["schedule"] == "constant" or first_half == (arm["schedule"] == "early")
        for layer in model.train():
            layer.train(drop or not isinstance(layer, nn.Dropout))
        batch = rows[step * batch_size : (step + 1) * batch_size]
        inputs = x_train[batch]
        if arm["input_noise"]:
            inputs = inputs + arm["input_noise"] * torch.randn(inputs.shape)
        loss = F.cross_entropy(
            model(inputs), y_train[batch], label_smoothing=arm["label_smoothing"]
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if arm["max_norm"]:
            for layer in linear_layers(model):
                layer.weight.data = layer.weight.data.renorm(2, 0, arm["max_norm"])
    if best:
        model.load_state_dict(best)
    return loss_and_error(model, *test)
'''
RESULTS = """
results = {name: [] for name in arms}
for name, arm in arms.items():
    for seed in seeds:
        loss, error = train(arm, seed)
        results[name].append((loss, error))
        print(f"{name}, seed {seed}: test log-loss {loss:.4f}, test error {100 * error:.2f} %")

baseline, *others = (np.array(of_arm) for of_arm in results.values())
level = 100 * (1 - ERROR_RATE / len(others))
for name, other in zip(list(arms)[1:], others):
    for at, (measure, margin, most) in enumerate(measures):
        ended = np.isfinite(baseline[:, at]) & np.isfinite(other[:, at])
        first, difference = baseline[ended, at], (other - baseline)[ended, at]
        low, high = interval(difference, len(others), looked_before)
        effect = effect_name(low, high, len(difference), margin, len(others))
        low, high = cut(low, high, first, most)
        between = f"{level:.4g} % interval {low:+.4f} to {high:+.4f}, {len(difference)} pairs"
        print(f"{name}, test {measure}: {effect.replace('_', ' ')} ({between})")
"""
