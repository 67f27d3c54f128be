"""Write the browser's types of what Python sends: ``python -m scripts.payload_types``.

Each stage has a ``payload.d.ts`` beside its modules, from its payload and its view in Python; what
belongs to no stage alone is in ``shared/payload.d.ts``.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from typing_extensions import get_original_bases, is_typeddict

from dropviz.catalogue import LESSONS
from dropviz.lessons.home import HomePayload
from dropviz.lessons.path import PathPayload
from dropviz.lessons.trials.panel import TrialPayload
from dropviz.lessons.variants.recurrent import RecurrentPayload
from dropviz.lessons.variants.residual import ResidualPayload
from dropviz.lessons.variants.transformer import TransformerPayload
from dropviz.lessons.variants.view import VariantsView
from dropviz.lessons.words import WordsPayload
from dropviz.stage.imposed import ImposedView
from dropviz.stage.packing import DumpOf
from dropviz.stage.styles import BROWSER
from dropviz.stage.view import View


class Sent(NamedTuple):
    """What a stage is sent: its payload, and a view, unless nothing is chosen on it."""

    payload: type
    view: type[View] | None = None


def of_lesson(name: str) -> Sent:
    """What a lesson's stage is sent: ``AbcView`` of ``view`` and ``AbcPayload`` of ``payload``.

    Raises
    ------
    ValueError
        If ``view`` has not one subclass of ``View``.
    AttributeError
        If ``payload`` has no class of that name.
    """
    module = import_module(f"dropviz.lessons.{name}.view")
    views = [kind for kind in vars(module).values() if isinstance(kind, type)]
    own = [kind for kind in views if kind.__module__ == module.__name__]
    (view,) = (kind for kind in own if issubclass(kind, View))
    payloads = import_module(f"dropviz.lessons.{name}.payload")
    return Sent(getattr(payloads, view.__name__.removesuffix("View") + "Payload"), view)


STAGES = {
    **{entry.name: of_lesson(entry.name) for entry in LESSONS},
    "home": Sent(HomePayload),
    "path": Sent(PathPayload),
    "words": Sent(WordsPayload),
    "trial": Sent(TrialPayload),
    "recurrent": Sent(RecurrentPayload, VariantsView),
    "residual": Sent(ResidualPayload, VariantsView),
    "transformer": Sent(TransformerPayload, VariantsView),
}
SHARED = "shared"
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null"}
UNIONS = (Literal, Union, UnionType)
WIDTH = 100
"""Columns of a line, as Prettier has them."""
HEAD = "// Written by scripts/payload_types.py from what Python sends.\n\n"


def files() -> dict[Path, str]:
    """What is to be in each file."""
    shared = [kind for kind in _names() if _home_of(kind) == SHARED]
    texts = {SHARED: [_interface(kind) for kind in shared]}
    for stage, sent in STAGES.items():
        own = [kind for kind in _kinds_of(sent) if _home_of(kind) == stage]
        data = _data(sent)
        texts[stage] = [_imports(own, sent), *map(_interface, own), data]
    return {
        BROWSER / folder / "payload.d.ts": HEAD + "\n".join(filter(None, parts))
        for folder, parts in texts.items()
    }


@cache
def _names() -> dict[type, str]:
    """Of all types that are written."""
    kinds = dict.fromkeys(
        [
            *_kinds_of(Sent(ImposedView)),
            *(kind for sent in STAGES.values() for kind in _kinds_of(sent)),
        ]
    )
    names = {kind: kind.__name__ for kind in kinds}
    if len(set(names.values())) < len(names):
        raise ValueError(f"two types have one name: {names}")
    return names


@cache
def _home_of(kind: type) -> str:
    """The stage that a type belongs to alone: it is defined beside its payload or its view."""
    users = [stage for stage, sent in STAGES.items() if kind in _kinds_of(sent)]
    if len(users) != 1:
        return SHARED
    modules = {part.__module__ for part in STAGES[users[0]] if part}
    return users[0] if kind.__module__ in modules else SHARED


def _kinds_of(sent: Sent) -> list[type]:
    """All types that a payload and its view are made of."""
    found: dict[type, None] = {}
    waiting = [kind for kind in sent if kind]
    while waiting:
        kind = waiting.pop(0)
        if kind not in found:
            found[kind] = None
            waiting += _parents(kind)
            waiting += (other for field in _own_fields(kind).values() for other in _named_in(field))
    return list(found)


def _named_in(kind: Any) -> Iterator[type]:
    """The types with a name that a type speaks of."""
    kind = _meant(kind)
    if _is_described(kind):
        yield kind
    for part in get_args(kind):
        yield from _named_in(part)


def _is_described(kind: Any) -> bool:
    is_model = inspect.isclass(kind) and issubclass(kind, BaseModel) and bool(kind.model_fields)
    return is_typeddict(kind) or is_model


def _meant(kind: Any) -> Any:
    """A type without the notes on it; that of the dump, where it is one."""
    if get_origin(kind) is not Annotated:
        return kind
    bare, *notes = get_args(kind)
    return next((note.model for note in notes if isinstance(note, DumpOf)), bare)


def _parents(kind: type) -> list[type]:
    """Those whose fields it takes over by name; not the private ones."""
    return [
        base for base in get_original_bases(kind) if _is_described(base) and base.__name__[0] != "_"
    ]


def _own_fields(kind: type) -> dict[str, Any]:
    inherited = {name for parent in _parents(kind) for name in _fields(parent)}
    return {name: field for name, field in _fields(kind).items() if name not in inherited}


def _fields(kind: type) -> dict[str, Any]:
    if issubclass(kind, BaseModel):
        return {name: field.annotation for name, field in kind.model_fields.items()}
    return get_type_hints(kind, include_extras=True)


def _interface(kind: type) -> str:
    parents = ", ".join(parent.__name__ for parent in _parents(kind))
    lines = [
        *_comment(kind),
        f"export interface {kind.__name__}{parents and f' extends {parents}'} {{",
        *(_field(name, field) for name, field in _own_fields(kind).items()),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _comment(kind: type) -> list[str]:
    lines = inspect.cleandoc(kind.__doc__ or "").replace("``", "`").splitlines()
    if len(lines) < 2:
        return [f"/** {line} */" for line in lines]
    return ["/**", *(f" * {line}".rstrip() for line in lines), " */"]


def _field(name: str, kind: Any) -> str:
    """On a line, or, if that is too long, with a line for each item of a list of words."""
    line = f"  {name}: {written(kind)};"
    if len(line) > WIDTH:
        line = line.replace(" | ", "\n    | ").replace("(", "(\n    | ").replace(")", "\n  )")
    return line


def written(kind: Any) -> str:
    """A type of Python's as TypeScript has it."""
    kind = _meant(kind)
    origin, parts = get_origin(kind), get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if _is_described(kind):
        return str(kind.__name__)
    if origin in UNIONS:
        word = json.dumps if origin is Literal else written
        return " | ".join(dict.fromkeys(word(part) for part in parts))
    if origin in (list, Sequence) or (origin is tuple and parts[1:] == (...,)):
        item = written(parts[0])
        return f"({item})[]" if get_origin(_meant(parts[0])) in UNIONS else f"{item}[]"
    if origin is tuple:
        return f"[{', '.join(map(written, parts))}]"
    if origin in (dict, Mapping):
        return "object" if parts[1] is Any else f"Record<{', '.join(map(written, parts))}>"
    raise TypeError(f"the browser has no type for {kind!r}")


def _imports(own: list[type], sent: Sent) -> str:
    """From what is shared."""
    used = {
        other for kind in own for field in _own_fields(kind).values() for other in _named_in(field)
    }
    used |= {parent for kind in own for parent in _parents(kind)} | {kind for kind in sent if kind}
    names = sorted(kind.__name__ for kind in used | {ImposedView} if _home_of(kind) == SHARED)
    line = f'import type {{ {", ".join(names)} }} from "../{SHARED}/payload.d.ts";\n'
    if len(line) <= WIDTH + 1:
        return line
    return line.replace("{ ", "{\n  ").replace(", ", ",\n  ").replace(" }", ",\n}")


def _data(sent: Sent) -> str:
    """All that a stage gets: payload and imposed view."""
    payload = sent.payload.__name__
    name = payload.removesuffix("Payload") + "Data"
    kind = sent.view.__name__ if sent.view else ""
    view = f"\n  view: {kind};\n  defaults: {kind};\n" if kind else ""
    return f"export interface {name} extends {payload}, ImposedView {{{view}}}\n"


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, "utf-8")
