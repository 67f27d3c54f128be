"""*What switches dropout off?*: calls of PyTorch, and what each returned on this server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from typing_extensions import TypedDict


class Ran(NamedTuple):
    """A call: when it is made, its line of code, what it returned, whether something was dropped.

    in_eval : whether a model in ``eval()`` makes it
    """

    when: str
    code: str
    result: str
    drops: bool
    in_eval: bool


class RanCallPayload(TypedDict):
    """When a call is made, its line of code, what it returned, whether something was dropped."""

    when: str
    code: str
    result: str
    drops: bool


def sent_calls(calls: Iterable[Ran]) -> list[RanCallPayload]:
    """For the scene that asks which of them drop."""
    return [
        RanCallPayload(when=one.when, code=one.code, result=one.result, drops=one.drops)
        for one in calls
    ]


def calls_table(calls: Sequence[Ran]) -> str:
    """All of them as a Markdown table."""
    lines = ["| When | Call | Drops? | What came back |", "|---|---|---|---|"]
    for one in calls:
        drops = "**dropped**" if one.drops else "not dropped"
        lines.append(f"| {one.when} | `{one.code}` | {drops} | {one.result} |")
    return "\n".join(lines)


def calls_verdict(calls: Sequence[Ran]) -> str:
    """What the table says, in words."""
    still = [one for one in calls if one.in_eval and one.drops]
    return (
        f"Only the mode of the layer, or the argument `training`, switches dropout off. "
        f"{len(still)} of the {sum(one.in_eval for one in calls)} calls that `eval()` should calm "
        "still drop."
    )
