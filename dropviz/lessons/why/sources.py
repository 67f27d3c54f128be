"""Publications behind *Why dropout?*, and what they do and do not show."""

from __future__ import annotations

from dropviz.core.writing import Source

SOURCES = [
    Source(
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), *Dropout: a simple way "
        "to prevent neural networks from overfitting*, JMLR 15.",
        "The paper that spread dropout. Its networks are far larger, and its labels right. Its p "
        "is the chance of being *kept*.",
    ),
    Source(
        "Zhang, Bengio, Hardt, Recht, Vinyals (2017), *Understanding deep learning requires "
        "rethinking generalization*, arXiv:1611.03530.",
        "Networks learn even random labels by heart. It does not show what dropout does about it "
        "in a network as small as this one.",
    ),
]
