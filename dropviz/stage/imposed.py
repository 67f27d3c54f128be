"""A view that Python puts on a stage, and the guide above it."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from typing_extensions import TypedDict

from dropviz.stage.guide import Guide, GuidePayload
from dropviz.stage.view import View


class ImposedView(TypedDict):
    """A view that Python puts on a stage, beside its payload (``Imposed``).

    imposed : another text each time that one is put there
    revision : the newest gesture that Python knew of
    begins : whether the person comes with a link that says nothing
    defaults : the values that the link leaves out
    landmarks : fields whose change is a place of its own in the browser's history
    guide : that stands above the stage
    tab : that is open below it, as a link names it
    """

    view: dict[str, Any]
    imposed: str
    revision: int
    begins: bool
    defaults: dict[str, Any]
    landmarks: list[str]
    guide: GuidePayload | None
    tab: str


@dataclass(frozen=True)
class Imposed:
    """A view that Python puts on a stage: from a link, the back button, or a return to the page.

    ``token`` is another one each time, also after a restart of the server; ``revision`` is the
    newest gesture Python knew of, so that a stage with newer ones keeps them. Who comes with a
    link that says nothing ``begins``: the browser knows how far they were.
    """

    view: View | None
    revision: int = 0
    begins: bool = False
    token: str = field(default_factory=lambda: token_hex(8))

    def as_data(self, guide: Guide | None, tab: str = "") -> ImposedView:
        """The imposed view, a guide and the open tab, as the stage takes them.

        What has no guide has no tabs.
        """
        return ImposedView(
            view=self.view.model_dump() if self.view else {},
            imposed=self.token,
            revision=self.revision,
            begins=self.begins,
            defaults=type(self.view)().model_dump() if self.view else {},
            landmarks=[*self.view.LANDMARKS] if self.view else [],
            guide=guide.payload() if guide else None,
            tab=tab if guide else "",
        )


NOTHING = Imposed(None, token="")
"""On a stage where nothing is chosen."""
