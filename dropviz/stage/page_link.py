"""What a link says of the page, on any lesson: whether it is presented, and what is hidden.

These parameters are no part of a view. The browser acts on them (``shared/page_link.js``) and keeps
them in the address; here they are only checked, so that the page can say what cannot be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

PRESENT, HIDE = "present", "hide"
PRESENTED = ("1", "true")
NOT_PRESENTED = ("0", "false")
HIDEABLE = ("controls", "facts", "guide")


def page_names(query: Mapping[str, Sequence[str]]) -> list[str]:
    """The parameters of the page that a link has."""
    return [name for name in (PRESENT, HIDE) if name in query]


def wrong_of_page(query: Mapping[str, Sequence[str]]) -> list[str]:
    """Those that cannot be: they change nothing."""
    right = {PRESENT: _is_presented, HIDE: _is_hidden}
    return [
        name
        for name in page_names(query)
        if len(query[name]) != 1 or not right[name](query[name][0])
    ]


def presents(query: Mapping[str, Sequence[str]]) -> bool:
    """Whether a link opens the presenter view."""
    return [*query.get(PRESENT, ())] in [[text] for text in PRESENTED]


def hides(query: Mapping[str, Sequence[str]]) -> list[str]:
    """What a link hides, by name."""
    fits = HIDE in query and HIDE not in wrong_of_page(query)
    return query[HIDE][0].split(",") if fits else []


def _is_presented(text: str) -> bool:
    return text in PRESENTED + NOT_PRESENTED


def _is_hidden(text: str) -> bool:
    return all(name in HIDEABLE for name in text.split(","))
