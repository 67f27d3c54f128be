"""Write the types of what Python sends to the stages: ``python -m scripts.payload_types``.

They go into ``payload.d.ts`` beside each stage, which its modules import in comments.
"""

from __future__ import annotations

import json
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from typing_extensions import is_typeddict

from dropviz.experiments.experiment import Arm
from dropviz.lessons.feature_maps.payload import FeatureMapsPayload
from dropviz.lessons.feature_maps.view import FeatureMapsView
from dropviz.lessons.live_training.payload import LivePayload
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.status import RunPayload
from dropviz.lessons.trials.panel import TrialPayload
from dropviz.stage.styles import BROWSER
from dropviz.stage.transformer import TransformerPayload
from dropviz.stage.variants import VariantsPayload, VariantsView

PAYLOADS: dict[str, list[type]] = {
    "feature_maps": [FeatureMapsPayload, FeatureMapsView],
    "live_training": [LivePayload, LiveView],
    "shared/run": [RunPayload, Arm],
    "trial": [TrialPayload],
    "transformer": [TransformerPayload, VariantsView],
    "variants": [VariantsPayload, VariantsView],
}
"""Of each stage's folder: what it is sent, and the view that a person chooses there."""
PLAIN: dict[Any, str] = {
    str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null",
    Any: "unknown",
}  # fmt: skip


def fields(model: type) -> dict[str, Any]:
    """The fields of a TypedDict or a pydantic model, with the types that they declare."""
    hints = get_type_hints(model)
    names = model.model_fields if issubclass(model, BaseModel) else hints
    return {name: hints[name] for name in names}


def is_model(annotation: Any) -> bool:
    """Whether it is written as an interface of its own."""
    return is_typeddict(annotation) or (
        isinstance(annotation, type) and issubclass(annotation, BaseModel)
    )


def typescript(annotation: Any) -> str:
    """A type as TypeScript has it, once it has been JSON.

    Raises
    ------
    TypeError
        If it is of a kind that no payload has yet.
    """
    if annotation in PLAIN:
        return PLAIN[annotation]
    if is_model(annotation):
        return str(annotation.__name__)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " | ".join(json.dumps(value) for value in arguments)
    parts = [typescript(part) for part in arguments if part is not Ellipsis]
    if origin in (Union, UnionType):
        return " | ".join(parts)
    if origin is list or (origin is tuple and Ellipsis in arguments):
        is_union = get_origin(arguments[0]) in (Union, UnionType, Literal) and " | " in parts[0]
        return f"({parts[0]})[]" if is_union else f"{parts[0]}[]"
    if origin is tuple:
        return f"[{', '.join(parts)}]"
    if origin is dict:
        return f"Record<{', '.join(parts)}>"
    raise TypeError(f"{annotation!r} has no type in the browser yet")


def models_in(annotation: Any) -> list[type]:
    """The models that a type is made of, those that others need first."""
    parts = list(fields(annotation).values()) if is_model(annotation) else get_args(annotation)
    found = [model for part in parts for model in models_in(part)]
    return list(dict.fromkeys([*found, *([annotation] if is_model(annotation) else [])]))


def interface(model: type) -> str:
    """One model."""
    lines = [f"  {name}: {typescript(kind)};" for name, kind in fields(model).items()]
    return "\n".join([f"export interface {model.__name__} {{", *lines, "}"])


def declarations(stage: str) -> str:
    """The text of a stage's ``payload.d.ts``."""
    models = dict.fromkeys(model for sent in PAYLOADS[stage] for model in models_in(sent))
    header = "// What Python sends, by scripts/payload_types.py."
    return "\n\n".join([header, *(interface(model) for model in models)]) + "\n"


if __name__ == "__main__":
    for each in PAYLOADS:
        (BROWSER / each / "payload.d.ts").write_text(declarations(each), "utf-8")
