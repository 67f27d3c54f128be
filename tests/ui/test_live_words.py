"""Text from files and links is shown as it is."""

from __future__ import annotations

import string

import pytest

from dropviz.ui.live_words import plain


@pytest.mark.parametrize("character", string.punctuation)
def test_every_mark_is_escaped(character: str) -> None:
    """CommonMark 2.4: any ASCII punctuation may be escaped, and is then no markup."""
    assert plain(f"a{character}b") == f"a\\{character}b"


def test_letters_digits_and_other_scripts_are_left_alone() -> None:
    assert plain("naïve 12 漢字 “x” 95\N{NO-BREAK SPACE}%") == "naïve 12 漢字 “x” 95 \\%"


def test_lines_and_indents_are_no_markup() -> None:
    assert plain("a\n\n    code\n# head") == "a code \\# head"
