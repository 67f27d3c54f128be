"""Write the settings of links into ``docs/teaching.md``: ``python -m scripts.teaching_tables``.

The tables are made from the views of the lessons: names, possible values, the usual one. What a
setting is, in a teacher's words, stands here.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dropviz.catalogue import LESSONS
from dropviz.lessons.live_training import view as live
from dropviz.lessons.thinned_networks import view as thinned
from dropviz.stage.view import View

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "teaching.md"
BEGIN, END = "<!-- made by scripts/teaching_tables.py -->", "<!-- end -->"
UNIT_TEXT = "a character for each unit or map: `-` its coin decides, `0` off, `1` on"
PIXELS = "64 characters, `0` to `9` and `a` to `g` for 0 to 16"
HASH = "16 characters, from the address of a finished run"
LEVELS = "a character for each input, `0` to `u`; `-` as `values` says"
MEANS = {
    "p": "dropout rate, the chance of being dropped",
    "p_input": "dropout rate of the input",
    "seed": "which coins are flipped",
    "network": "network that is shown",
    "image": "number of the test digit",
    "drawn": "a digit drawn by hand",
    "label": "label that is taken for the true one, -1 for the digit's own",
    "mode": "what the network does",
    "scaling": "where activations are rescaled",
    "mask": "what is switched by hand",
    "edges": "what the lines show",
    "lines": "which curves are drawn",
    "at": "step that is looked at",
    "seen": "step that curves are drawn to",
    "pairs": "whether the pairs are shown",
    "masks": "who shares a mask",
    "step": "step of the training",
    "example": "which digit of the step",
    "speed": "steps a second",
    "plain": "the loss without masks",
    "hidden": "units of a hidden layer",
    "batch": "digits in a step",
    "lr": "learning rate",
    "n": "number of inputs",
    "values": "activations and weights",
    "input_seed": "which random values",
    "x": "activations chosen by hand",
    "w": "weights chosen by hand",
    "rule": "scaling rule that is shown",
    "closer": "what is looked at below",
    "activation": "activation function",
    "ticked": "calls that are ticked, a `1` each",
    "ran": "whether the calls were run",
    "source": "what the network looks at",
    "photo": "photograph",
    "block": "side of the squares that drop",
    "way": "what drops: by hand, pixels, maps or squares",
    "many": "whether many coins are averaged",
    "pixels": "pixels of maps that are off",
    "photo_mask": "filters that are switched by hand",
    "run": "finished run that is shown",
    "first_seed": "first seed of the small training",
    "variant": "variant that is opened, none for the gallery",
    "family": "network that one builds",
    "amount": "how much data one has",
    "norm": "whether there is batch norm",
    "places": "parts of the transformer that drop",
    "window": "where in the text it reads",
    "typed": "text to read instead",
    "times": "steps that a recurrent cell remembers",
    "topic": "topic of the cards",
    "card": "card that is asked",
    "answer": "place of the answer given, -1 for none",
    "data": "data set",
    "noise": "share of wrong labels",
    "act": "activation function",
    "opt": "optimizer",
    "steps": "training steps",
    "arms": "what is compared; copy it from the address",
    "margin": "difference of log-loss that does not matter",
    "margin_error": "difference of error that does not matter",
    "set_margin": "the first margin when Train was pressed",
    "set_margin_error": "the second margin when Train was pressed",
    "look": "which look at the comparison it is",
    "device": "where it trains",
    "peeked": "pairs looked at where nothing is there",
    "peek_row": "which comparison where nothing is there",
    "peek_all": "whether all such comparisons are counted",
}
OWN_MEANS = {
    ("live_training", "n"): "training examples",
    ("live_training", "hidden"): "units of each hidden layer",
    ("live_training", "batch"): "examples in a step",
    ("live_training", "pairs"): "pairs of networks",
    ("live_training", "seed"): "first seed",
    ("live_training", "at"): "step that is looked at, -1 for the last",
    ("feature_maps", "pairs"): "pairs of the small training, 0 for its own number",
    ("variants", "pairs"): "pairs of the small training, 0 for its own number",
    ("variants", "at"): "step at which early dropout ends and late dropout begins",
}
"""Where a name means something else."""
VALUES = {
    "hidden": " ".join(map(str, thinned.HIDDEN_SIZES)),
    "batch": " ".join(map(str, thinned.BATCH_SIZES)),
    "lr": " ".join(map(str, thinned.LEARNING_RATES)),
    "speed": " ".join(map(str, thinned.SPEEDS)),
    "mask": UNIT_TEXT,
    "photo_mask": UNIT_TEXT,
    "pixels": "192 hexadecimal digits",
    "drawn": PIXELS,
    "x": LEVELS,
    "w": LEVELS,
    "run": HASH,
    "ticked": "up to ten characters, `0` or `1`",
    "places": "names from the address, with commas",
    "typed": "up to 60 characters",
    "variant": "a name from the address of a variant",
    "card": "a name from the address of a card",
}
LIVE_VALUES = {"arms": "from the address", "hidden": "like 128-128", "data": "a name from the menu"}


def view_of(lesson: str) -> type[View]:
    """The class of the view of a lesson."""
    module = import_module(f"dropviz.lessons.{lesson}.view")
    found = [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, View) and one.__module__ == module.__name__
    ]
    (view,) = found
    return view


def values_of(lesson: str, name: str, schema: dict[str, Any]) -> str:
    """The values that a field may have, in words."""
    if lesson == "live_training" and name in LIVE_VALUES:
        return LIVE_VALUES[name]
    if lesson == "live_training" and name in live.ranges():
        least, most, _ = live.ranges()[name]
        return f"{least:g} to {most:g}"
    options = schema.get("anyOf", [schema])
    if choices := [one for each in options for one in each.get("enum", [each.get("const")]) if one]:
        return " ".join(map(str, choices))
    if schema.get("type") == "boolean":
        return "false true"
    if "minimum" in schema:
        largest = schema.get("maximum")
        return f"{schema['minimum']:g} {'and more' if largest is None else f'to {largest:g}'}"
    return VALUES[name]


def table(lesson: str) -> str:
    """The settings of a lesson as a table in Markdown."""
    view = view_of(lesson)
    properties = view.model_json_schema()["properties"]
    rows = ["| setting | values | usual | what it is |", "|---|---|---|---|"]
    for name in view.model_fields:
        if name == "scene":
            continue
        values = values_of(lesson, name, properties[name])
        usual = view().in_link(name)
        means = OWN_MEANS.get((lesson, name)) or MEANS[name]
        rows.append(f"| `{name}` | {values} | {f'`{usual}`' if usual else 'none'} | {means} |")
    return "\n".join(rows)


def tables() -> str:
    """The tables of all lessons, with their numbers of scenes."""
    parts = []
    for entry in LESSONS:
        module = f"dropviz.lessons.{entry.name}.guide"
        guide = import_module(module).GUIDE if find_spec(module) else None
        scenes = f"`scene` is 1 to {len(guide.scenes)}." if guide else "It has no scenes."
        parts.append(f"### {entry.title}\n\n`/{entry.name}`. {scenes}\n\n{table(entry.name)}\n")
    return "\n".join(parts)


def with_tables(document: str) -> str:
    """A document with the tables between its two marks."""
    made = f"{BEGIN}\n\n{tables()}\n{END}"
    return re.sub(
        f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: made, document, flags=re.DOTALL
    )


if __name__ == "__main__":
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text("utf-8")), "utf-8")
