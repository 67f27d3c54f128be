"""What the repository promises about itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dropviz.catalogue import LESSONS, Lesson, lesson
from dropviz.figures.theme import PALETTES
from dropviz.stage.styles import BROWSER, BUNDLES

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ("benchmarks", "dropviz", "pages", "scripts", "tests")
BROWSER_FILES = [file for file in BROWSER.rglob("*.*") if file.suffix in {".js", ".css"}]


@pytest.mark.parametrize("entry", LESSONS, ids=lambda entry: entry.name)
def test_every_lesson_has_a_page_and_is_in_the_readme(entry: Lesson) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert (ROOT / "pages" / f"{entry.name}.py").exists()
    assert f"| **{entry.title}** | {entry.question} |" in readme, "a row of the table of lessons"


def test_every_page_is_in_the_catalogue() -> None:
    pages = {file.stem for file in (ROOT / "pages").glob("*.py")} - {"home"}
    assert pages == {entry.name for entry in LESSONS}


def test_an_unknown_lesson_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        lesson("no_such_lesson")


@pytest.mark.slow
def test_home_imports_nothing_heavy() -> None:
    heavy = ("torch", "sklearn", "altair", "distributed", "sqlalchemy")
    script = (
        "import sys\n"
        "from streamlit.testing.v1 import AppTest\n"
        "at = AppTest.from_file('app.py', default_timeout=30).run()\n"
        "assert not at.exception, at.exception\n"
        "assert at.title[0].value == 'dropviz'\n"
        f"print([name for name in {heavy} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_torch_is_pinned_exactly() -> None:
    assert "torch==2.13.0\n" in (ROOT / "requirements.txt").read_text("utf-8")


def test_colours_live_in_the_theme_alone() -> None:
    """The theme file of Streamlit must repeat some; it agrees with ours."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    for base, palette in PALETTES.items():
        assert config["theme"][base]["backgroundColor"] == palette.background
        assert config["theme"][base]["textColor"] == palette.ink
    for file in [*(ROOT / "dropviz").rglob("*.py"), *BROWSER_FILES]:
        if file.name not in {"theme.py", "theme.js"}:
            assert not re.search(r"#[0-9a-fA-F]{6}\b", file.read_text("utf-8")), file.name


def test_streamlit_is_told_of_every_stage() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    entries = project["tool"]["streamlit"]["component"]["components"]
    assert {ROOT / "dropviz" / entry["asset_dir"] for entry in entries} == {BUNDLES}
    stages = [file.parent.name for file in BROWSER.glob("*/stage.js")]
    assert sorted(entry["name"] for entry in entries) == sorted(stages)
    assert sorted(file.stem for file in BUNDLES.iterdir()) == sorted(stages)


def test_nothing_is_fetched_from_elsewhere() -> None:
    for file in BROWSER_FILES:
        text = file.read_text("utf-8")
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text), file.name
        assert "innerHTML" not in text, file.name


def test_functions_are_short() -> None:
    """At most 40 lines; those of browser code, which its linter counts, at most 60."""
    files = [*ROOT.glob("*.py"), *(file for at in PYTHON for file in (ROOT / at).rglob("*.py"))]
    long = [
        (file.name, node.name)
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= 40
    ]
    assert long == []


def test_caches_that_grow_with_what_visitors_ask_for_are_bounded() -> None:
    """A cache without a bound may be keyed by names alone, of which there are few."""
    unbounded = []
    for file in (ROOT / "dropviz").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            ways = {ast.unparse(one).split("(")[0] for one in node.decorator_list}
            kinds = [ast.unparse(arg.annotation) for arg in node.args.args if arg.annotation]
            if "cache" in ways and any(re.search("int|float|View", kind) for kind in kinds):
                unbounded.append((file.name, node.name))
    assert unbounded == []
