"""An LSTM with a fresh mask on h in each step."""

from __future__ import annotations

from dropviz.core.recurrent import Memory
from dropviz.variants.facts import Keras, StageFacts, Usage
from dropviz.variants.parts import keras, papers, recurrent, usages
from dropviz.variants.parts.formulas import coin_formulas

VARIANT = recurrent.lstm_variant(
    recurrent.lstm("PerStepLSTM", on="h"),
    slug="lstm_h",
    title="LSTM, fresh masks on h",
    purpose=(
        "It is the plainest way to put dropout into a recurrent network: a new mask in each step."
    ),
    choose="Choose it rarely: the memory c is safe, but what is read changes from step to step.",
    order=0,
    masked="h",
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
            "Gal, Ghahramani (2016b) compare with fresh masks on inputs and outputs, and none here",
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
    trial=recurrent.trial("h, each step", shipped=True),
)
