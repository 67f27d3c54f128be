"""Imports point one way, as the table in the README says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from scripts.architecture_picture import (
    PICTURE,
    ROOT,
    WORDS,
    imported_modules,
    imports_of_rooms,
    needed,
    picture,
    room_of,
    source_files,
)

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
    "serving",
)


def table_row(layer: str) -> set[str]:
    """What the README's table lets a layer import."""
    (cell,) = re.findall(rf"^\| {layer} \|([^|]*)\|[^|]*\|$", README, re.MULTILINE)
    return {name.strip() for name in cell.split(",")} - {""}


MAY_IMPORT = {layer: table_row(layer) for layer in LAYERS}
ONLY_IN = {
    "streamlit": {"app.py", "pages", "ui", "stage", "serving"},
    "starlette": {"serving"},
    "torch": {"layers", "training"},
    "sklearn": {"data"},
    "altair": {"figures"},
    "plotly": {"figures"},
    "dask": {"jobs"},
    "distributed": {"jobs"},
    "sqlalchemy": {"jobs"},
}
FILES = source_files()


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_follow_the_table(file: Path) -> None:
    layer = room_of(file)
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
    used = imports_of_rooms()
    for layer in LAYERS:
        assert MAY_IMPORT[layer] <= used[layer], layer


def test_the_picture_is_current_and_shows_every_layer() -> None:
    """After a change of imports: ``python -m scripts.architecture_picture``."""
    assert PICTURE.read_text("utf-8") == picture()
    assert set(WORDS) == {*LAYERS, "pages"}


def test_the_picture_leaves_out_what_others_imply() -> None:
    arrows = {"a": {"b", "c", "d"}, "b": {"c"}, "c": {"d"}, "d": set[str]()}
    assert needed(arrows) == {"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": set()}


def test_functions_stay_small() -> None:
    for file in FILES:
        text = file.read_text("utf-8")
        if file.parent.name == "pages":
            assert text.count("\n") <= 80, f"{file.name} is no table of contents"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                assert lines <= 40, f"{file.name}: {node.name} has {lines} lines"
