"""What the lesson *Thinned sub-networks* says about the view on its stage."""

from __future__ import annotations

from dataclasses import dataclass

from dropviz.core.arrays import BoolArray
from dropviz.core.subnetworks import binomial_band, expected_distinct
from dropviz.core.writing import Formula, Source
from dropviz.data.digits import TEST_FILE
from dropviz.experiments.recording import Recording
from dropviz.files import FOLDER
from dropviz.lessons.parts import Task
from dropviz.stage.thinned_networks import ThinnedView

MANY_OF_256 = 200


@dataclass(frozen=True)
class ThinnedFacts:
    """What the stage shows at the chosen step and example, from the recording."""

    view: ThinnedView
    recording: Recording

    @property
    def step(self) -> int:
        """The step, counted from 0."""
        return self.view.step - 1

    @property
    def example(self) -> int:
        """The place in the batch, counted from 0; the last one if the batch is smaller."""
        return min(self.view.example, self.view.batch) - 1

    @property
    def kept(self) -> BoolArray:
        """The hidden units in the sub-network on the stage, bool of shape (n_units,)."""
        return self.recording.kept(self.step, self.example)

    @property
    def loss_masked(self) -> float:
        """Loss of the batch with its masks."""
        return float(self.recording.loss_masked[self.step])

    @property
    def loss_plain(self) -> float:
        """Loss of the same batch and weights without masks."""
        return float(self.recording.loss_plain[self.step])

    @property
    def passes(self) -> int:
        """Masks drawn up to and with this step."""
        return self.view.step * self.recording.settings.n_masks

    @property
    def distinct(self) -> int:
        """Distinct sub-networks among them."""
        return int(self.recording.distinct_so_far()[self.step])


def facts(view: ThinnedView, recording: Recording) -> ThinnedFacts:
    """Look a view up in its run."""
    return ThinnedFacts(view, recording)


def tasks(now: ThinnedFacts) -> list[Task]:
    """Three things to try, each decided by the step and example on the stage."""
    kept, n = int(now.kept.sum()), now.recording.settings.n_units
    return [
        Task(
            "Find an example whose sub-network has fewer than half of the hidden units, but not "
            "none (a higher rate helps).",
            0 < kept < n / 2,
        ),
        Task(
            "Find a step whose batch loss is *lower* with masks than without.",
            now.loss_masked < now.loss_plain,
        ),
        Task(
            f"Choose 4 hidden units a layer (*More*) and step on until {MANY_OF_256} of the 256 "
            "possible sub-networks have appeared.",
            now.view.hidden == 4 and now.distinct >= MANY_OF_256,
        ),
    ]


def formulas(now: ThinnedFacts) -> list[Formula]:
    """Mask and gradient, counting, how often a unit is trained, and the two losses."""
    return [_mask_formula(now), _count_formula(now), _share_formula(now), _loss_formula(now)]


def _mask_formula(now: ThinnedFacts) -> Formula:
    p, kept, n = now.view.p, int(now.kept.sum()), now.recording.settings.n_units
    factor = 1 / (1 - p) if p < 1 else 0.0
    return Formula(
        f"{_whose_coins(now)}. Example {now.example + 1} keeps {kept} of {n} units at "
        f"$p = {p:.2f}$ (p is the chance of being *dropped*; the 2014 paper's p is the chance of "
        "being *kept*). A weight at a dropped unit gets no gradient from that example; the step "
        "uses the mean over the batch, and Adam's running averages can move a weight whose "
        "gradient is zero:",
        rf"\tilde h_i^{{(b)}} = c \, m_i^{{(b)}} h_i^{{(b)}}, \quad c = {factor:.3f} \\ "
        r"m_i^{(b)} = [\,u_i^{(b)} \ge p\,] \\ "
        r"\frac{\partial L}{\partial W_{ji}} = "
        rf"\frac{{1}}{{{now.view.batch}}} \sum_b \delta_j^{{(b)}} \, \tilde h_i^{{(b)}}",
    )


def _whose_coins(now: ThinnedFacts) -> str:
    if now.view.masks == "batch":
        return (
            "Here all examples $b$ of a batch share their coins (the contrast; dropout as "
            "published and `nn.Dropout` flip fresh ones for every example)"
        )
    outcome = {
        0.0: "but at $p = 0$ no coin drops anything: all of them train the whole network",
        1.0: "but at $p = 1$ every coin drops its unit: none of them has a hidden unit left",
    }.get(now.view.p, "so its sub-network can differ from those of the others")
    return f"Every example $b$ of the batch has coins of its own, {outcome}"


def _count_formula(now: ThinnedFacts) -> Formula:
    p, n, draws = now.view.p, now.recording.settings.n_units, now.passes
    expected = float(expected_distinct(n, p, draws))
    return Formula(
        f"{draws:,} masks have been drawn so far and {now.distinct:,} of them are distinct, of "
        f"$2^{{{n}}} = {2**n:,}$ that can be written down. A mask with $d$ dropped units has the "
        "chance $p^d (1-p)^{n-d}$, so in theory the number of distinct ones among $N$ is",
        rf"\sum_{{d=0}}^{{{n}}} \binom{{{n}}}{{d}} \Bigl(1 - \bigl(1 - p^d (1-p)^{{{n}-d}}"
        rf"\bigr)^{{{draws}}}\Bigr) \\ = {expected:,.1f}",
    )


