"""Text from files and links is shown as it is; ``browser/test_live_training`` sees it shown."""

from __future__ import annotations

import string

import pytest

from dropviz.ui.plain import JOINER, plain


@pytest.mark.parametrize("character", string.punctuation)
def test_every_mark_is_escaped(character: str) -> None:
    """CommonMark 2.4: any ASCII punctuation may be escaped, and is then no markup."""
    assert plain(f"a{character}b").replace(JOINER, "") == f"a\\{character}b"


def test_letters_digits_and_other_scripts_are_left_alone() -> None:
    assert plain("naïve 12 漢字 “x” 95\N{NO-BREAK SPACE}%") == "naïve 12 漢字 “x” 95 \\%"


def test_lines_and_indents_are_no_markup() -> None:
    assert plain("a\n\n    code\n# head") == "a code \\# head"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("www.example.com", "www|.example.com"),
        ("see HTTPS://a.b", "see HTTPS:|//a.b"),
        ("a@b.co", "a|@b.co"),
        ("a -> b <- c <-> d", "a -|> b <|- c <|-|> d"),
        ("a -- b >= c <= d ~= e", "a -|- b >|= c <|= d ~|= e"),
        (":smile: :material/home: :+1:", ":|smile: :|material/home: :|+1:"),
        ("0.05 at 12:30, e-mail: a-b", "0.05 at 12:30, e-mail: a-b"),
    ],
)
def test_what_markdown_reads_into_plain_text_is_broken_by_what_nobody_sees(
    text: str, broken: str
) -> None:
    assert plain(text).replace("\\", "") == broken.replace("|", JOINER)
