"""What switches dropout off? Ten calls of PyTorch, run as they stand."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

P = 0.5
N = 1_000


@dataclass(frozen=True)
class ModeCall:
    """A call: when it is made, its one line of code, and whether a model in eval() makes it."""

    when: str
    code: str
    run: Callable[[], str]
    in_eval: bool = False


class RanCall(NamedTuple):
    """What a call returned, in words, and whether something was dropped."""

    when: str
    code: str
    result: str
    drops: bool
    in_eval: bool


class _Forward(nn.Module):
    """A model whose forward pass is one expression."""

    def __init__(self, forward: Callable[[nn.Module, Tensor], Tensor]) -> None:
        super().__init__()
        self.passes = forward

    def forward(self, x: Tensor) -> Tensor:
        """The expression."""
        return self.passes(self, x)


class Unchanged(str):
    """Words of a result in which nothing was dropped."""


def _counted(y: Tensor) -> str:
    """Of what came of ones."""
    zeros = int((y == 0).sum())
    if not zeros:
        return Unchanged(f"all {y.numel():,} values as they were")
    return f"{zeros:,} of {y.numel():,} values are 0, the others {float(y.max()):g}"


def _in_eval(forward: Callable[[nn.Module, Tensor], Tensor]) -> str:
    return _counted(_Forward(forward).eval()(torch.ones(N)))


def _without_gradients() -> str:
    with torch.no_grad():
        return _counted(nn.Dropout(P)(torch.ones(N)))


def _attention(model: nn.Module, value: Tensor) -> Tensor:
    """Each query weighs all keys alike; without dropout it returns the mean of ones."""
    query, key = torch.zeros(1, 4, 8), torch.zeros(1, 100, 8)
    return functional.scaled_dot_product_attention(query, key, value, dropout_p=P)


def _attends() -> str:
    means = _Forward(_attention).eval()(torch.ones(1, 100, 1)).flatten()
    if torch.allclose(means, torch.ones_like(means)):
        return Unchanged("each mean of ones is 1, as without dropout")
    return f"four means of ones are {', '.join(f'{mean:.2f}' for mean in means.tolist())}"


def _lstm() -> str:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        lstm = nn.LSTM(4, 4, num_layers=1, dropout=P)
    x = torch.ones(5, 1, 4)
    same = torch.equal(lstm(x)[0], lstm(x)[0])
    says = "twice the same output" if same else "two calls give different outputs"
    warning = "; it warns: " + str(warned[0].message).split(",")[0] if warned else ""
    return Unchanged(says + warning) if same else says + warning


def _channels() -> str:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        y = nn.Dropout2d(P)(torch.ones(8, 16, 16))
    rows, maps = int((y == 0).all(-1).sum()), int((y == 0).flatten(1).all(1).sum())
    if not rows:
        return _counted(y)
    warning = "; it warns that it reads (N, C, L)" if warned else ""
    return f"{rows} rows of 16 are 0, and {maps} of the 8 whole maps{warning}"


def _nan() -> str:
    y = nn.Dropout(1.0)(torch.tensor([math.nan, 1.0])).tolist()
    says = f"`[nan, 1]` became `[{y[0]:g}, {y[1]:g}]`"
    return f"{says}: dropping multiplies by 0" if y[1] == 0 else Unchanged(says)


def _one_left_on() -> str:
    model = nn.Sequential(nn.Dropout(P), nn.Dropout(P)).eval()
    model[1].train()
    return _counted(model(torch.ones(N)))


CALLS = (
    ModeCall("in train()", "nn.Dropout(0.5)(x)", lambda: _counted(nn.Dropout(P)(torch.ones(N)))),
    ModeCall(
        "in eval()",
        "nn.Dropout(0.5).eval()(x)",
        lambda: _counted(nn.Dropout(P).eval()(torch.ones(N))),
        in_eval=True,
    ),
    ModeCall("without gradients", "with torch.no_grad(): nn.Dropout(0.5)(x)", _without_gradients),
    ModeCall(
        "after model.eval()",
        "F.dropout(x, 0.5)",
        lambda: _in_eval(lambda model, x: functional.dropout(x, P)),
        in_eval=True,
    ),
    ModeCall(
        "after model.eval()",
        "F.dropout(x, 0.5, training=self.training)",
        lambda: _in_eval(lambda model, x: functional.dropout(x, P, training=model.training)),
        in_eval=True,
    ),
    ModeCall(
        "after model.eval()",
        "F.scaled_dot_product_attention(q, k, v, dropout_p=0.5)",
        _attends,
        in_eval=True,
    ),
    ModeCall("in train()", "nn.LSTM(4, 4, num_layers=1, dropout=0.5)(x)", _lstm),
    ModeCall("on (C, H, W) in train()", "nn.Dropout2d(0.5)(x)", _channels),
    ModeCall("on a value that is no number", "nn.Dropout(1.0)(torch.tensor([nan, 1]))", _nan),
    ModeCall(
        "one layer left in train()",
        "model.eval(); model[1].train(); model(x)",
        _one_left_on,
        in_eval=True,
    ),
)


def ran_calls() -> list[RanCall]:
    """Run each call; its coins are PyTorch's, so that numbers differ from time to time."""
    found = []
    for call in CALLS:
        result = call.run()
        drops = not isinstance(result, Unchanged)
        found.append(RanCall(call.when, call.code, str(result), drops, call.in_eval))
    return found
