"""Publications that *Thinned sub-networks* leans on, and what they do and do not show."""

from __future__ import annotations

from dropviz.core.writing import Source

SOURCES = [
    Source(
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), *Dropout: a simple way "
        "to prevent neural networks from overfitting*, JMLR 15.",
        "A new thinned network is sampled for each training *case*, not for each batch. A net of "
        "n units stands for $2^n$ thinned ones that share their weights, each trained “very "
        "rarely, if at all”. It does not show that every one of them is trained: almost none is "
        "ever sampled. Its p is the chance of being kept.",
    ),
    Source(
        "PyTorch, `torch.nn.Dropout`.",
        "The mask is drawn for each element, so the rows of a batch differ; a dropped element has "
        "gradient 0, a kept one 1/(1 - p).",
    ),
    Source(
        "This run.",
        "200 digits, a small network, one seed. It shows what happens in a step; it neither "
        "proves nor refutes that dropout helps.",
    ),
]
