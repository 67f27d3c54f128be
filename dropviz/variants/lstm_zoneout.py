"""An LSTM whose units keep their value of the step before where they are hit."""

from __future__ import annotations

from typing import Any

from dropviz.core.recurrent import Memory
from dropviz.core.writing import Formula, Source
from dropviz.variants.base import Variant
from dropviz.variants.facts import Keras, Site, Stage, StageFacts, Usage
from dropviz.variants.parts import recurrent, usages


def layer(p_drop: float, site: Site, *, generator: Any = None) -> Any:
    """A zoneout LSTM with rate p for cells c, and a tenth of it for h."""
    from dropviz.layers.masks import checked_rate
    from dropviz.layers.recurrent import ZoneoutLSTM

    cells = checked_rate(p_drop)
    return ZoneoutLSTM(site.inputs, site.units, cells / 10, p_cell=cells, generator=generator)


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of a cell that is held, in training and at inference."""
    return [
        Formula(
            "A cell that is hit keeps its value of the step before; nothing is zeroed or scaled. "
            "At inference $z$ is replaced by its mean. (In the layer measured below, h has a tenth "
            "of the cells' rate.)",
            r"c_t = z_t \ast c_{t-1} + (1 - z_t) \ast \tilde c_t, \qquad z_t = [\,u_t < p\,] \\ "
            rf"\text{{inference:}}\quad c_t = {stage.p:.2f}\,c_{{t-1}} + {1 - stage.p:.2f}\,"
            r"\tilde c_t",
        )
    ]


VARIANT = recurrent.lstm_variant(
    layer,
    slug="lstm_zoneout",
    title="Zoneout",
    purpose="To keep an old value in place of zero disturbs a memory less.",
    choose="Choose it for long sequences, with a high rate on cells and a low one on h.",
    order=4,
    kind="zoneout",
    scaled=False,
    masked="c and h",
    formulas=formulas,
    script=recurrent.script("ZoneoutLSTM", "p=0.1 * $p, p_cell=$p"),
    keras=Keras("", "Its LSTM has no zoneout."),
    usages=(
        Usage("cells", "0.5", "Krueger et al. (2017), their README", usages.READ),
        Usage("the state h", "0.05", "Krueger et al. (2017), their README", usages.READ),
    ),
    sources=(
        Source(
            "Krueger et al. (2017), *Zoneout*, arXiv:1606.01305.",
            "Units keep their value of the step before, at a rate of 0.5 for cells and 0.05 for h.",
        ),
    ),
    contract=recurrent.contract(coins=8, times=2, zeroes=False, rate_one_is_zero=False),
    on_stage=StageFacts(
        "zoneout",
        "Fresh masks on c and on h; what is hit keeps its value",
        Memory("c", holds=True),
        formula="where hit: c and h stay as they were",
        place="“=” above: coins of c, below: of h",
    ),
    trial=recurrent.trial(
        "zoneout", meaning_of_p=lambda p_drop, block: "of zoneout: of the cell, h has a tenth of it"
    ),
)
