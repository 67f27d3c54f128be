import pytest

from dropviz.lessons.wrong_mode import rates_in_words, score_table, verdict, wrong_mode


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


def test_the_verdict_is_signed_as_the_numbers_are() -> None:
    assert "accuracy −0.7 points, log-loss +0.031" in verdict(wrong_mode(0.4))
    assert "log-loss −0.015" in verdict(wrong_mode(0.1))
    assert "the same at every pass" in verdict(wrong_mode(1.0))
