"""What is wrong with an experiment, for the person who wrote it: field, value, what would be right.

What would be right is read off the model's own JSON schema, so it cannot differ from what is
checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import ValidationError

from dropviz.experiments.experiment import Experiment

LONGEST_VALUE = 60
Schema = Mapping[str, Any]


def complaints(error: ValidationError) -> list[str]:
    """One sentence for each field that an ``Experiment`` did not accept."""
    details = error.errors(include_url=False)
    places = [tuple(detail["loc"]) for detail in details]
    # A list with a wrong item is also too short, says pydantic: only the item is worth saying.
    inner = [
        detail
        for detail, place in zip(details, places, strict=True)
        if not any(other[: len(place)] == place and other != place for other in places)
    ]
    return list(dict.fromkeys(_complaint(detail) for detail in inner))


def first_few(sentences: Sequence[str], most: int) -> str:
    """The first ``most`` sentences in a row, and how many more there are."""
    rest = len(sentences) - most
    return " ".join([*sentences[:most], *([f"And {rest} more."] if rest > 0 else [])])


def _complaint(detail: Mapping[str, Any]) -> str:
    message, value = str(detail["msg"]), _shown(detail["input"])
    if detail["type"] == "value_error":
        text = message.removeprefix("Value error, ")
        return f"{text[:1].upper()}{text[1:]}."
    if detail["type"] == "json_invalid":
        return f"This is not JSON: {message.removeprefix('Invalid JSON: ')}."
    place, schema = _place(detail["loc"])
    if detail["type"] == "extra_forbidden":
        names = ", ".join(schema["properties"])
        return f"{_path([*place, detail['loc'][-1]])} is not a setting; there are {names}."
    subject = _path(place) or "The experiment"
    return f"{subject} is {value}; it must be {_wanted(schema)}."


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 3]}..."


def _place(loc: Sequence[str | int]) -> tuple[list[str | int], Schema]:
    """The path to the field that a person would name, and what may stand there."""
    schema, place = _schema(), list[str | int]()
    for part in loc:
        if isinstance(part, int) and "items" in schema:
            schema = _resolved(schema["items"])
        elif part in schema.get("properties", {}):
            schema = _resolved(schema["properties"][part])
        else:
            break  # a name that pydantic gives to one of several possible types
        place.append(part)
    return place, schema


def _path(place: Sequence[str | int]) -> str:
    """The place of a field in words, lists counted from 1 as on the page: "arms 2, p_hidden"."""
    words = ""
    for part in place:
        words += f" {part + 1}" if isinstance(part, int) else f"{', ' if words else ''}{part}"
    return words


@cache
def _schema() -> Schema:
    return Experiment.model_json_schema()


def _resolved(schema: Schema) -> Schema:
    reference = schema.get("$ref")
    return _schema()["$defs"][reference.rpartition("/")[2]] if reference else schema


def _wanted(schema: Schema) -> str:
    """What a field accepts, in words: "a whole number from 1 to 100"."""
    schema = _resolved(schema)
    if "anyOf" in schema:
        return " or ".join(_wanted(option) for option in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(map(repr, schema["enum"]))
    if "const" in schema:
        return repr(schema["const"])
    kind = schema.get("type")
    if kind in ("integer", "number"):
        return f"a {'whole ' if kind == 'integer' else ''}number {_range(schema)}"
    if kind == "array":
        return f"a list {_length(schema)}, each {_wanted(schema['items'])}".replace(" ,", ",")
    words = {
        "boolean": "true or false",
        "null": "null",
        "string": "the name of a data set",
        "object": "a JSON object of settings",
    }
    return words[str(kind)]


def _range(schema: Schema) -> str:
    low = f"from {schema['minimum']:,}" if "minimum" in schema else ""
    if "exclusiveMinimum" in schema:
        low = f"above {schema['exclusiveMinimum']:,} and up"
    return f"{low} to {schema['maximum']:,}"


def _length(schema: Schema) -> str:
    if "minItems" not in schema:
        return ""
    return f"of {schema['minItems']} to {schema['maxItems']} items"
