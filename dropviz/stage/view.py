"""What a person chose on a stage, validated on the way in, whether from a link or the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from typing_extensions import TypedDict

from dropviz.core.limits import LAST_SEED, MOST_PAIRS_OF_A_TRIAL

Rate = Annotated[
    float, Field(ge=0.0, le=1.0, allow_inf_nan=False), AfterValidator(lambda p: round(p, 2))
]
"""A dropout rate (chance of being dropped) in steps of 0.01, as the sliders have it."""

Seed = Annotated[int, Field(ge=0, le=LAST_SEED)]


class View(BaseModel):
    """Base of the views: frozen, every field with a default, readable from a query string."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def accept(cls, values: Mapping[str, Any]) -> tuple[Self, list[str]]:
        """The view with each acceptable value, and the names of those that were not.

        Nothing raises: a value that is out of range or of the wrong type leaves the default.
        """
        good: dict[str, Any] = {}
        rejected: list[str] = []
        for name in cls.model_fields.keys() & values.keys():
            try:
                good[name] = getattr(cls.model_validate({name: values[name]}), name)
            except ValidationError:
                rejected.append(name)
        return cls.model_validate(good), sorted(rejected)

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> tuple[Self, list[str]]:
        """As ``accept``, from lists of strings; a repeated parameter is not acceptable."""
        single = {name: texts[0] if len(texts) == 1 else texts for name, texts in query.items()}
        return cls.accept(single)

    def with_run(self, run: str) -> Self:
        """The view with that run shown, or none; for views that have the field ``run``."""
        return self.model_copy(update={"run": run})

    def to_query(self) -> dict[str, str]:
        """The values that differ from the defaults, as strings for a link."""
        default = type(self)()
        return {name: str(value) for name, value in self if value != getattr(default, name)}


class TrialView(View):
    """A view of a lesson with a trial: a small training whose pairs and seeds a person may choose.

    run : hash of the training that is shown, or ""
    pairs : 0 for those that the trial has by itself
    """

    run: Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")] = ""
    pairs: Annotated[int, Field(ge=0, le=MOST_PAIRS_OF_A_TRIAL)] = 0
    first_seed: Seed = 0


class ImposedView(TypedDict):
    """A view that Python puts on a stage, beside its payload (``Imposed``).

    imposed : another text each time that one is put there
    revision : the newest gesture that Python knew of
    """

    view: dict[str, Any]
    imposed: str
    revision: int


@dataclass(frozen=True)
class Imposed:
    """A view that Python puts on a stage: from a link, the back button, or a return to the page.

    ``token`` is another one each time, also after a restart of the server; ``revision`` is the
    newest gesture Python knew of, so that a stage with newer ones keeps them.
    """

    view: dict[str, Any]
    revision: int = 0
    token: str = field(default_factory=lambda: token_hex(8))

    def as_data(self) -> ImposedView:
        """The imposed view as the stage's ``ViewStore`` reads it."""
        return {"view": self.view, "imposed": self.token, "revision": self.revision}


NOTHING = Imposed({}, token="")
"""On a stage where nothing is chosen."""
