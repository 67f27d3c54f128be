import re

import numpy as np
import pytest

from dropviz.data.networks import SHIPPED_RATES
from dropviz.lessons.expected_activations.wrong_mode import (
    rates_in_words,
    score_table,
    verdict,
    wrong_mode,
)


def test_the_default_rates_are_those_of_training() -> None:
    assert "These are the rates it was trained with." in rates_in_words(wrong_mode(0.4))
    assert "It was trained with rate 0.4" in rates_in_words(wrong_mode(0.7))


@pytest.mark.parametrize("p", [0.0, 0.1, 0.4, 0.99, 1.0])
def test_the_table_says_each_number_once(p: float) -> None:
    now = wrong_mode(p)
    rows = {line.split("|")[1].strip(): line for line in score_table(now).splitlines()[2:]}
    assert len(rows) == 5
    cells = [row.split("|")[-3:-1] for row in rows.values()]
    if p == 1:
        assert [cell[0].strip() for cell in cells[1:4]] == ["undefined"] * 3
    else:
        assert cells[0] == cells[1]
        assert cells[2] == cells[3]
    assert "nan" not in score_table(now)


def test_the_verdict_has_the_numbers_of_the_table() -> None:
    assert "log-loss of 0.166 where it is 0.135 in" in verdict(wrong_mode(0.4))
    assert "434 right answers as well" in verdict(wrong_mode(0.0))
    assert "the same at every pass" in verdict(wrong_mode(1.0))


@pytest.mark.parametrize("p", [0.1, 0.4])
def test_table_and_verdict_count_the_same_answers(p: float) -> None:
    now = wrong_mode(p)
    table = score_table(now)
    right, mistake = (round(now.scores[rule].accuracy * 450) for rule in ("inverted", "mistake"))
    assert f"| {right} ({right / 450:.1%}".replace("%", "\u00a0%)") in table
    assert f"| {mistake} ({mistake / 450:.1%}".replace("%", "\u00a0%)") in table
    against = "as well" if mistake == right else f"instead of {right}"
    assert f"They give {mistake} right answers {against}," in verdict(now)
    mean = np.mean([one.accuracy for one in now.forgotten]) * 450
    assert f"| {mean:.1f} (" in table
    assert f"gives {mean:.1f} right answers on average" in verdict(now)


def test_the_factors_compound() -> None:
    assert "through all 3 layers, biases aside, 1/(0.9 · 0.6 · 0.6) = 3.09 times" in verdict(
        wrong_mode(0.4)
    )
    assert "1/(0.9 · 1 · 1) = 1.11 times" in verdict(wrong_mode(0.0))


def test_percents_stand_after_a_no_break_space() -> None:
    assert not re.search("[^\u00a0]%", score_table(wrong_mode(0.4)))


def test_rates_are_those_of_the_training_script() -> None:
    assert wrong_mode(0.7).rates == (SHIPPED_RATES["with"][0], 0.7, 0.7)
