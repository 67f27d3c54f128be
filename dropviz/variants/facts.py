"""The parts that a variant consists of.

Layers are built by functions that import PyTorch only when they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol, get_args

from dropviz.core.recurrent import Memory

Family = Literal["dense", "conv", "recurrent", "transformer", "residual"]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""In the order of the gallery."""
Kind = Literal["coin", "block", "gaussian", "concrete", "alpha", "zoneout"]
"""What a coin does: drops an entry, starts a block, becomes noise or a soft mask, replaces the
entry by a constant, or by its value of the step before."""
RateRule = Literal["constant", "early", "late", "linear"]
"""How the rate of an entry follows from p: over steps, or over blocks."""
TrialTask = Literal[
    "digits_dense", "digits_conv", "digits_conv_1d", "digits_conv_3d", "digits_residual",
    "recall", "next_character",
]  # fmt: skip
Place = Literal[
    "input", "hidden", "weights", "branch", "stack", "lstm",
    "embedding", "attention", "after_attention", "mlp", "after_mlp",
]  # fmt: skip
"""Where a network may have dropout: on what goes in, after a hidden layer's activation, on a
layer's weights, on the branch of each residual block (with its share of the rate), around the stack
of blocks, in the LSTM, and in the places of a transformer (``dropviz.core.transformer.PLACES``)."""

N_STEPS = 12
"""Training steps that early and late dropout show."""


@dataclass(frozen=True)
class Layout:
    """A small tensor and how a picture lays it out.

    axes : name and size, in the order of the layer's input (or of its weights)
    rows, columns : axes that go downwards and sideways, outer first
    """

    axes: Mapping[str, int]
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the tensor: the sizes of its axes."""
        return tuple(self.axes.values())


class Site(NamedTuple):
    """What a layer may have to know of where it stands.

    inputs, units : how many go in, or words there are; how many come out
    block : side of DropBlock's squares
    around : modules that it goes around
    """

    inputs: int = 0
    units: int = 0
    block: int = 3
    around: tuple[Any, ...] = ()


class MakesLayer(Protocol):
    """Builds a variant's ``torch.nn.Module``.

    Raises ``TypeError`` or ``ValueError`` for a rate that it can't have.
    """

    def __call__(self, p_drop: float, site: Site, *, generator: Any = None) -> Any:
        """Build the layer with rate p; coins come from the generator, or the global one."""


class OnTensor(Protocol):
    """Builds a module of one input, in float64, for the tensor x that a mask is shown over."""

    def __call__(self, x: Any, p_drop: float, *, generator: Any = None) -> Any:
        """Build the module with rate p; coins come from the generator, or the global one."""


@dataclass(frozen=True)
class Contract:
    """What a layer keeps of the contract that ``dropviz.layers`` describes.

    shape : of a tensor so small that all masks can be enumerated
    coins : how many it then flips; 0 if what it draws is no coin
    identity : eval mode and rate 0 give x itself
    mean_is_eval : the mean over masks is what eval mode gives; ``why`` not
    zeroes : entries of x are set to exactly 0
    rate_one_is_zero : at rate 1 it gives zeros
    takes_all_rates : from 0 to 1, both included
    """

    shape: tuple[int, ...]
    coins: int = 0
    identity: bool = True
    mean_is_eval: bool = True
    zeroes: bool = True
    rate_one_is_zero: bool = True
    takes_all_rates: bool = True
    why: str = ""


class Usage(NamedTuple):
    """A usual rate: the place, the rate there, who says so, and how firm that is.

    firm : one of the marks in ``variants.parts.usages``
    """

    where: str
    rate: str
    source: str
    firm: str


class Keras(NamedTuple):
    """A variant in Keras: code with $p for the rate, or none; and what differs from our layer."""

    code: str
    differs: str


@dataclass(frozen=True)
class EntryMoments:
    """Mean and variance of an entry over masks, and how they are known."""

    mean: float
    variance: float
    how: Literal["closed form", "enumeration", "integration"] = "closed form"


class Stage(Protocol):
    """What formulas take from the state of a stage."""

    @property
    def p(self) -> float:
        """The dropout rate that is chosen on the stage."""

    @property
    def block(self) -> int:
        """Side of DropBlock's squares."""

    @property
    def at(self) -> int:
        """The step in which early dropout ends and late dropout begins."""

    @property
    def times(self) -> int:
        """Number of steps that a recurrent cell remembers."""

    @property
    def window(self) -> int:
        """Place in its text from which the transformer reads."""

    @property
    def typed(self) -> str:
        """Text that was typed for the transformer to read instead."""


@dataclass(frozen=True)
class StageFacts:
    """How the stage of its family shows a variant, beside the others of it.

    name : in a word or two; says : what it does, as the start of a sentence
    memory : of a recurrent one, what becomes of a value that a cell holds
    formula, place : of its mask, and where that sits
    """

    name: str
    says: str
    memory: Memory | None = None
    formula: str = ""
    place: str = ""


@dataclass(frozen=True)
class InTrials:
    """The part of a variant in trials: small trainings, arm against arm.

    title : what an arm with it is called
    tasks : those that have a place for it, its own first
    places : where the networks of these tasks have it
    arms : variants and rates in the trial that shows it, beside the baseline
    settings : in which that trial differs from the defaults of its task
    learnt_rate : the rate that a layer has learnt, a scalar, where p is only its start; else None
    complaint : what is wrong with a rate p, or ""
    loss : makes the loss of two passes, for a variant that takes each batch twice
    penalty : of a layer and its number of units, what is added to the loss, summed over examples
    example_seconds : what an example costs in a step beyond that of other variants
    shipped : its trial takes longer than ten seconds, so the film is in ``assets/films``
    meaning_of_p : what p is if not the chance of an entry, from p and the side of blocks; or ""
    """

    title: str
    tasks: tuple[TrialTask, ...]
    places: tuple[Place, ...]
    arms: tuple[tuple[str, float], ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    learnt_rate: Callable[[Any], Any] | None = None
    complaint: Callable[[float], str] = lambda p_drop: ""
    loss: Callable[[], Any] | None = None
    penalty: Callable[[Any, int], Any] | None = None
    example_seconds: float = 0.0
    shipped: bool = False
    meaning_of_p: Callable[[float, int], str] = lambda p_drop, block: ""


def word_numbers(texts: tuple[str, ...]) -> list[list[int]]:
    """The number of each letter among all that there are, text by text."""
    words = sorted(set("".join(texts)))
    return [[words.index(letter) for letter in text] for text in texts]
