"""What the lesson *Toggle neurons* says about the view on its stage."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dropviz.core.arrays import FloatArray
from dropviz.core.coins import log10_mask_probability
from dropviz.core.network import ForwardPass, forward, plain_multipliers, split_units
from dropviz.core.scaling import unit_factor
from dropviz.core.writing import Formula, Source
from dropviz.data.digits import LARGEST_PIXEL, test_digits
from dropviz.data.networks import network_file, shipped_network
from dropviz.files import FOLDER
from dropviz.lessons.parts import Task
from dropviz.stage.toggle_neurons import N_UNITS, ToggleView, kept_units

N_INPUT = 64
N_HIDDEN = N_UNITS - N_INPUT


@dataclass(frozen=True)
class ToggleFacts:
    """What the stage shows, computed in Python: ``kept`` is bool of shape (128,), input first."""

    view: ToggleView
    kept: np.ndarray[tuple[int], np.dtype[np.bool_]]
    whole: ForwardPass
    thinned: ForwardPass
    label: int

    @property
    def before(self) -> int:
        """Prediction of the whole network without dropout."""
        return int(self.whole.logits[0].argmax())

    @property
    def after(self) -> int:
        """Prediction of the network as it is on the stage."""
        return int(self.thinned.logits[0].argmax())

    @property
    def hidden_kept(self) -> int:
        """Hidden units that are on."""
        return int(self.kept[N_INPUT:].sum())


def image_pixels(view: ToggleView) -> FloatArray:
    """The image on the stage, float of shape (64,) in [0, 1]."""
    if view.drawn:
        return np.array([int(ink, 17) / LARGEST_PIXEL for ink in view.drawn])
    return np.asarray(test_digits().images[view.image], dtype=np.float64)


def multipliers(view: ToggleView) -> list[FloatArray]:
    """What each layer's units are multiplied by, arrays of shape (64,), (32,), (32,)."""
    sizes = shipped_network(view.network).sizes
    rates = [view.p_input] + [view.p] * (len(sizes) - 2)
    return [
        np.where(kept, unit_factor(p, view.scaling, view.mode), 0.0)
        for kept, p in zip(split_units(kept_units(view), sizes), rates, strict=True)
    ]


def facts(view: ToggleView) -> ToggleFacts:
    """Evaluate a view."""
    network = shipped_network(view.network)
    image = image_pixels(view)
    whole = forward(network, image, plain_multipliers(network))
    thinned = forward(network, image, multipliers(view))
    label = view.label
    if label < 0:
        drawn = bool(view.drawn)
        label = int(whole.logits[0].argmax() if drawn else test_digits().labels[view.image])
    return ToggleFacts(view, kept_units(view), whole, thinned, label)


def tasks(now: ToggleFacts) -> list[Task]:
    """Three things to try, each decided by the state of the stage."""
    view = now.view
    changed = now.before != now.after
    coins_alone = view.mode == "training" and not view.mask and view.p < 1
    half_off = 0 < now.hidden_kept <= N_HIDDEN // 2
    return [
        Task("Switch off units until the prediction changes.", changed and not now.kept.all()),
        Task(
            "Let the coins alone (p below 1) silence at least half of the hidden units, and keep "
            "the prediction.",
            coins_alone and half_off and not changed,
        ),
        Task(
            "Silence a unit by hand and show the gradient (*More*, *edges show*): no edge reaches "
            "the unit.",
            view.edges == "gradient" and "0" in view.mask,
        ),
    ]


def formulas(now: ToggleFacts) -> list[Formula]:
    """Mask, its probability, and the factor, with the numbers on the stage."""
    view = now.view
    if view.mode == "training":
        return [_training_formula(view), _probability_formula(now), _gradient_formula(now)]
    return [_inference_formula(view), _gradient_formula(now)]


def _units(count: int) -> str:
    return f"{count} unit is" if count == 1 else f"{count} units are"


def _factor_line(view: ToggleView) -> str:
    factor = unit_factor(view.p, view.scaling, view.mode)
    return rf"c = {factor:.3f}\ \text{{({view.scaling} scaling, {view.mode})}}"


def _training_formula(view: ToggleView) -> Formula:
    by_hand = N_UNITS - view.mask.count("-") if view.mask else 0
    hands = f" {_units(by_hand)} set by hand instead." if by_hand else ""
    return Formula(
        "Each hidden unit $i$ has a coin $u_i$ and is kept when $u_i \\ge p$, here "
        f"$p = {view.p:.2f}$.{hands} (p is the chance of being *dropped*, as in PyTorch; the 2014 "
        "paper's p is the chance of being *kept*.)",
        r"m_i = [\,u_i \ge p\,], \qquad \tilde h_i = c \, m_i \, h_i \\" + _factor_line(view),
    )


