"""Dropout and its variants as PyTorch modules, with one contract.

In eval mode, and at rate 0, a layer gives back what it got (or what its paper says); its mean over
masks is that value where theory says so; what is dropped is exactly 0 and gets no gradient, even
if it was NaN; rate 1 makes no NaN, and drops all that can be dropped; a rate outside [0, 1], NaN
included, is a ``ValueError``, what is no number and integer inputs are a ``TypeError``; a generator
makes masks come again; all of it works under ``torch.func.vmap``.
"""

from dropviz.layers.conv import DropBlock, SpatialDropout1d, SpatialDropout2d, SpatialDropout3d
from dropviz.layers.dense import (
    AlphaDropout,
    ConcreteDropout,
    DropConnect,
    Dropout,
    FeatureAlphaDropout,
    GaussianDropout,
    VariationalGaussianDropout,
)
from dropviz.layers.depth import LayerDrop, StochasticDepth, linear_rates
from dropviz.layers.rdrop import RDropLoss
from dropviz.layers.recurrent import (
    LSTM,
    CandidateLSTM,
    PerStepLSTM,
    VariationalLSTM,
    ZoneoutLSTM,
)
from dropviz.layers.schedules import Scheduled
from dropviz.layers.transformer import (
    AttentionDropout,
    EmbeddingDropout,
    MLPDropout,
    ResidualDropout,
    TransformerBlock,
)

__all__ = [
    "LSTM",
    "AlphaDropout",
    "AttentionDropout",
    "CandidateLSTM",
    "ConcreteDropout",
    "DropBlock",
    "DropConnect",
    "Dropout",
    "EmbeddingDropout",
    "FeatureAlphaDropout",
    "GaussianDropout",
    "LayerDrop",
    "MLPDropout",
    "PerStepLSTM",
    "RDropLoss",
    "ResidualDropout",
    "Scheduled",
    "SpatialDropout1d",
    "SpatialDropout2d",
    "SpatialDropout3d",
    "StochasticDepth",
    "TransformerBlock",
    "VariationalGaussianDropout",
    "VariationalLSTM",
    "ZoneoutLSTM",
    "linear_rates",
]
