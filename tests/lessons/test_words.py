"""The glossary: short, used, and whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dropviz.catalogue import LESSONS
from dropviz.files import FOLDER
from dropviz.lessons.words import GLOSSARY, USED, words_of

STAGES = FOLDER / "dropviz" / "stage" / "browser"
FAMILIES = ("recurrent", "residual", "transformer", "trial")


def written(lesson: str) -> str:
    """All that a lesson may say: its words in Python and in the browser, and its page."""
    lessons = FOLDER / "dropviz" / "lessons"
    folders = [lessons / lesson, STAGES / lesson, STAGES / "trial"]
    if lesson == "variants":
        folders += [FOLDER / "dropviz" / "variants", *(STAGES / name for name in FAMILIES)]
    files: list[Path] = [FOLDER / "pages" / f"{lesson}.py"]
    files += [file for folder in folders for file in folder.rglob("*.*") if file.suffix != ".css"]
    sources = [file for file in files if file.suffix in {".py", ".js"}]
    texts = [file.read_text("utf-8") for file in sources]
    return "\n".join(re.findall(r"""(?:"[^"\n]*"|`[^`]*`)""", "\n".join(texts)))


@pytest.mark.parametrize("word", GLOSSARY)
def test_each_word_is_explained_in_one_short_sentence_and_used(word: str) -> None:
    sentence = GLOSSARY[word]
    assert len(sentence.split()) <= 25
    assert sentence.endswith(".")
    assert len(re.findall(r"\.( |$)", sentence)) == 1
    assert any(word in words for words in USED.values())


@pytest.mark.parametrize("lesson", USED)
def test_a_lesson_names_words_that_it_uses_and_the_glossary_has(lesson: str) -> None:
    assert [word for word in USED[lesson] if word not in GLOSSARY] == []
    said = written(lesson).lower()
    assert [word for word in USED[lesson] if word.lower() not in said] == []
    assert list(words_of(lesson)) == [*USED[lesson]]


def test_each_lesson_with_tabs_names_some() -> None:
    tabbed = {
        entry.name
        for entry in LESSONS
        if "show_tabs" in (FOLDER / "pages" / f"{entry.name}.py").read_text("utf-8")
    }
    assert tabbed == USED.keys()


def test_the_glossary_is_in_order() -> None:
    assert [*GLOSSARY] == sorted(GLOSSARY, key=str.lower)
    for words in USED.values():
        assert [*words] == sorted(words, key=str.lower)
