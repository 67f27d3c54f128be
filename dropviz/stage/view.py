"""What a person chose on a stage, validated on the way in, whether from a link or the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

Rate = Annotated[
    float, Field(ge=0.0, le=1.0, allow_inf_nan=False), AfterValidator(lambda p: round(p, 2))
]
"""A dropout rate (chance of being dropped) in steps of 0.01, as the sliders have it."""

N_SEEDS = 10_000
Seed = Annotated[int, Field(ge=0, lt=N_SEEDS)]


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

    def to_query(self) -> dict[str, str]:
        """The values that differ from the defaults, as strings for a link."""
        default = type(self)()
        return {name: str(value) for name, value in self if value != getattr(default, name)}
