"""What a person chose on a stage, validated on the way in, whether from a link or the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from dropviz.core.limits import LAST_SEED, MOST_PAIRS_OF_A_TRIAL

Rate = Annotated[
    float, Field(ge=0.0, le=1.0, allow_inf_nan=False), AfterValidator(lambda p: round(p, 2))
]
"""A dropout rate (chance of being dropped) in steps of 0.01, as the sliders have it."""

Seed = Annotated[int, Field(ge=0, le=LAST_SEED)]


MOST_SCENES = 9


class View(BaseModel):
    """What is chosen on a stage: frozen, every field with a default, readable from a link.

    scene : of the lesson's guide, from 1; 0 is the free view
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    LANDMARKS: ClassVar[tuple[str, ...]] = ()
    """Fields whose change is a place of its own in the browser's history."""

    scene: Annotated[int, Field(ge=0, le=MOST_SCENES)] = 0

    @classmethod
    def accept(cls, values: Mapping[str, Any], base: Self | None = None) -> tuple[Self, list[str]]:
        """The view with each acceptable value, and the names of those that were not.

        Nothing raises: a value that is out of range or of the wrong type leaves that of ``base``,
        the defaults unless it is given.
        """
        good: dict[str, Any] = {}
        rejected: list[str] = []
        for name in cls.model_fields.keys() & values.keys():
            try:
                good[name] = getattr(cls.model_validate({name: values[name]}), name)
            except ValidationError:
                rejected.append(name)
        return (base or cls()).model_copy(update=good), sorted(rejected)

    @classmethod
    def from_query(
        cls, query: Mapping[str, Sequence[str]], base: Self | None = None
    ) -> tuple[Self, list[str]]:
        """As ``accept``, from lists of strings; a repeated parameter is not acceptable."""
        single = {name: texts[0] if len(texts) == 1 else texts for name, texts in query.items()}
        return cls.accept(single, base)

    def with_run(self, run: str) -> Self:
        """The view with that run shown, or none; for views that have the field ``run``."""
        return self.model_copy(update={"run": run})

    def to_query(self, base: Self | None = None) -> dict[str, str]:
        """A link to the view, as ``linked`` in ``shared/address.js`` has it.

        What differs from ``base`` (the defaults, or the view of its scene); where all is usual the
        scene is named, for who comes with a link that says nothing begins the guide.
        """
        usual = base or type(self)()
        differs = {name for name, value in self if value != getattr(usual, name)} - {"scene"}
        named = {name: self.in_link(name) for name, _ in self if name in differs}
        return {"scene": str(self.scene), **named} if self.scene or not named else named

    def in_link(self, name: str) -> str:
        """How the value of a field is written in a link."""
        value = getattr(self, name)
        return str(value).lower() if isinstance(value, bool) else str(value)


class TrialView(View):
    """A view of a lesson with a trial: a small training whose pairs and seeds a person may choose.

    run : hash of the training that is shown, or ""
    pairs : 0 for those that the trial has by itself
    """

    LANDMARKS: ClassVar[tuple[str, ...]] = ("run",)

    run: Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")] = ""
    pairs: Annotated[int, Field(ge=0, le=MOST_PAIRS_OF_A_TRIAL)] = 0
    first_seed: Seed = 0
