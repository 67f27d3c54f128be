"""Imports point one way, as the table in the README says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "core": set(),
    "figures": {"core"},
    "data": {"core"},
    "training": {"core", "data"},
    "stage": {"core", "data", "figures"},
    "lessons": {"core", "data", "training", "stage"},
    "ui": {"catalogue", "data", "figures", "lessons", "stage"},
}
ONLY_IN = {
    "streamlit": {"app.py", "pages", "ui", "stage"},
    "torch": {"training"},
    "sklearn": {"data"},
    "altair": {"figures"},
    "plotly": {"figures"},
}
FILES = [
    ROOT / "app.py",
    *sorted((ROOT / "pages").glob("*.py")),
    *sorted((ROOT / "dropviz").rglob("*.py")),
]


def layer_of(file: Path) -> str:
    parts = file.relative_to(ROOT).parts
    return parts[1].removesuffix(".py") if parts[0] == "dropviz" else parts[0]


def imported_modules(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_follow_the_table(file: Path) -> None:
    layer = layer_of(file)
    for module in imported_modules(file):
        top, *rest = module.split(".")
        if top in ONLY_IN:
            assert layer in ONLY_IN[top], f"{file.name} may not import {module}"
        if top == "dropviz" and rest and layer in MAY_IMPORT:
            assert rest[0] in MAY_IMPORT[layer] | {layer}, f"{file.name} may not import {module}"


def test_every_layer_is_in_the_table() -> None:
    folders = {
        path.name for path in (ROOT / "dropviz").iterdir() if (path / "__init__.py").exists()
    }
    assert folders == set(MAY_IMPORT)
