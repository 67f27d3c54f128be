import numpy as np
import pytest

from dropviz.data.text import VOCABULARY, codes, encoded, split, text, unseen_text


def test_the_vocabulary_is_what_the_text_is_made_of() -> None:
    assert "".join(sorted(set(text()))) == VOCABULARY


def test_the_text_begins_and_ends_as_the_two_chapters_do() -> None:
    assert text().startswith("alice was beginning to get very tired of sitting by her sister on")
    assert text().endswith("and the whole party swam to the shore.")
    assert 20_000 < len(text()) < 23_000
    assert "  " not in text()


def test_codes_are_places_in_the_vocabulary() -> None:
    assert encoded().dtype == np.int64
    assert "".join(VOCABULARY[code] for code in encoded()) == text()


def test_what_is_not_in_the_vocabulary_is_named() -> None:
    with pytest.raises(ValueError, match="no '7' 'É'"):
        codes("alice É 77")


def test_nothing_of_the_end_is_in_the_training_part() -> None:
    train, test = split()
    assert len(train) + len(test) == len(text())
    assert "".join(VOCABULARY[code] for code in test) == unseen_text()
    assert 0.09 < len(test) / len(text()) < 0.11
