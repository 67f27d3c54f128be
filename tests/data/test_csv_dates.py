from __future__ import annotations

from datetime import datetime

import pytest

from dropviz.data.csv_dates import date_parts, dates_in

MAY = datetime(2024, 5, 3)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-05-03", MAY),
        ("2024/5/3", MAY),
        ("2024.05.03", MAY),
        ("20240503", MAY),
        ("3.5.2024", MAY),
        ("03-05-24", MAY),
        ("3 May 2024", MAY),
        ("03-may-2024", MAY),
        ("May 3, 2024", MAY),
        ("May 3rd 2024", MAY),
        ("2024-05-03 04:21", datetime(2024, 5, 3, 4, 21)),
        ("2024-05-03T04:21:59.123Z", datetime(2024, 5, 3, 4, 21)),
        ("2024-05-03T04:21:59+02:00", datetime(2024, 5, 3, 4, 21)),
        ("3/5/2024 4:21 PM", datetime(2024, 5, 3, 16, 21)),
        ("3/5/2024 12:00 am", datetime(2024, 5, 3)),
        ("1/1/70", datetime(1970, 1, 1)),
    ],
)
def test_a_date_in_any_common_form(text: str, date: datetime) -> None:
    assert dates_in([text]).meanings == {text: date}


@pytest.mark.parametrize(
    "text",
    ["2024-02-30", "2024-13-01", "0/0/2024", "1.2.3", "12:30", "2024", "480061", "99999999", "May",
     "2024-05/03", "12.5", "2024-05-03 25:00", "3 Foo 2024", "x2024-05-03", "", "2024-05-03 " * 9],
)  # fmt: skip
def test_other_texts_are_none(text: str) -> None:
    assert dates_in([text]).meanings == {}


def test_day_and_month_stand_in_one_order_in_a_column() -> None:
    found = dates_in(["09/12/2024", "27/05/2024"])
    assert found.order == "day before month"
    assert found.meanings["09/12/2024"] == datetime(2024, 12, 9)
    found = dates_in(["09/12/2024", "05/27/2024"])
    assert found.order == "month before day"
    assert found.meanings["09/12/2024"] == datetime(2024, 9, 12)
    assert dates_in(["09/12/2024"]).order == "day before month, which nothing in them tells"
    assert dates_in(["2024-05-03"]).order == ""


def test_parts_of_a_date() -> None:
    parts = date_parts([datetime(2024, 5, 3, 16, 30), None])
    assert parts[0].tolist() == [datetime(2024, 5, 3).toordinal(), 5, 5, 16.5]
    assert (parts[1] != parts[1]).all()
