"""An LSTM with a fresh mask on h in each step."""

from __future__ import annotations

from dropviz.core.recurrent import Memory
from dropviz.variants.base import Variant
from dropviz.variants.facts import InTrials, Keras, StageFacts, Usage
from dropviz.variants.parts import keras, layouts, moments, papers, recurrent, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas

LAYER = recurrent.lstm("PerStepLSTM", on="h")

VARIANT = Variant(
    slug="lstm_h",
    title="LSTM, fresh masks on h",
    family="recurrent",
    order=0,
    masked="h",
    mixes=True,
    layer=LAYER,
    on_tensor=recurrent.states_of(LAYER),
    given=recurrent.inputs,
    n_masks=recurrent.N_MASKS,
    layout=layouts.TIMES,
    example=tensors.random_walk,
    what=layouts.STATE,
    moments=moments.unknown,
    why=recurrent.why,
    formulas=coin_formulas,
    script=recurrent.script("PerStepLSTM", 'p=$p, on="h"'),
    keras=Keras(
        "keras.layers.LSTM(4, recurrent_dropout=$p)",
        "Close, but not this: its masks are those of the variational LSTM. "
        f"{keras.RECURRENT}{keras.TRIED}",
    ),
    usages=(
        usages.ZAREMBA,
        Usage(
            "what goes round, with a fresh mask in each step",
            usages.NO_RATE,
            "the naive way that Gal, Ghahramani (2016b) compare with",
            usages.READ,
        ),
    ),
    sources=(papers.ZAREMBA, papers.GAL_GHAHRAMANI),
    contract=recurrent.contract(),
    on_stage=StageFacts(
        "h, each step",
        "A fresh mask in each step on h",
        Memory("h"),
        formula="gates read h · mₜ / (1 − p)",
        place="h is masked in each step, c never",
    ),
    trial=InTrials(
        "h, each step",
        tasks=("recall",),
        places=("lstm",),
        arms=recurrent.ARMS,
        shipped=True,
    ),
)