def _inference_formula(view: ToggleView) -> Formula:
    silenced = view.mask.count("0")
    return Formula(
        "At inference no coin is looked at: every mask $m_i$ is 1, except that "
        f"{_units(silenced)} silenced by hand. The weights were trained with inverted scaling, "
        "which needs no factor here; the classical factor belongs to weights trained without one.",
        r"\tilde h_i = c \, m_i \, h_i \\" + _factor_line(view),
    )


def _probability_formula(now: ToggleFacts) -> Formula:
    """The chance of this mask, over the units that have a rate (pixels only at p_input > 0)."""
    view, kept = now.view, now.hidden_kept
    log10 = log10_mask_probability(kept, N_HIDDEN - kept, view.p)
    latex, n_units, where = rf"p^{{{N_HIDDEN - kept}}} (1-p)^{{{kept}}}", N_HIDDEN, "hidden units"
    kept_pixels = int(now.kept[:N_INPUT].sum())
    if view.p_input > 0 or kept_pixels < N_INPUT:
        log10 += log10_mask_probability(kept_pixels, N_INPUT - kept_pixels, view.p_input)
        latex += (
            rf"\cdot p_\text{{in}}^{{{N_INPUT - kept_pixels}}} (1-p_\text{{in}})^{{{kept_pixels}}}"
        )
        n_units, where = N_UNITS, f"units, pixels (rate {view.p_input:.2f}) included"
    chance = "0"
    if math.isfinite(log10):
        chance = rf"10^{{{log10:.1f}}}" if log10 < -3 else f"{10**log10:.3g}"
    return Formula(
        f"There are $2^{{{n_units}}}$ masks over the {n_units} {where}. Under the coins the "
        "one on the stage has the probability",
        f"{latex} = {chance}",
    )


def _gradient_formula(now: ToggleFacts) -> Formula:
    label = f"the true label {now.label}"
    if now.view.drawn and now.view.label < 0:
        label = f"a label of {now.label} (a drawing has none: it is what the whole network says)"
    return Formula(
        f"The gradient of the loss for {label} with respect to a weight is what flows back times "
        "what flowed in. Where a unit is dropped one of the two is zero, so the gradient is "
        "exactly zero:",
        r"\frac{\partial L}{\partial W_{ji}} = \delta_j \, \tilde h_i \\"
        r"\delta_i = c \, m_i \, [h_i > 0] \sum_j W_{ji} \, \delta_j",
    )


def code(now: ToggleFacts) -> str:
    """A PyTorch script that computes what the stage shows; runs from the folder of the app."""
    view = now.view
    path = network_file(view.network).relative_to(FOLDER).as_posix()
    pixels = [round(pixel * LARGEST_PIXEL) for pixel in image_pixels(view)]
    masks = split_units(now.kept.astype(int), (N_INPUT, N_HIDDEN // 2, N_HIDDEN // 2, 10))
    mask_lines = "\n".join(f"    torch.tensor({mask.tolist()})," for mask in masks)
    factors = [unit_factor(p, view.scaling, view.mode) for p in (view.p_input, view.p, view.p)]
    return f"""import torch
from safetensors.torch import load_file
from torch import nn

model = nn.Sequential(
    nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 10)
)
model.load_state_dict(load_file("{path}"))

image = torch.tensor({pixels}) / 16
keep = [  # 1 where a unit is kept: input, hidden 1, hidden 2
{mask_lines}
]
# p_input = {view.p_input}, p = {view.p}, {view.scaling} scaling, {view.mode}
factor = {factors}

x = image
for layer, linear in enumerate((model[0], model[2], model[4])):
    x = linear(x * keep[layer] * factor[layer])
    if layer < 2:
        x = torch.relu(x)
probabilities = torch.softmax(x, dim=0)
print(f"says {{probabilities.argmax()}}, at {{probabilities.max():.1%}}")

# In a model of your own: nn.Dropout(p={view.p}) after each ReLU. It draws a fresh mask for every
# example, divides by 1 - p in model.train() and does nothing in model.eval().
"""


SOURCES = [
    Source(
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), *Dropout: a simple way "
        "to prevent neural networks from overfitting*, JMLR 15.",
        "Units are dropped while training and weights are scaled by the keep probability at test "
        "time (classical scaling). Its p is the chance of being kept.",
    ),
    Source(
        "Hinton et al. (2012), arXiv:1207.0580.",
        "The first description. The idea that units learn not to rely on particular others "
        "(co-adaptation) is a supported hypothesis; the strip on this page, for two networks and "
        "one data set, neither proves nor refutes it.",
    ),
    Source(
        "PyTorch, `torch.nn.Dropout`.",
        "Inverted scaling: division by 1 - p in training, nothing at inference.",
    ),
]
