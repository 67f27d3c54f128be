"""Mean and variance over masks as they were measured, against theory and against inference."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dropviz.core.arrays import FloatArray
from dropviz.core.moments import Estimate
from dropviz.variants.base import Entry, Variant
from dropviz.variants.facts import EntryMoments

SURE = 3.0
"""Standard errors from which a difference is called one."""


@dataclass(frozen=True)
class EntryOverMasks:
    """One entry of a layer's output over many masks, beside theory and inference.

    where : the entry in words; inference : its value in eval mode; neighbour : |correlation| with
    the entry beside it, and whether they share a coin
    """

    where: str
    n_masks: int
    inference: float
    mean: Estimate
    variance: Estimate
    theory: EntryMoments | None
    why: str = ""
    neighbour: Estimate | None = None
    shares: bool | None = None

    @property
    def varies(self) -> bool:
        """Whether masks change the entry at all."""
        return self.variance.value > 1e-12


def compare(
    variant: Variant, outputs: FloatArray, inference: FloatArray, p_drop: float, block: int = 0
) -> EntryOverMasks:
    """Compare one entry over masks with theory and with inference.

    It is the entry whose value at inference is largest in size; of a recurrent layer in the last
    step.

    Parameters
    ----------
    outputs : of shape (n_masks, *inference.shape)
    block : side of DropBlock's squares
    """
    eligible = np.abs(inference)
    if variant.family == "recurrent":
        eligible = np.where(np.arange(inference.shape[1])[:, None] == len(inference[0]) - 1,
                            eligible, -1.0)  # fmt: skip
    at = tuple(int(index) for index in np.unravel_index(eligible.argmax(), inference.shape))
    values = _column(outputs, at)
    x = variant.measured_tensor
    theory = variant.moments(Entry(variant, x, variant.given(x), at, p_drop, block))
    neighbour, shares = _neighbour(variant, outputs, at, block)
    return EntryOverMasks(
        _where(variant, at), len(values), float(inference[at]), _mean(values), _variance(values),
        theory, variant.why(block), neighbour, shares,
    )  # fmt: skip


def _column(values: FloatArray, at: tuple[int, ...]) -> FloatArray:
    """One entry under all masks, of shape (n_masks,)."""
    return values.reshape(len(values), -1)[:, np.ravel_multi_index(at, values.shape[1:])]


def _where(variant: Variant, at: tuple[int, ...]) -> str:
    names = [name for name in variant.layout.axes if not (name == "in" or name == "block")]
    if variant.rate_rule in ("early", "late"):
        names = ["unit"]
    place = ", ".join(f"{name} {index + 1}" for name, index in zip(names, at, strict=True))
    if variant.of_weights:
        return f"y, {place}: a sum over in"
    part = {"early": ", in a step that drops", "late": ", in a step that drops",
            "linear": ", of the last block"}  # fmt: skip
    return place + part.get(variant.rate_rule, "")


def _mean(values: FloatArray) -> Estimate:
    error = float(values.std(ddof=1)) / math.sqrt(len(values))
    return Estimate(float(values.mean()), error, exact=False)


def _variance(values: FloatArray) -> Estimate:
    """Variance of the values, with the standard error from the fourth moment."""
    variance = float(values.var(ddof=1))
    fourth = float(((values - values.mean()) ** 4).mean())
    error = math.sqrt(max(0.0, fourth - variance**2) / len(values))
    return Estimate(variance, error, exact=False)


def _neighbour(
    variant: Variant, outputs: FloatArray, at: tuple[int, ...], block: int
) -> tuple[Estimate | None, bool | None]:
    """|Correlation| of an entry with one beside it, and whether they share a coin.

    Of the two along the last axis, the one that varies more; none where layers mix coins.
    """
    if variant.mixes:
        return None, None
    size = outputs.shape[-1]
    beside = [(*at[:-1], at[-1] + step) for step in (-1, 1) if 0 <= at[-1] + step < size]
    columns = [_column(outputs, place) for place in beside]
    values, other = _column(outputs, at), max(columns, key=lambda column: column.std())
    if values.std() < 1e-9 or other.std() < 1e-9:
        return None, None
    r = float(np.corrcoef(values, other)[0, 1])
    error = (1.0 - r**2) / math.sqrt(len(values))
    last = list(variant.layout.axes)[-1]
    shares: bool | None = last in variant.shared
    if variant.kind == "block":
        shares = True if block == variant.shape[-1] else None
    return Estimate(abs(r), error, exact=False), shares


def table(now: EntryOverMasks) -> str:
    """The comparison with theory as a Markdown table."""
    theory = now.theory
    header = f"Theory ({theory.how})" if theory else "Theory"
    rows = [
        f"| Over masks | {header} | Measured, {now.n_masks:,} masks |",
        "|---|--:|--:|",
        f"| Mean | {_number(theory.mean) if theory else 'none'} | {_with_error(now.mean)} |",
        f"| Variance | {_number(theory.variance) if theory else 'none'} "
        f"| {_with_error(now.variance)} |",
    ]
    if now.neighbour:
        expected = "none" if now.shares is None else "1" if now.shares else "0"
        rows.append(
            f"| Absolute correlation with the neighbouring entry | {expected} "
            f"| {_with_error(now.neighbour)} |"
        )
    return "\n".join(rows)


def sentence(now: EntryOverMasks) -> str:
    """What the table says, in sentences."""
    start = f"The entry is {now.where}."
    if not now.varies:
        return f"{start} At this rate no mask changes it: its value is {_number(now.mean.value)}."
    if now.theory is None:
        return f"{start} {_without_theory(now)}"
    away = abs(now.mean.value - now.theory.mean) / max(now.mean.error, 1e-15)
    found = f"The measured mean is {away:.1f} standard errors (the numbers after ±) from theory."
    if abs(now.theory.mean - now.inference) < 1e-9:
        return f"{start} {found} Inference (`model.eval()`) computes exactly this mean."
    because = f": {now.why}" if now.why else ""
    return (
        f"{start} {found} Inference (`model.eval()`) gives {_number(now.inference)}, not the mean "
        f"{_number(now.theory.mean)}{because}."
    )


def _without_theory(now: EntryOverMasks) -> str:
    away = abs(now.mean.value - now.inference) / max(now.mean.error, 1e-15)
    gap = (
        f"The measured mean is {away:.1f} standard errors (after ±) from what inference "
        f"(`model.eval()`) computes, {_number(now.inference)}"
    )
    says = (
        "so they differ"
        if away > SURE
        else "no difference is resolved, though a small one may exist"
    )
    return f"Mean and variance have no closed form here: {now.why}. {gap}: {says}."


def _number(value: float) -> str:
    return f"{value + 0.0:.3f}".replace("-", "−")


def _with_error(estimate: Estimate) -> str:
    if estimate.error < 5e-6:
        return _number(estimate.value)  # an error of 0.000 would tell nothing
    digits = 5 if estimate.error < 5e-4 else 3
    return f"{estimate.value + 0.0:.{digits}f} ± {estimate.error:.{digits}f}".replace("-", "−")
