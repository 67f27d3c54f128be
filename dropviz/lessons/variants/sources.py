"""The papers of the variants, with what they show and do not show."""

from __future__ import annotations

from dropviz.lessons.parts import Source

PAPERS = {
    "srivastava": Source(
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), JMLR 15.",
        "Dropout of hidden units and inputs; their p is the chance of being *kept*, and they scale "
        "at test time. Section 10: Gaussian noise in its place.",
    ),
    "hinton": Source("Hinton et al. (2012), arXiv:1207.0580.", "The first description of dropout."),
    "kingma": Source(
        "Kingma, Salimans, Welling (2015), arXiv:1506.02557.",
        "Gaussian dropout as variational inference, with rates that are learnt.",
    ),
    "concrete": Source(
        "Gal, Hron, Kendall (2017), arXiv:1705.07832.",
        "A soft mask lets gradients reach the rate. The rate is learnt, not proved best.",
    ),
    "klambauer": Source(
        "Klambauer et al. (2017), arXiv:1706.02515.",
        "SELU networks and alpha dropout. Mean and variance are kept for inputs with mean 0 and "
        "variance 1 only.",
    ),
    "wan": Source(
        "Wan et al. (2013), *Regularization of neural networks using DropConnect*, ICML.",
        "Weights are dropped; inference matches moments. Their best figures are aggregates of "
        "several networks.",
    ),
    "liu": Source(
        "Liu et al. (2023), arXiv:2303.01500.",
        "Dropout early in training against underfitting, late against overfitting, on large image "
        "data.",
    ),
    "r_drop": Source(
        "Liang et al. (2021), *R-Drop*, arXiv:2106.14448.",
        "Two passes that should agree; 30.91 and 43.95 BLEU on two translation tasks. Each step "
        "costs two passes.",
    ),
    "tompson": Source(
        "Tompson et al. (2015), arXiv:1411.4280.",
        "One trial for each feature map, because pixels of a map are correlated. It says nothing "
        "of sequences or volumes.",
    ),
    "ghiasi": Source(
        "Ghiasi, Lin, Le (2018), *DropBlock*, arXiv:1810.12890.",
        "Squares of a map; block 1 is close to dropout, a block as large as the map to spatial "
        "dropout. They raise the rate while training.",
    ),
    "zaremba": Source(
        "Zaremba, Sutskever, Vinyals (2014), arXiv:1409.2329.",
        "Dropout between the layers of an LSTM only, at rates of 0.5 and 0.65.",
    ),
    "gal_rnn": Source(
        "Gal, Ghahramani (2016b), arXiv:1512.05287.",
        "One mask for a whole sequence, and whole words dropped. On this page the gates share a "
        "mask.",
    ),
    "semeniuta": Source(
        "Semeniuta, Severyn, Barth (2016), arXiv:1603.05118.",
        "Masking the candidate alone loses no memory, even with fresh masks in each step.",
    ),
    "krueger": Source(
        "Krueger et al. (2017), *Zoneout*, arXiv:1606.01305.",
        "Units keep their value of the step before, at a rate of 0.5 for cells and 0.05 for h.",
    ),
    "vaswani": Source(
        "Vaswani et al. (2017), arXiv:1706.03762.",
        "Dropout on the outputs of sub-layers and on sums of embeddings; not on attention weights.",
    ),
    "encoder": Source(
        "PyTorch, `torch.nn.TransformerEncoderLayer` and `torch.nn.MultiheadAttention`.",
        "One rate in four places: attention weights, after attention, inside and after the MLP. "
        "Rows of attention weights are not brought back to sum 1.",
    ),
    "huang": Source(
        "Huang et al. (2016), *Deep networks with stochastic depth*, arXiv:1603.09382.",
        "One draw for each block and mini-batch; 75 seconds an epoch became 60 with 110 layers on "
        "CIFAR-10. They scale at test time instead.",
    ),
    "fan": Source(
        "Fan, Grave, Joulin (2020), *LayerDrop*, arXiv:1909.11556.",
        "Any smaller stack of layers can be cut out without training again.",
    ),
}

READING = {
    "": ("srivastava", "hinton"), "dropout": ("srivastava", "hinton"),
    "input_dropout": ("srivastava", "hinton"), "gaussian": ("srivastava",),
    "variational_gaussian": ("kingma",), "concrete": ("concrete",), "alpha": ("klambauer",),
    "feature_alpha": ("klambauer",), "drop_connect": ("wan",), "early": ("liu",), "late": ("liu",),
    "r_drop": ("r_drop",), "spatial_1d": ("tompson",), "spatial_2d": ("tompson",),
    "spatial_3d": ("tompson",), "drop_block": ("ghiasi",), "lstm_h": ("zaremba", "gal_rnn"),
    "lstm_c": ("semeniuta", "gal_rnn"), "lstm_variational": ("gal_rnn", "zaremba"),
    "lstm_candidate": ("semeniuta",), "lstm_zoneout": ("krueger",),
    "attention": ("encoder", "vaswani"), "embedding": ("gal_rnn", "vaswani"),
    "residual": ("vaswani", "encoder"), "mlp": ("encoder",),
    "stochastic_depth_batch": ("huang",), "stochastic_depth_row": ("huang",),
    "layer_drop": ("fan",),
}  # fmt: skip


def sources(slug: str) -> list[Source]:
    """Those of a variant; "" is the gallery."""
    return [PAPERS[name] for name in READING[slug]]
