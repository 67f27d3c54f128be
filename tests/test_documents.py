"""The documents: every block of Python in them runs, and they miss nothing."""

from __future__ import annotations

import inspect
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from dropviz import layers
from dropviz.catalogue import LESSONS
from dropviz.stage.page_link import HIDEABLE
from dropviz.stage.tabs import TABS
from scripts import teaching_tables

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    str(file.relative_to(ROOT))
    for place in ("*.md", "docs/*.md", "benchmarks/*.md")
    for file in sorted(ROOT.glob(place))
]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks() -> list[Any]:
    """Each block of Python, with its document and line."""
    return [
        pytest.param(found.group(1), id=f"{name}:{text.count(chr(10), 0, found.start()) + 1}")
        for name in DOCUMENTS
        for text in [(ROOT / name).read_text("utf-8")]
        for found in BLOCK.finditer(text)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("code", blocks())
def test_code_in_documents_runs(code: str) -> None:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        exec(code, {})


def anchors(file: Path) -> set[str]:
    """What a link can lead to within a document: its headings."""
    headings = re.findall(r"^#+ (.*)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_finished_and_their_links_lead_somewhere(name: str) -> None:
    file = ROOT / name
    text = re.sub(r"```.*?```|`[^`]*`", "", file.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"\b(TODO|FIXME|TBD|[A-Z]+_[A-Z]+)\b", text)
    for link in re.findall(r"""\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)\"""", text):
        path, _, anchor = "".join(link).partition("#")
        if path.startswith("https:"):
            continue
        target = file.parent / path if path else file
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), anchor


def test_every_layer_has_an_example() -> None:
    text = (ROOT / "docs" / "layers.md").read_text("utf-8")
    sections = {part.split("\n", 1)[0]: part for part in text.split("\n### ")[1:]}
    assert set(sections) == set(layers.__all__)
    for name, section in sections.items():
        (code,) = BLOCK.findall(section)
        assert re.search(rf"import .*\b{name}\b", code), name
        assert len(re.findall(rf"\b{name}\(", code)) >= 1, name


def test_every_layer_is_in_the_library() -> None:
    made_from = {"MaskedLayer"}
    for found in pkgutil.iter_modules(layers.__path__):
        if found.name == "measured":  # layers as the app measures them
            continue
        module = import_module(f"dropviz.layers.{found.name}")
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and issubclass(kind, nn.Module):
                assert name in {*layers.__all__, *made_from} or name.startswith("_")


@pytest.mark.slow
def test_the_library_needs_nothing_of_the_app() -> None:
    script = "import sys, dropviz.layers; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "torch" in loaded
    assert not loaded & {"streamlit", "pydantic", "sklearn", "altair", "distributed", "sqlalchemy"}
    parts = {name.split(".")[1] for name in done.stdout.split() if name.startswith("dropviz.")}
    assert parts == {"layers"}


def test_teachers_find_every_setting_of_a_link() -> None:
    text = teaching_tables.DOCUMENT.read_text("utf-8")
    assert text == teaching_tables.with_tables(text), "python -m scripts.teaching_tables"
    for name in ("scene", "tab", "present", "hide", "embed"):
        assert f"| `{name}` |" in text
    assert all(name in text for name in (*TABS, *HIDEABLE))


def test_no_setting_of_a_lesson_has_a_name_of_the_page() -> None:
    for entry in LESSONS:
        fields = teaching_tables.view_of(entry.name).model_fields.keys()
        assert not fields & {"tab", "present", "hide", "embed", "embed_options"}
