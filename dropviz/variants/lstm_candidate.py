"""An LSTM with fresh masks on what is to be written, not on what it holds."""

from __future__ import annotations

from dropviz.core.recurrent import Memory
from dropviz.core.writing import Formula, kept_factor
from dropviz.variants.base import Variant
from dropviz.variants.facts import Keras, Stage, StageFacts, Usage
from dropviz.variants.parts import papers, recurrent, usages


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of the memory cell, where only the candidate is masked."""
    return [
        Formula(
            "Only what is to be written, $g$, is masked; what the cell holds passes untouched.",
            r"c_t = f_t \ast c_{t-1} + i_t \ast \frac{m_t \ast g_t}{1-p}, \qquad "
            + kept_factor(stage.p),
        )
    ]


VARIANT = recurrent.lstm_variant(
    recurrent.lstm("CandidateLSTM"),
    slug="lstm_candidate",
    title="LSTM, candidate only",
    purpose="If only what is about to be written is masked, no memory is lost later.",
    choose="Choose it if you want fresh masks in each step and long memory.",
    order=3,
    masked="g",
    formulas=formulas,
    script=recurrent.script("CandidateLSTM"),
    keras=Keras("", "Its LSTM masks what all gates get, not the candidate alone."),
    usages=(
        Usage(
            "the candidate g; fresh masks in each step are safe there",
            usages.NO_RATE,
            "Semeniuta et al. (2016)",
            usages.READ,
        ),
    ),
    sources=(papers.SEMENIUTA,),
    contract=recurrent.contract(zeroes=False),
    on_stage=StageFacts(
        "candidate",
        "A fresh mask in each step, on what is written only",
        Memory("g"),
        formula="c ← f c + i · g · mₜ / (1 − p)",
        place="only g is masked, once written it stays",
    ),
    trial=recurrent.trial("candidate"),
)
