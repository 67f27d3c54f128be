"""An LSTM with one mask for a whole sequence."""

from __future__ import annotations

from dropviz.core.recurrent import Memory
from dropviz.core.writing import Formula, plain_latex
from dropviz.variants.base import Variant
from dropviz.variants.facts import Keras, Stage, StageFacts, Usage
from dropviz.variants.parts import keras, papers, recurrent, usages
from dropviz.variants.parts.formulas import coin_formulas_and


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of how likely the gates read a unit at all times."""
    steps, q = stage.times, 1 - stage.p
    return [
        Formula(
            "What is masked is the h that the gates read; the cell itself never is. They read a "
            f"unit in all {steps} steps with the probability on the left, else in none. With fresh "
            "masks all steps would read it with the probability on the right.",
            rf"1 - p = {q:.2f}, \qquad (1-p)^{{{steps}}} = {plain_latex(q**steps)}",
        )
    ]


VARIANT = recurrent.lstm_variant(
    recurrent.lstm("VariationalLSTM"),
    slug="lstm_variational",
    title="Variational LSTM",
    purpose=(
        "Fresh masks make another network in each step; one mask makes one for the whole sequence."
    ),
    choose="Choose it first for an LSTM that overfits in what goes round.",
    order=2,
    shared=("time",),
    formulas=coin_formulas_and(formulas),
    script=recurrent.script("VariationalLSTM"),
    keras=Keras(
        "keras.layers.LSTM(4, dropout=$p, recurrent_dropout=$p)", keras.RECURRENT + keras.TRIED
    ),
    usages=(
        usages.ZAREMBA,
        Usage(
            "inputs and what goes round, one mask a sequence",
            f"{usages.NO_RATE}; 73.4 perplexity on the Penn Treebank",
            "Gal, Ghahramani (2016b)",
            usages.READ,
        ),
    ),
    sources=(papers.GAL_GHAHRAMANI, papers.ZAREMBA),
    contract=recurrent.contract(coins=5, zeroes=False, rate_one_is_zero=False),
    on_stage=StageFacts(
        "variational",
        "One mask on h for all steps",
        Memory("h", once=True),
        formula="gates read h · m / (1 − p)",
        place="one m for all steps, none on c",
    ),
    trial=recurrent.trial("variational"),
)
