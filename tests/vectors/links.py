"""Views and their links: what Python makes of a view, the browser writes into the address."""

from __future__ import annotations

from typing import Any

from dropviz.experiments.experiment import Arm
from dropviz.lessons.feature_maps.view import FeatureMapsView
from dropviz.lessons.live_training.presets import PRESETS
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.toggle_neurons.guide import GUIDE
from dropviz.lessons.toggle_neurons.view import ToggleView
from dropviz.lessons.variants.view import VariantsView
from dropviz.stage.view import View

ARMS = (
    Arm(),
    Arm(p_hidden=0.5),
    Arm(p_hidden=(0.25,)),
    Arm(p_hidden=(0.5, 0.1), p_input=0.2, weight_decay=1e-12, schedule="early"),
    Arm(max_norm=2.5, input_noise=1 / 3, label_smoothing=0.1, batch_norm=True),
    Arm(weight_decay=1e-5, schedule="late", early_stopping=True),
)


def views() -> list[tuple[View, View]]:
    """Each with what its link leaves out."""
    scene = ToggleView(p=0, scene=2)
    of_default = [
        ToggleView(),
        ToggleView(p=0.31, image=4, mask="-" * 100 + "0" * 28, edges="gradient"),
        VariantsView(variant="lstm_h", typed="a & b = c?", p=1),
        FeatureMapsView(many=True, way="block"),
        LiveView(hidden=(64, 32), arms=ARMS, lr=0.01, run="0123456789abcdef", at=17),
        *(LiveView.of(preset.experiment) for preset in PRESETS),
    ]
    return [
        *((view, type(view)()) for view in of_default),
        (scene, scene),
        (scene.model_copy(update={"p": 0.4, "scene": 2}), scene),
        *((GUIDE.view_at(at) or scene, ToggleView()) for at in (1, 4)),
    ]


def cases() -> list[dict[str, Any]]:
    """View, base and link of each."""
    return [
        {"view": view.model_dump(), "base": base.model_dump(), "link": view.to_query(base)}
        for view, base in views()
    ]
