"""The same in Keras: what there is, and what differs. Text only; Keras is not installed here."""

from __future__ import annotations

from dropviz.variants.facts import Keras

TRIED = "(Behaviour seen with Keras 3.15 on its torch and JAX backends.)"
NO_LAYER = "None of its regularization layers does this; it takes a layer of your own."


CALL = (
    "Called on its own, a layer is in inference mode unless it gets `training=True`. On the JAX "
    f"backend dropped entries are selected, not multiplied: a dropped NaN becomes 0. {TRIED}"
)
MASKS = (
    f"`noise_shape` says which axes share: a length of 1 is shared, `None` copies the input's. "
    f"{CALL}"
)
DENSE = Keras("keras.layers.Dropout($p)", MASKS)
MAPS = "Channels are the last axis by default, where PyTorch has them second. "
RECURRENT = (
    "One mask a sequence, a new one in each call, and separate masks for the gates (four); here "
    "the gates share one. Kept states are multiplied by 1 / (1 - rate) at *every* step. Rates are "
    "clamped to [0, 1] without a word. `recurrent_dropout=1.0` is ignored, and "
    "`LSTM(4, dropout=1, recurrent_dropout=1)` drops nothing at all. "
)
