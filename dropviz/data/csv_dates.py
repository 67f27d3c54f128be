"""Texts of a person's table as dates, with or without a time of day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

SAMPLE = 50
"""Texts that are looked at before all are."""
LONGEST_DATE = 40
PARTS = ("day", "weekday", "month", "hour")
"""What a date becomes: days since year 1, weekday from 1 (Monday), month, hour of the day."""

NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(NAMES, 1)}
YEAR, YEARS = "(?P<year>[12][0-9]{3})", "(?P<year>[12][0-9]{3}|[0-9]{2})"
TIME = (
    r"(?:[T, ]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r" ?(?P<half>[AaPp][Mm])?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
FORMATS = tuple(
    re.compile(date + TIME)
    for date in (
        rf"{YEAR}(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})",
        rf"(?P<first>[0-9]{{1,2}})(?P<mark>[-/.])(?P<second>[0-9]{{1,2}})(?P=mark){YEARS}",
        rf"(?P<day>[0-9]{{1,2}})[- .]+(?P<name>[A-Za-z]{{3,9}})[- .,]+{YEARS}",
        rf"(?P<name>[A-Za-z]{{3,9}})[ .]+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ ,]+{YEAR}",
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])",
    )
)


@dataclass(frozen=True)
class Dates:
    """The dates found in texts.

    meanings : the date that each text is; texts that are none are not in it
    order : how days and months that are both numbers were told apart, in words
    """

    meanings: dict[str, datetime]
    order: str = ""


def dates_in(texts: Sequence[str]) -> Dates:
    """The date that each text is; day and month stand in one order in all of them.

    The order is that in which most texts are dates; the day is first where both do.
    """
    if not any(_match(text) for text in texts[:SAMPLE]):
        return Dates({})
    found = {text: match for text in texts if (match := _match(text))}
    readings = [
        {text: date for text, match in found.items() if (date := _date(match, day_first))}
        for day_first in (True, False)
    ]
    is_open = any("first" in match.groupdict() for match in found.values())
    day_first = len(readings[0]) >= len(readings[1])
    order = ("day before month" if day_first else "month before day") if is_open else ""
    if is_open and readings[0].keys() == readings[1].keys():
        order += ", which nothing in them tells"
    return Dates(readings[not day_first], order)


def date_parts(dates: Sequence[datetime | None]) -> NDArray[np.float64]:
    """The ``PARTS`` of each date, shape (n, 4), NaN where there is none."""
    nothing = (np.nan,) * len(PARTS)
    rows = [
        (date.toordinal(), date.isoweekday(), date.month, date.hour + date.minute / 60)
        if date
        else nothing
        for date in dates
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, len(PARTS))


def _match(text: str) -> re.Match[str] | None:
    if len(text) > LONGEST_DATE or not any(map(str.isdigit, text[:3] + text[-4:])):
        return None
    return next((match for one in FORMATS if (match := one.fullmatch(text))), None)


def _date(match: re.Match[str], day_first: bool) -> datetime | None:
    """The date; None if there is no such day."""
    parts = match.groupdict()
    if "first" in parts:
        names = ("day", "month") if day_first else ("month", "day")
        parts.update(zip(names, (parts["first"], parts["second"]), strict=True))
    month = MONTHS.get(parts["name"][:3].lower(), 0) if "name" in parts else int(parts["month"])
    year = int(parts["year"])
    if year < 100:  # as POSIX has it
        year += 1900 if year >= 69 else 2000
    hour = int(parts["hour"] or 0)
    if half := parts["half"]:
        hour = hour % 12 + 12 * (half.lower() == "pm")
    try:
        return datetime(year, month, int(parts["day"]), hour, int(parts["minute"] or 0))
    except ValueError:
        return None
