"""What a variant of dropout declares of itself, in one module of this package."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray
from dropviz.core.writing import Formula, Source
from dropviz.variants.facts import (
    Contract,
    EntryMoments,
    Family,
    InTrials,
    Keras,
    Kind,
    Layout,
    MakesLayer,
    OnTensor,
    RateRule,
    Site,
    Stage,
    StageFacts,
    Usage,
    word_numbers,
)


class Entry(NamedTuple):
    """One entry of what a layer gives, at rate p.

    x : what masks are over; given : the layer's input; at : the entry's place in the output
    block : side of DropBlock's squares
    """

    variant: Variant
    x: FloatArray
    given: FloatArray
    at: tuple[int, ...]
    p: float
    block: int


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One variant: its layer, the small tensor that its mask is shown over, and what is said of it.

    slug : its name in links and trials, and the name of its module
    purpose : why it exists, and when to ``choose`` it: a sentence each
    order : place within its family
    layer : its module; on_tensor : the same for the example, where site do not say it all
    given : what goes in then, from the example
    n_masks : under which it is measured
    shared : axes whose entries have one coin together
    scaled : what is kept is divided by 1 - p
    rates : smallest and largest rate that the layer can have
    masked : which of several states is masked
    of_weights : entries are weights, not activations
    causal : there are no entries whose last index is above the last but one
    words : texts, a letter for a word: entries of the same word of a text have one coin together
    mixes : what comes out depends on several coins
    example : the tensor, of the layout's shape; what : what it holds
    moments : in theory; None where there is no closed form
    on_stage : in the stage of its family, if that has one that knows it
    why : inference does not give the mean over masks, by the side of blocks
    script : for ``string.Template``; $p, $block, $at, $seed, $steps, $shape, $axes, ...
    in_place : what its lines that matter contain, the last that has each
    """

    slug: str
    title: str
    purpose: str
    choose: str
    family: Family
    order: int
    layer: MakesLayer
    layout: Layout
    example: Callable[[Variant], FloatArray]
    what: str
    moments: Callable[[Entry], EntryMoments | None]
    formulas: Callable[[Variant, Stage], list[Formula]]
    script: str
    keras: Keras
    usages: tuple[Usage, ...]
    sources: tuple[Source, ...]
    contract: Contract
    trial: InTrials
    in_place: tuple[str, ...] = ("$p",)
    shared: tuple[str, ...] = ()
    kind: Kind = "coin"
    rate_rule: RateRule = "constant"
    scaled: bool = True
    rates: tuple[float, float] = (0.0, 1.0)
    masked: str = ""
    of_weights: bool = False
    causal: bool = False
    words: tuple[str, ...] = ()
    mixes: bool = False
    on_tensor: OnTensor | None = None
    given: Callable[[FloatArray], FloatArray] = np.ascontiguousarray
    n_masks: int = 4_000
    why: Callable[[int], str] = lambda block: ""
    on_stage: StageFacts | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the small tensor that the mask is shown over."""
        return self.layout.shape

    @property
    def own(self) -> tuple[str, ...]:
        """Names of the axes along which coins differ."""
        return tuple(axis for axis in self.layout.axes if axis not in self.shared)

    @property
    def coin_of(self) -> NDArray[np.int64]:
        """Number of each entry's coin, int64 of shape ``shape``.

        Coins are numbered row by row over the axes that are not shared.
        """
        if self.words:
            numbers = np.array(word_numbers(self.words))
            coins = numbers + (numbers.max() + 1) * np.arange(len(numbers))[:, None]
            return np.broadcast_to(coins[..., None], self.shape)
        own = [1 if axis in self.shared else size for axis, size in self.layout.axes.items()]
        return np.broadcast_to(np.arange(math.prod(own)).reshape(own), self.shape)

    @property
    def absent(self) -> NDArray[np.bool_]:
        """True where there is no entry, as a query attends to no later key; of shape ``shape``."""
        none = np.zeros(self.shape, dtype=bool)
        if self.causal:
            none |= np.triu(np.ones(self.shape[-2:], dtype=bool), 1)
        return none

    @property
    def example_tensor(self) -> FloatArray:
        """The tensor that the mask is shown over, float64 of shape ``shape``, the same every time.

        Rounded to hundredths.
        """
        return np.asarray(np.round(self.example(self), 2) + 0.0)

    @property
    def measured_tensor(self) -> FloatArray:
        """The part of the example that is measured.

        Where rates differ, it is a step or block at the whole rate.
        """
        at = {"early": 0, "late": -1, "linear": -1}.get(self.rate_rule)
        return self.example_tensor if at is None else self.example_tensor[at]

    def layer_on(self, x: Any, p_drop: float, block: int = 3, *, generator: Any = None) -> Any:
        """The layer as a module of one input, in float64, for a tensor x like the example."""
        if self.on_tensor is not None:
            return self.on_tensor(x, p_drop, generator=generator)
        site = Site(units=x.shape[-1], block=block)
        return self.layer(p_drop, site, generator=generator).double()

    def usable(self, p_drop: float) -> float:
        """The rate nearest to p that the layer can have."""
        return min(max(p_drop, self.rates[0]), self.rates[1])
