"""A variant is one module: the one that CONTRIBUTING.md shows is added to a copy of the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS, FILES = ("dropviz", "pages", "tests"), ("app.py", "pyproject.toml", "README.md")
SLUG = "same_for_all"
PAGE = f"""
from dropviz.lessons.variants.payload import packed_variant
from dropviz.lessons.variants.view import VariantsView
from dropviz.ui.variants import neighbour
from dropviz.variants import VARIANTS


def test_{SLUG}_is_in_the_gallery_and_opens_from_its_link(open_page):
    assert list(VARIANTS).index("{SLUG}") == list(VARIANTS).index("r_drop") + 1
    assert neighbour("r_drop", 1) == "{SLUG}"
    assert packed_variant(VARIANTS["{SLUG}"])["shared"] == ["example"]
    view, rejected = VariantsView.from_query({{"variant": ["{SLUG}"]}})
    assert (view.variant, rejected) == ("{SLUG}", [])
    app = open_page("variants", {{"variant": "{SLUG}"}})
    assert not app.exception
    assert app.session_state["variants-view"].variant == "{SLUG}"
    assert "standard errors" in " ".join(part.value for part in app.markdown)
"""
SUITES = (
    "tests/layers/test_contract.py", "tests/training/test_trial_engine.py",
    "tests/experiments/test_trial_cost.py", "tests/lessons/variants/test_variants.py",
    "tests/variants/test_declared.py", "tests/variants/test_tensors.py",
    "tests/variants/test_measured.py", "tests/pages/test_one_more.py",
)  # fmt: skip


def shown_module() -> str:
    """What CONTRIBUTING.md says a variant is."""
    section = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## A variant")[1]
    (module,) = re.findall(r"```python\n(.*?)```", section.split("\n## ")[0], re.DOTALL)
    return str(module)


def test_one_module_is_a_variant(tmp_path: Path) -> None:
    without_caches = shutil.ignore_patterns("__pycache__")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=without_caches)
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "assets").symlink_to(ROOT / "assets")
    (tmp_path / ".streamlit").symlink_to(ROOT / ".streamlit")
    (tmp_path / "dropviz" / "variants" / f"{SLUG}.py").write_text(shown_module(), "utf-8")
    (tmp_path / "tests" / "pages" / "test_one_more.py").write_text(PAGE, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", SLUG, "-vv", *SUITES]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]
    for suite in SUITES:
        assert f"{suite}::" in done.stdout, f"{suite} does not try all variants"