def _share_formula(now: ThinnedFacts) -> Formula:
    p, draws = now.view.p, now.passes
    low, high = binomial_band(draws, 1 - p)
    return Formula(
        "The sub-networks share their weights: a unit can learn in each of them that keeps it, "
        "however seldom one and the same sub-network returns. The share of the masks that keep "
        "a unit lies in the band below with a chance of at least 95 %; among many units a few "
        "outside are no surprise:",
        rf"\textstyle\sum_b m_i^{{(b)}} \sim \mathrm{{Bin}}({draws},\, {1 - p:.2f}) \\ "
        rf"{low:.3f} \le \bar m_i \le {high:.3f}",
    )


def _loss_formula(now: ThinnedFacts) -> Formula:
    run = now.recording
    above = int((run.loss_masked > run.loss_validation).sum())
    validation = float(run.loss_validation[now.step])
    return Formula(
        "A training loss above the validation loss is not by itself a bug: it is measured on "
        "thinned networks, validation on the whole one. So measure the *same* weights on the "
        "*same* batch without masks. (For one masked layer straight before the softmax, Jensen's "
        "inequality says that masks can only raise the expected loss; with two masked layers and "
        f"one batch it can come out either way.) In this run the batch loss with masks lies above "
        f"the validation loss in {above} of {run.settings.n_steps} steps. At this step:",
        rf"L_\text{{batch, with masks}} = {now.loss_masked:.3f} \\ "
        rf"L_\text{{same batch, no masks}} = {now.loss_plain:.3f} \\ "
        rf"L_\text{{validation, no masks}} = {validation:.3f}",
    )


def code(now: ThinnedFacts) -> str:
    """A PyTorch script that trains this run again; runs from the folder of the app."""
    s = now.recording.settings
    path = TEST_FILE.relative_to(FOLDER).as_posix()
    masks = (
        "batch  # a mask for every example" if s.masks == "example" else "1  # one for the batch"
    )
    return f"""{_IMPORTS}
p, hidden, batch, learning_rate = {s.p_drop}, {s.hidden}, {s.batch_size}, {s.learning_rate}
n_train, n_steps, seed = {s.n_train}, {s.n_steps}, {s.seed}
n_masks = {masks}
digits = load_file("{path}")
{_TRAINING}"""


_IMPORTS = """import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn
"""
_TRAINING = """x, y = digits["pixels"].float() / 16, digits["labels"].long()

# Start, batches and coins have a generator each: changing p changes nothing else.
start, batches, coins = (torch.Generator().manual_seed(3 * seed + i) for i in range(3))
model = nn.Sequential(
    nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, 10)
)
for linear in model[::2]:
    nn.init.kaiming_uniform_(linear.weight, nonlinearity="relu", generator=start)
    nn.init.zeros_(linear.bias)
optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)


def dropout(h, u):  # what nn.Dropout(p) does, with coins u from outside
    return h * (u >= p) / (1 - p) if p < 1 else h * 0.0


for step in range(n_steps):
    rows = torch.randperm(n_train, generator=batches)[:batch]
    u = (torch.randint(100, (batch, 2 * hidden), generator=coins) + 0.5) / 100
    u = u[:n_masks]
    h = dropout(F.relu(model[0](x[rows])), u[:, :hidden])
    h = dropout(F.relu(model[2](h)), u[:, hidden:])
    loss = F.cross_entropy(model[4](h), y[rows])
    with torch.no_grad():
        plain = F.cross_entropy(model(x[rows]), y[rows])
        validation = F.cross_entropy(model(x[n_train:]), y[n_train:])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if (step + 1) % 20 == 0:
        print(f"step {step + 1}: with masks {loss:.4f}, without {plain:.4f}, "
              f"validation {validation:.4f}")

# In a model of your own: nn.Dropout(p) after each ReLU. It draws a fresh mask for every example
# in model.train() and does nothing in model.eval().
"""


SOURCES = [
    Source(
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), *Dropout: a simple way "
        "to prevent neural networks from overfitting*, JMLR 15.",
        "A new thinned network is sampled for each training *case*, not for each batch. A net of "
        "n units stands for $2^n$ thinned ones that share their weights, each trained “very "
        "rarely, if at all”. It does not show that every one of them is trained: almost none is "
        "ever sampled. Its p is the chance of being kept.",
    ),
    Source(
        "PyTorch, `torch.nn.Dropout`.",
        "The mask is drawn for each element, so the rows of a batch differ; a dropped element has "
        "gradient 0, a kept one 1/(1 - p).",
    ),
    Source(
        "This run.",
        "200 digits, a small network, one seed. It shows what happens in a step; it neither "
        "proves nor refutes that dropout helps.",
    ),
]
