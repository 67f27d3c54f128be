"""One name for one thing."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def names_of_types(file: Path) -> Iterator[str]:
    """Classes that a module defines, and names that it gives to types."""
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            yield from (name for name in names if name[:1].isupper() and not name.isupper())


def test_no_name_is_given_to_two_types() -> None:
    defined: dict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "dropviz").rglob("*.py")):
        for name in names_of_types(file):
            defined[name].append(str(file.relative_to(ROOT)))
    assert not {name: files for name, files in defined.items() if len(files) > 1}
