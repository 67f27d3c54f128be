"""Papers of several variants, with what they show and do not show."""

from __future__ import annotations

from dropviz.core.writing import Source

SRIVASTAVA = Source(
    "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), JMLR 15.",
    "Dropout of hidden units and inputs; their p is the chance of being *kept*, and they scale "
    "at test time. Section 10: Gaussian noise in its place.",
)
HINTON = Source("Hinton et al. (2012), arXiv:1207.0580.", "The first description of dropout.")
KLAMBAUER = Source(
    "Klambauer et al. (2017), arXiv:1706.02515.",
    "SELU networks and alpha dropout. Mean and variance are kept for inputs with mean 0 and "
    "variance 1 only.",
)
LIU = Source(
    "Liu et al. (2023), arXiv:2303.01500.",
    "Dropout early in training against underfitting, late against overfitting, on large image "
    "data.",
)
TOMPSON = Source(
    "Tompson et al. (2015), arXiv:1411.4280.",
    "One trial for each feature map, because pixels of a map are correlated. It says nothing "
    "of sequences or volumes.",
)
ZAREMBA = Source(
    "Zaremba, Sutskever, Vinyals (2014), arXiv:1409.2329.",
    "Dropout between the layers of an LSTM only, at rates of 0.5 and 0.65.",
)
GAL_GHAHRAMANI = Source(
    "Gal, Ghahramani (2016b), arXiv:1512.05287.",
    "One mask for a whole sequence, and whole words dropped. On this page the gates share a mask.",
)
SEMENIUTA = Source(
    "Semeniuta, Severyn, Barth (2016), arXiv:1603.05118.",
    "Masking the candidate alone loses no memory, even with fresh masks in each step.",
)
VASWANI = Source(
    "Vaswani et al. (2017), arXiv:1706.03762.",
    "Dropout on the outputs of sub-layers and on sums of embeddings; not on attention weights.",
)
ENCODER = Source(
    "PyTorch, `torch.nn.TransformerEncoderLayer` and `torch.nn.MultiheadAttention`.",
    "One rate in four places: attention weights, after attention, inside and after the MLP. "
    "Rows of attention weights are not brought back to sum 1.",
)
HUANG = Source(
    "Huang et al. (2016), *Deep networks with stochastic depth*, arXiv:1603.09382.",
    "One draw for each block and mini-batch; 75 seconds an epoch became 60 with 110 layers on "
    "CIFAR-10. They scale at test time instead.",
)
