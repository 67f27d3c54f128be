"""Publications that *Toggle neurons* leans on, and what they do and do not show."""

from __future__ import annotations

from dropviz.core.writing import Source

SOURCES = [
    Source(
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), *Dropout: a simple way "
        "to prevent neural networks from overfitting*, JMLR 15.",
        "Units are dropped while training and weights are scaled by the keep probability at test "
        "time (classical scaling). Its p is the chance of being kept.",
    ),
    Source(
        "Hinton et al. (2012), arXiv:1207.0580.",
        "The first description. That units learn not to rely on particular others "
        "(co-adaptation) is a supported hypothesis. The chart below, of two networks and one data "
        "set, neither proves nor refutes it.",
    ),
    Source(
        "PyTorch, `torch.nn.Dropout`.",
        "Inverted scaling: division by 1 - p in training, nothing at inference.",
    ),
]
