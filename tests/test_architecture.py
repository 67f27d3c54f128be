"""Imports point one way, as the table in the README says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
LAYERS = (
    "core",
    "layers",
    "data",
    "variants",
    "experiments",
    "figures",
    "training",
    "jobs",
    "stage",
    "lessons",
    "ui",
)


def table_row(layer: str) -> set[str]:
    """What the README's table lets a layer import."""
    (cell,) = re.findall(rf"^\| {layer} \|([^|]*)\|[^|]*\|$", README, re.MULTILINE)
    return {name.strip() for name in cell.split(",")} - {""}


MAY_IMPORT = {layer: table_row(layer) for layer in LAYERS}
ONLY_IN = {
    "streamlit": {"app.py", "__main__", "pages", "ui", "stage"},
    "torch": {"layers", "training"},
    "sklearn": {"data"},
    "altair": {"figures"},
    "plotly": {"figures"},
    "dask": {"jobs"},
    "distributed": {"jobs"},
    "sqlalchemy": {"jobs"},
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
    """Dotted names; ``from dropviz import training`` counts as ``dropviz.training``."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


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


def test_the_table_is_not_wider_than_the_code() -> None:
    """Every import that the table allows is used, or the table says more than is so."""
    used: dict[str, set[str]] = {layer: set() for layer in LAYERS}
    for file in FILES:
        layer = layer_of(file)
        if layer in used:
            parts = (module.split(".") for module in imported_modules(file))
            used[layer] |= {rest[0] for top, *rest in parts if top == "dropviz" and rest}
    for layer in LAYERS:
        assert MAY_IMPORT[layer] <= used[layer], layer


def test_functions_stay_small() -> None:
    for file in FILES:
        text = file.read_text("utf-8")
        if file.parent.name == "pages":
            assert text.count("\n") <= 80, f"{file.name} is no table of contents"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                assert lines <= 40, f"{file.name}: {node.name} has {lines} lines"
