"""What is chosen on the stage of *Live training*, and how a link holds it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from annotated_types import Ge, Gt, Le, MaxLen
from pydantic import BeforeValidator, Field, TypeAdapter, ValidationInfo, field_validator
from pydantic.fields import FieldInfo

from dropviz.data.datasets import DATASETS
from dropviz.experiments.experiment import Activation, Arm, Experiment, Optimizer
from dropviz.experiments.peeking import LAST
from dropviz.lessons.live_training.arms_in_link import arms_from, arms_text
from dropviz.stage.view import View

DEFAULT = Experiment()
OWN = "csv-"
"""How the names of people's own data sets begin."""
Device = Literal["auto", "cpu", "cuda", "mps"]
LossMargin = Annotated[float, Field(ge=0.0, le=10.0, allow_inf_nan=False)]
ErrorMargin = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
PEEK_ROWS = 12
"""Comparisons where nothing is there that can be looked at pair by pair."""
JUDGED_BY = ("margin", "margin_error", "set_margin", "set_margin_error", "look")
"""Fields of the view that say how a run is judged."""

Setting = Literal[
    "data", "n", "noise", "hidden", "act", "opt", "lr", "batch", "steps", "pairs", "seed", "arms"
]
SETTINGS: dict[Setting, str] = {
    "data": "dataset", "n": "train_size", "noise": "label_noise", "hidden": "hidden",
    "act": "activation", "opt": "optimizer", "lr": "learning_rate", "batch": "batch_size",
    "steps": "steps", "pairs": "pairs", "seed": "first_seed", "arms": "arms",
}  # fmt: skip
"""Names of an experiment's fields in a link."""

_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    short: TypeAdapter(Annotated[field.annotation, field])  # type: ignore[arg-type]
    for short, name in SETTINGS.items()
    for field in [Experiment.model_fields[name]]
}


def _hidden_from(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-9]{1,5}(-[0-9]{1,5}){0,9}", value):
        raise ValueError("hidden layers are written like 128-128")
    return [int(width) for width in value.split("-")]


def _arms_from(value: Any) -> Any:
    return arms_from(value) if isinstance(value, str) else value


class LiveView(View):
    """What is on the stage of *Live training*.

    The settings of an experiment under their short names (``SETTINGS``), with its ranges; and what
    only chooses how it is run, judged and looked at:

    margin, margin_error : differences of log-loss (nats) and error (share) that do not matter.
    set_margin, set_margin_error : those that stood when Train was pressed: the run is judged at
        them.
    look : which look at its comparison the run is, 1 for the first.
    device : where to train; "auto" takes the best there is.
    run : hash of the run that is shown, or "".
    at : step that is looked at, -1 for the last.
    peeked, peek_row : pairs looked at so far where nothing is there, and in which comparison.
    peek_all : whether all comparisons where nothing is there are counted.
    """

    LANDMARKS = ("run",)

    data: str = DEFAULT.dataset
    n: int = DEFAULT.train_size
    noise: float = DEFAULT.label_noise
    hidden: Annotated[tuple[int, ...], BeforeValidator(_hidden_from)] = DEFAULT.hidden
    act: Activation = DEFAULT.activation
    opt: Optimizer = DEFAULT.optimizer
    lr: float = DEFAULT.learning_rate
    batch: int = DEFAULT.batch_size
    steps: int = DEFAULT.steps
    pairs: int = DEFAULT.pairs
    seed: int = DEFAULT.first_seed
    arms: Annotated[tuple[Arm, ...], BeforeValidator(_arms_from)] = DEFAULT.arms
    margin: LossMargin = 0.05
    margin_error: ErrorMargin = 0.01
    set_margin: LossMargin = 0.05
    set_margin_error: ErrorMargin = 0.01
    look: Annotated[int, Field(ge=1, le=10_000)] = 1
    device: Device = "auto"
    run: Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")] = ""
    at: Annotated[int, Field(ge=-1, le=20_000)] = -1
    peeked: Annotated[int, Field(ge=0, le=LAST)] = 0
    peek_row: Annotated[int, Field(ge=0, lt=PEEK_ROWS)] = 0
    peek_all: bool = False

    @field_validator(*SETTINGS)
    @classmethod
    def _as_in_an_experiment(cls, value: Any, info: ValidationInfo) -> Any:
        checked = _ADAPTERS[str(info.field_name)].validate_python(value)
        if info.field_name == "data" and not (checked in DATASETS or checked.startswith(OWN)):
            raise ValueError("there is no data set of that name")
        if info.field_name == "arms" and any(arm.p_hidden == () for arm in checked):
            raise ValueError("an arm has no hidden rate; give one, or one for each layer")
        return checked

    @property
    def experiment(self) -> Experiment:
        """The experiment of these settings.

        Raises
        ------
        pydantic.ValidationError
            If they do not fit together; ``experiments.complaints`` words it.
        """
        return Experiment(**{name: getattr(self, short) for short, name in SETTINGS.items()})

    @classmethod
    def of(cls, experiment: Experiment, **looked_at: Any) -> Self:
        """The view of an experiment; what is looked at may be given by name."""
        settings = {short: getattr(experiment, name) for short, name in SETTINGS.items()}
        return cls(**settings, **looked_at)

    @property
    def settings(self) -> dict[str, Any]:
        """What makes the experiment, as the stage takes it."""
        return self.model_dump(mode="json", include=set[str](SETTINGS))

    def with_run(self, run: str) -> Self:
        """The view with that run shown, at its last step."""
        return self.model_copy(update={"run": run, "at": -1})

    def in_link(self, name: str) -> str:
        """How the value of a field is written in a link."""
        if name == "hidden":
            return "-".join(str(width) for width in self.hidden)
        return arms_text(self.arms) if name == "arms" else super().in_link(name)


def _most(name: str) -> int:
    (rule,) = [one for one in Experiment.model_fields[name].metadata if isinstance(one, MaxLen)]
    return rule.max_length


MOST_ARMS, MOST_LAYERS = _most("arms"), _most("hidden")


def ranges() -> dict[str, tuple[float, float, bool]]:
    """Lowest and highest value of each number, and whether the lowest itself is excluded.

    Settings by their short names, fields of an arm by their own.
    """
    owned: dict[str, FieldInfo] = {
        short: Experiment.model_fields[name] for short, name in SETTINGS.items()
    }
    owned |= {name: LiveView.model_fields[name] for name in JUDGED_BY}
    owned |= dict(Arm.model_fields)
    found: dict[str, tuple[float, float, bool]] = {"p_hidden": (0.0, 1.0, False)}
    found |= {"max_norm": (0.1, 100.0, False), "width": (1, 1024, False)}
    for name, field in owned.items():
        low = [rule for rule in field.metadata if isinstance(rule, Ge | Gt)]
        high = [rule.le for rule in field.metadata if isinstance(rule, Le)]
        if low and high:
            least: Any = low[0].ge if isinstance(low[0], Ge) else low[0].gt
            most: Any = high[0]
            found[name] = (least, most, isinstance(low[0], Gt))
    return found
