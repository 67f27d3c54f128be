"""What a page says of a link that it cannot take whole."""

from __future__ import annotations

import pytest

from dropviz.ui.lesson import refusals
from dropviz.ui.plain import cut, listed_few
from dropviz.ui.views import Refused


def test_values_that_cannot_be_and_names_that_nobody_knows() -> None:
    refused = [
        Refused("p", ["7"], known=True),
        Refused("seed", ["1", "2"], known=True),
        Refused("preset", ["nonsense"]),
    ]
    assert refusals(refused, {}) == (
        "This link has p = 7 and seed = 1 and 2, which cannot be; the usual is shown instead. "
        "This link has preset, which is not known here and changes nothing."
    )


def test_a_name_may_have_a_sentence_of_its_own_with_its_value() -> None:
    own = {"variant": "There is no variant {}, so the gallery is shown.", "x": "No.", "w": "No."}
    refused = [Refused(name, ["{0.__class__}"], known=True) for name in ("variant", "x", "w")]
    assert refusals(refused, own) == (
        "There is no variant {0.__class__}, so the gallery is shown. No."
    )


@pytest.mark.parametrize(
    "text",
    ["x" * 5_000, "\x00" * 300, "\u202e abc\n" * 99, "<b>" * 999],
    ids=["long", "zeros", "right to left", "tags"],
)
def test_what_comes_from_a_link_is_short_and_printable(text: str) -> None:
    unknown = [Refused(f"{text}{number}", [text]) for number in range(99)]
    said = refusals([Refused("p", [text], known=True), *unknown], {})
    assert said.isprintable()
    assert " and 96 more, which are not known" in said
    assert len(said) < 300 + 4 * len(cut(text))


def test_few_are_listed() -> None:
    assert listed_few(["a"]) == "a"
    assert listed_few(["a", "b"]) == "a and b"
    assert listed_few(list("abcdef")) == "a, b, c and 3 more"
