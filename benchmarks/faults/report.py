"""What a fault did to visitors, and the table of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

HEAD = (
    "| fault | what a visitor saw (after how long) | others: a page, a gesture | lost | log |\n"
    "|---|---|---|---|---|"
)

SECONDS_OF_OTHERS = 3.0
"""Nobody else waits longer for a page or a gesture."""


@dataclass
class Found:
    """What came of one fault.

    saw : sentences, and seconds until the visitor saw them
    pages, gestures : seconds that others waited meanwhile, for a page and for a gesture
    lost : runs that a visitor had seen finished and the database has not; else what else is gone
    missed : limits that were not held, and what did not happen at all
    log_lines, log_bytes : of the server's log since the fault began
    """

    fault: str
    saw: list[tuple[str, float]] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    gestures: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    log_lines: int = 0
    log_bytes: int = 0

    def check_others(self, but_once: float = 0.0) -> None:
        """Note who waited too long; one page may take ``but_once`` seconds."""
        for kind, waits in (("page", self.pages), ("gesture", self.gestures)):
            long = sorted(seconds for seconds in waits if seconds > SECONDS_OF_OTHERS)
            if kind == "page" and long and long[-1] <= but_once:
                long.pop()
            if long:
                times = ", ".join(f"{seconds:.1f}" for seconds in long)
                self.missed.append(f"others waited {times} s for a {kind}")

    @property
    def row(self) -> str:
        """Its row in the table."""
        saw = "<br>".join(f"{sentence} ({seconds:.1f} s)" for sentence, seconds in self.saw)
        log = f"{self.log_lines} lines, {self.log_bytes / 1000:.1f} kB"
        lost = "; ".join(self.lost) or "nothing"
        cells = (self.fault, saw or "nothing", self._others, lost, log)
        return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"

    @property
    def _others(self) -> str:
        if not self.pages:
            return "wait too"
        return f"{max(self.pages):.1f}, {max(self.gestures, default=0):.1f} s"


def table(found: Sequence[Found]) -> str:
    """All of them as Markdown, and what was missed."""
    rows = "\n".join(one.row for one in found)
    missed = "\n".join(f"- {one.fault}: {what}" for one in found for what in one.missed)
    return f"{HEAD}\n{rows}\n" + (f"\nMissed:\n\n{missed}\n" if missed else "")
