from __future__ import annotations

import time

import numpy as np
import pytest

from dropviz.data.csv_numbers import numbers_in


def numbers(*cells: str, delimiter: str = ",") -> dict[str, float]:
    return numbers_in(cells, delimiter).meanings


@pytest.mark.parametrize(
    "cell", ["1", "-1.5", "+2", ".5", "3.", "1e-3", "1E5", "007", "123456789012345678901234567890"]
)
def test_a_number_is_what_python_reads(cell: str) -> None:
    assert numbers(cell) == {cell: float(cell)}


@pytest.mark.parametrize(
    "cell",
    ["1_000", "0x1", "1 2", "=1+1", "1e", "abc", "١٢", "--1", "1.2.3", "1 23", "12 3456", "10–20",
     "5 (300)", "(-3)", "C71", "PC 29440", "A/5 78476", "12:30", "1/2", "()", "$", "%", "5 + 3"],
)  # fmt: skip
def test_other_texts_are_not(cell: str) -> None:
    assert numbers(cell) == {}


@pytest.mark.parametrize("cell", ["inf", "-Inf", "+Infinity", "∞", "-∞", "−∞", "1e999"])
def test_infinities_are_recognised(cell: str) -> None:
    assert numbers(cell) == {cell: -np.inf if cell[0] in "-−" else np.inf}


@pytest.mark.parametrize(
    ("cells", "delimiter", "values", "mark"),
    [
        (["3,14", "2", "-0,5"], ";", [3.14, 2, -0.5], "decimal commas"),
        (["3,14", "2"], ",", [3.14, 2], "decimal commas"),
        (["1.234,5", "1.000"], ";", [1234.5, 1000], "decimal commas"),
        (["1,234", "999"], ",", [1234, 999], "commas between thousands"),
        (["1,234", "999"], ";", [1.234, 999], "decimal commas"),
        (["$1,234", "$999"], ";", [1234, 999], "commas between thousands"),
        (["1,234,567", "1,234"], ";", [1234567, 1234], "commas between thousands"),
        (["1,234.5", "1,000"], ";", [1234.5, 1000], "commas between thousands"),
        (["1.5", "2"], ";", [1.5, 2], ""),
        (["1.234", "2"], ";", [1.234, 2], ""),
        (["1.234.567", "1.234", "12"], ";", [1234567, 1234, 12], "points between thousands"),
        (["€ 1.234", "€ 950"], ";", [1234, 950], "points between thousands"),
        (["€ 1.25", "€ 9.5"], ";", [1.25, 9.5], ""),
        (["1 234", "12 345 678", "7"], ",", [1234, 12345678, 7], "spaces between thousands"),
        (["1\u2009234.5", "7"], ",", [1234.5, 7], "spaces between thousands"),
        (["1\u202f234", "1\u00a0234"], ",", [1234, 1234], "spaces between thousands"),
        (["1'234.50", "7"], ",", [1234.5, 7], "apostrophes between thousands"),
        (["1’234", "7"], ",", [1234, 7], "apostrophes between thousands"),
        (["(1.5)", "2"], ",", [-1.5, 2], "brackets as a minus"),
        (["−1.5", "–2", "3"], ",", [-1.5, -2, 3], "a dash as a minus"),
        (["12-", "2"], ",", [-12, 2], ""),
    ],
)
def test_marks_are_read_one_way_in_a_column(
    cells: list[str], delimiter: str, values: list[float], mark: str
) -> None:
    found = numbers_in(cells, delimiter)
    assert [found.meanings[cell] for cell in cells] == values
    assert found.marks == ((mark,) if mark else ())


def test_two_marks_in_one_column() -> None:
    found = numbers_in(["1 234,5 €", "(7,25 €)"], ";")
    assert found.meanings == {"1 234,5 €": 1234.5, "(7,25 €)": -7.25}
    assert found.unit == "€"
    assert found.marks == (
        "decimal commas",
        "spaces between thousands",
        "brackets as a minus",
    )


@pytest.mark.parametrize(
    ("cells", "values", "unit"),
    [
        (["4.4%", "-2.5 %", "0"], [4.4, -2.5, 0], "%"),
        (["$28,673", "($301.97)", "-$3", "$-4", "$(5)"], [28673, -301.97, -3, -4, -5], "$"),
        (["12.50 €", "7 €"], [12.5, 7], "€"),
        (["USD 1,000", "USD 20"], [1000, 20], "USD"),
        (["CHF 1'000.50", "CHF 3"], [1000.5, 3], "CHF"),
        (["R$ 5", "R$ 7"], [5, 7], "R$"),
        (["70.3 kg", "71kg"], [70.3, 71], "kg"),
        (["20 °C", "−3 °C"], [20, -3], "°C"),
        (["5 m2", "7 m2"], [5, 7], "m2"),
        (["5 µg/l", "7 µg/l"], [5, 7], "µg/l"),
        (["1e3 Hz", "2.5e3 Hz"], [1000, 2500], "Hz"),
    ],
)
def test_units_are_taken_off(cells: list[str], values: list[float], unit: str) -> None:
    found = numbers_in(cells, ",")
    assert [found.meanings[cell] for cell in cells] == values
    assert found.unit == unit


def test_numbers_of_another_unit_are_none() -> None:
    assert numbers("5 kg", "7 kg", "8 kg", "900 g") == {"5 kg": 5, "7 kg": 7, "8 kg": 8}
    assert numbers("12A", "13B", "14C") == {}
    assert numbers("100", "120", "12A") == {"100": 100, "120": 120}


@pytest.mark.parametrize("filling", [" ", "1", ",", "'", "(", "-", "1 ", "1,", "1.", "$", "a"])
def test_a_hostile_text_costs_little(filling: str) -> None:
    texts = [f"1{filling * (n // len(filling))}!" for n in range(4_000, 4_990)]
    texts += [f"1{filling * 58}"[:59] + "!"] * 100
    start = time.process_time()
    assert numbers(*texts) == {}
    assert time.process_time() - start < 0.5
