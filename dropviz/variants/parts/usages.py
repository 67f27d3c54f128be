"""How firm a usual rate is, and usages that several variants share."""

from __future__ import annotations

from dropviz.variants.facts import Usage

READ, TOLD, TRIED, HABIT, COMPUTED = "paper", "retold", "library", "habit", "here"
"""Marks of evidence."""
MARKS = {
    READ: "read in the paper, its abstract or its authors' code",
    TOLD: "a number of the paper, read only where others report it",
    TRIED: "the library's own default, tried",
    HABIT: "a habit; no primary source is known here",
    COMPUTED: "computed on this page",
}
"""What the marks mean."""
NO_RATE = "no usual rate with a source is known here"

SRIVASTAVA = "Srivastava et al. (2014), appendix"
VASWANI = "Vaswani et al. (2017), section 5.4"
LIU = "Liu et al. (2023), their repository"
ENCODER = "`torch.nn.TransformerEncoderLayer`"
MAPS = Usage(
    "feature maps of a convolutional network", NO_RATE,
    "Tompson et al. (2015): one trial for each feature map", READ,
)  # fmt: skip
ZAREMBA = Usage(
    "between the layers of an LSTM, not what goes round", "0.5 and 0.65",
    "Zaremba et al. (2014)", READ,
)  # fmt: skip
DEPTH = Usage(
    "the residual branch of each block", "from 0 in a line to 0.5 at the last block",
    "Huang et al. (2016)", READ,
)  # fmt: skip
