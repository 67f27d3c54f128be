"""How often followers look: all of them together leave the server time to answer."""

from __future__ import annotations

import time

import pytest

from dropviz.ui.service import (
    FEW,
    LONGEST,
    SHORTEST,
    Followers,
    interval,
    is_watching,
)


@pytest.mark.parametrize("n", range(1, 201))
def test_the_interval_grows_with_the_followers_and_stays_in_its_bounds(n: int) -> None:
    assert SHORTEST <= interval(n) <= LONGEST
    assert interval(n) <= interval(n + 1)
    assert n / interval(n) <= max(FEW / SHORTEST, 20, n / LONGEST) + 1e-9  # looks a second


def test_a_few_see_it_move_at_least_five_times_a_second() -> None:
    assert interval(FEW) <= 0.2
    assert interval(30) == pytest.approx(1.5)


def test_followers_are_counted_while_they_look(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    followers = Followers()
    for number in range(30):
        seconds = followers.seconds_between_looks(f"tab {number}")
    assert seconds == pytest.approx(1.5)
    assert followers.seconds_between_looks("tab 0") == pytest.approx(1.5)
    now[0] = 60.0
    assert followers.seconds_between_looks("tab 0") == SHORTEST


def test_without_a_server_everyone_is_there() -> None:
    assert is_watching("anyone")
