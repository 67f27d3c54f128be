"""What the recurrent variants share: their architecture, their trial, and an LSTM to measure."""

from __future__ import annotations

from typing import Any

import numpy as np

from dropviz.core.arrays import FloatArray
from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, MakesLayer, OnTensor, Site
from dropviz.variants.parts import layouts, moments, tensors

N_INPUTS = 3
"""Of the LSTM that is measured."""
N_MASKS = 1_000
"""An LSTM takes longer than one layer."""
ARMS = tuple(
    (slug, 0.25)
    for slug in ("lstm_h", "lstm_c", "lstm_variational", "lstm_candidate", "lstm_zoneout")
)
"""All of them in one trial."""
_SCRIPT = """import torch

from dropviz.layers.recurrent import $MODULE

torch.manual_seed($seed)
x = torch.randn(2, 12, 3)  # example, time, input
lstm = $MODULE(3, 4, $SETTINGS)
states, (h, c) = lstm(x)  # states: example, time, unit
print("training, last h of the first example:", h[0].tolist())
states, (h, c) = lstm.eval()(x)
print("inference:", h[0].tolist())

# torch.nn.LSTM(dropout=...) is another thing: it drops the output of every layer but the last,
# entry by entry, and never what goes round.
"""


def lstm(name: str, **settings: Any) -> MakesLayer:
    """What builds the class of that name in ``dropviz.layers.recurrent`` with these settings."""

    def made(p_drop: float, site: Site, *, generator: Any = None) -> Any:
        from dropviz.layers import recurrent

        kind = getattr(recurrent, name)
        return kind(site.inputs, site.units, p_drop, **settings, generator=generator)

    return made


def states_of(layer: MakesLayer) -> OnTensor:
    """What builds an LSTM that gives its h of all times, with weights from their own seed."""

    def on_tensor(x: Any, p_drop: float, *, generator: Any = None) -> Any:
        from dropviz.layers.measured import HiddenStates, seeded

        site = Site(N_INPUTS, x.shape[-1])
        made = layer(p_drop, site, generator=seeded(1))
        made.generator = generator
        return HiddenStates(made).double()

    return on_tensor


def inputs(x: FloatArray) -> FloatArray:
    """Inputs of the LSTM, drawn from N(0, 1), of shape (example, time, N_INPUTS)."""
    return np.random.default_rng(6).normal(size=(*x.shape[:2], N_INPUTS))


def lstm_variant(layer: MakesLayer, **own: Any) -> Variant:
    """A variant of an LSTM: ``own`` is what it declares beyond what all of them share."""
    return Variant(
        family="recurrent",
        mixes=True,
        layer=layer,
        on_tensor=states_of(layer),
        given=inputs,
        n_masks=N_MASKS,
        layout=layouts.TIMES,
        example=tensors.random_walk,
        what=layouts.STATE,
        moments=moments.unknown,
        why=why,
        **own,
    )


def trial(title: str, **own: Any) -> InTrials:
    """The trial of an LSTM: to remember a symbol over many steps, with all the LSTMs as arms."""
    return InTrials(title, tasks=("recall",), places=("lstm",), arms=ARMS, **own)


def contract(coins: int = 6, times: int = 3, **settings: bool) -> Contract:
    """The contract of an LSTM, for some steps of two units."""
    return Contract(
        (1, times, 2),
        coins,
        identity=False,
        mean_is_eval=False,
        why="gates are not linear",
        **settings,
    )


def why(block: int) -> str:
    """Why inference does not give the mean over masks, as the end of a sentence."""
    return "a gate is not linear in what is masked"


def script(module: str, settings: str = "p=$p") -> str:
    """The script for a class in ``dropviz.layers.recurrent``."""
    return _SCRIPT.replace("$MODULE", module).replace("$SETTINGS", settings)
