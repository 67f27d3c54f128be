"""An LSTM with a fresh mask on its memory c in each step: what is remembered wears away."""

from __future__ import annotations

from dropviz.core.recurrent import Memory
from dropviz.core.writing import Formula, plain_latex
from dropviz.variants.base import Variant
from dropviz.variants.facts import Keras, Stage, StageFacts, Usage
from dropviz.variants.parts import papers, recurrent, usages
from dropviz.variants.parts.formulas import coin_formulas_and


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of how long a memory lives under fresh masks."""
    steps, q = stage.times, 1 - stage.p
    blow_up = "" if q == 0 else rf", \qquad (1-p)^{{-{steps}}} = {plain_latex(q**-steps)}"
    return [
        Formula(
            f"What is remembered must survive every step. After {steps} steps it is still there "
            "with the probability on the left, and then too large by the factor on the right.",
            rf"(1-p)^{{{steps}}} = {plain_latex(q**steps)}{blow_up}",
        )
    ]


VARIANT = recurrent.lstm_variant(
    recurrent.lstm("PerStepLSTM", on="c"),
    slug="lstm_c",
    title="LSTM, fresh masks on c",
    purpose="It looks harmless, yet what is remembered must survive every step.",
    choose="Choose it nowhere; it is here to show how a memory is lost.",
    order=1,
    masked="c",
    formulas=coin_formulas_and(formulas),
    script=recurrent.script("PerStepLSTM", 'p=$p, on="c"'),
    keras=Keras("", "Its LSTM never masks the cell."),
    usages=(
        Usage(
            "nowhere",
            "each step loses the share p of what is remembered; shown because it looks harmless",
            "the formula above",
            usages.COMPUTED,
        ),
    ),
    sources=(papers.SEMENIUTA, papers.GAL_GHAHRAMANI),
    contract=recurrent.contract(zeroes=False, rate_one_is_zero=False),
    on_stage=StageFacts(
        "c, each step",
        "A fresh mask in each step on the memory c",
        Memory("c"),
        formula="c ← c · mₜ / (1 − p)",
        place="h is read before the mask on c",
    ),
    trial=recurrent.trial("cell, each step"),
)
