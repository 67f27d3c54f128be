"""Whether what is sent to a stage is of the type that the browser knows it by."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from dropviz.stage.imposed import ImposedView
from scripts.payload_types import STAGES

IMPOSED = set(ImposedView.__annotations__)


@cache
def adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def assert_sent(stage: str, data: dict[str, Any]) -> None:
    """The payload and the view: no field more, none less, each as its type has it."""
    sent = STAGES[stage]
    payload = {name: value for name, value in data.items() if name not in IMPOSED}
    assert_same(payload, sent.payload)
    assert_same({name: data[name] for name in IMPOSED}, ImposedView)
    assert_same(data["view"], sent.view or dict[str, None])


def assert_same(value: Any, kind: Any) -> None:
    """Read as that type and written again it is the same JSON: nothing was left out or changed."""
    read = adapter(kind).validate_python(value)
    assert json.loads(adapter(kind).dump_json(read)) == json.loads(json.dumps(value))
