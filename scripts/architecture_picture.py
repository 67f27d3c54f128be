"""Draw which room imports which, from the imports: ``python -m scripts.architecture_picture``.

An arrow leads from a room to one that it imports. One that others imply is left out: whoever
imports a room may reach what that one imports.
"""

from __future__ import annotations

import ast
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
WORDS = {
    "pages": "one lesson a file, and app.py",
    "ui": "lesson skeleton, runs, the link",
    "serving": "the web server around the app",
    "lessons": "what each lesson says and sends",
    "jobs": "where training runs; the store",
    "stage": "Python's side of the stages",
    "training": "training, many networks at once",
    "figures": "arrays in, charts out; colours",
    "experiments": "what is compared, and the verdict",
    "variants": "one module a variant of dropout",
    "data": "data sets, splits, what is shipped",
    "layers": "dropout as PyTorch modules",
    "core": "dropout itself, in NumPy",
}
LIBRARIES = {
    "streamlit": "Streamlit",
    "starlette": "Starlette",
    "torch": "PyTorch",
    "sklearn": "scikit-learn",
    "altair": "Altair",
    "plotly": "Plotly",
    "dask": "Dask",
    "sqlalchemy": "SQLAlchemy",
}
"""Those that only some rooms may use."""
WIDTH, HEIGHT, ACROSS, DOWN = 250, 62, 280, 96
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #57606a; text-anchor: middle; }
  .name { font-size: 15px; font-weight: 600; fill: #1f2328; }
  .libraries { font-size: 12px; fill: #0a5cb8; }
  rect { fill: #f6f8fa; stroke: #8c959f; }
  path { fill: none; stroke: #6e7781; stroke-width: 1.5; marker-end: url(#head); }
  marker path { fill: #6e7781; stroke: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #a5adb6; }
    .name { fill: #f0f3f6; }
    .libraries { fill: #79b8ff; }
    rect { fill: #21262d; stroke: #768390; }
    path { stroke: #909dab; }
    marker path { fill: #909dab; }
  }
"""


def source_files() -> list[Path]:
    """The app, its pages and all modules of the package."""
    places = (ROOT / "pages").glob("*.py"), (ROOT / "dropviz").rglob("*.py")
    return [ROOT / "app.py", *(file for place in places for file in sorted(place))]


def room_of(file: Path) -> str:
    """The folder below ``dropviz/`` that a module is in; its own name where it is in none."""
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


def imports_of_rooms() -> dict[str, set[str]]:
    """What each room imports: other rooms, and by their first names all other packages."""
    found: dict[str, set[str]] = {}
    for file in source_files():
        names = (module.split(".") for module in imported_modules(file))
        inside = {rest[0] if top == "dropviz" and rest else top for top, *rest in names}
        found.setdefault(room_of(file), set()).update(inside - {room_of(file)})
    return found


def reached(room: str, arrows: dict[str, set[str]]) -> set[str]:
    """All rooms that arrows lead to from one."""
    return arrows[room].union(*(reached(other, arrows) for other in arrows[room]))


def needed(arrows: dict[str, set[str]]) -> dict[str, set[str]]:
    """The arrows that no others imply."""
    return {
        room: others - set().union(*(reached(other, arrows) for other in others))
        for room, others in arrows.items()
    }


def places(arrows: dict[str, set[str]]) -> dict[str, tuple[float, int]]:
    """Where the middle of each room is: below all that import it, and near to them."""
    rows: dict[str, int] = {}
    for room in WORDS:  # a room stands there after those that import it
        above = [other for other in WORDS if room in arrows[other]]
        rows[room] = 1 + max((rows[other] for other in above), default=-1)
    at: dict[str, tuple[float, int]] = {}
    for row in range(max(rows.values()) + 1):
        wished = {
            room: sum(xs) / len(xs) if xs else 0.0
            for room in WORDS
            if rows[room] == row
            for xs in [[at[other][0] for other in at if room in arrows[other]]]
        }
        beside = sorted(wished, key=lambda room: wished[room])
        middle = sum(wished.values()) / len(wished)
        for place, room in enumerate(beside):
            spread = middle + (place - (len(beside) - 1) / 2) * ACROSS
            at[room] = spread, row * DOWN
    return at


def box(room: str, x: float, y: float, libraries: list[str]) -> str:
    """One room as SVG, its middle at (x, y)."""
    lines = [
        f'<rect x="{x - WIDTH / 2:g}" y="{y - HEIGHT / 2:g}" width="{WIDTH}" height="{HEIGHT}"'
        ' rx="6"/>',
        f'<text class="name" x="{x:g}" y="{y - 11:g}">{room}</text>',
        f'<text x="{x:g}" y="{y + 6:g}">{escape(WORDS[room])}</text>',
        f'<text class="libraries" x="{x:g}" y="{y + 23:g}">{", ".join(libraries)}</text>',
    ]
    return "\n".join(lines if libraries else lines[:-1])


def arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """From the lower edge of one room to the upper edge of another, as SVG."""
    (x, y), (to_x, to_y) = start, end
    return f'<path d="M{x:g} {y + HEIGHT / 2:g} L{to_x:g} {to_y - HEIGHT / 2 - 2:g}"/>'


def picture() -> str:
    """The picture as SVG, the same for the same imports; in the colours that a reader prefers."""
    imports = imports_of_rooms()
    arrows = needed({room: imports[room] & WORDS.keys() for room in WORDS})
    at = places(arrows)
    used = {room: [LIBRARIES[name] for name in LIBRARIES if name in imports[room]] for room in at}
    left = min(x for x, _ in at.values()) - WIDTH / 2 - 10
    width = max(x for x, _ in at.values()) + WIDTH / 2 + 10 - left
    height = max(y for _, y in at.values()) + HEIGHT + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {-HEIGHT / 2 - 10:g} '
        f'{width:g} {height:g}" width="{width:g}" height="{height:g}">',
        f"<style>{STYLE}</style>",
        '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"'
        ' orient="auto"><path d="M0 0 L8 4 L0 8 z"/></marker>',
        *(arrow(at[room], at[other]) for room in WORDS for other in sorted(arrows[room])),
        *(box(room, *at[room], used[room]) for room in WORDS),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")
