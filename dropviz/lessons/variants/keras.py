"""The same in Keras: what there is, and what differs. Text only; Keras is not installed here."""

from __future__ import annotations

from dataclasses import dataclass

TRIED = "(Behaviour seen with Keras 3.15 on its torch and JAX backends.)"
NO_LAYER = "None of its regularization layers does this; it takes a layer of your own."


@dataclass(frozen=True)
class Equivalent:
    """Code, with $p for the rate, or none; and what differs from the layer of this page."""

    code: str
    differs: str


_CALL = (
    "Called on its own, a layer is in inference mode unless it gets `training=True`. On the JAX "
    f"backend dropped entries are selected, not multiplied: a dropped NaN becomes 0. {TRIED}"
)
_MASKS = (
    f"`noise_shape` says which axes share: a length of 1 is shared, `None` copies the input's. "
    f"{_CALL}"
)
_DENSE = Equivalent("keras.layers.Dropout($p)", _MASKS)
_MAPS = "Channels are the last axis by default, where PyTorch has them second. "
_RECURRENT = (
    "One mask a sequence, a new one in each call, and separate masks for the gates (four); here "
    "the gates share one. Kept states are multiplied by 1 / (1 - rate) at *every* step. Rates are "
    "clamped to [0, 1] without a word, and `recurrent_dropout=1.0` is ignored. "
)

KERAS = {
    "dropout": _DENSE,
    "input_dropout": _DENSE,
    "gaussian": Equivalent(
        "keras.layers.GaussianDropout($p)",
        f"The same noise; rate 1 raises a ZeroDivisionError, where this page's layer gives zeros. "
        f"`GaussianNoise` is another thing: it adds. {TRIED}",
    ),
    "variational_gaussian": Equivalent("", NO_LAYER),
    "concrete": Equivalent("", NO_LAYER),
    "alpha": Equivalent(
        "keras.layers.AlphaDropout($p)",
        f"The same rule; rate 1 raises a ZeroDivisionError. {TRIED}",
    ),
    "feature_alpha": Equivalent(
        "keras.layers.AlphaDropout($p, noise_shape=(None, 1, 1, None))",
        f"No layer of its own: `noise_shape` shares the coin over height and width. {_MAPS}",
    ),
    "drop_connect": Equivalent("", NO_LAYER),
    "early": Equivalent("", "It has no schedule of rates."),
    "late": Equivalent("", "It has no schedule of rates."),
    "r_drop": Equivalent("", "It has no such loss; two calls with `training=True` give two masks."),
    "spatial_1d": Equivalent("keras.layers.SpatialDropout1D($p)", _MAPS + _CALL),
    "spatial_2d": Equivalent("keras.layers.SpatialDropout2D($p)", _MAPS + _CALL),
    "spatial_3d": Equivalent("keras.layers.SpatialDropout3D($p)", _MAPS + _CALL),
    "drop_block": Equivalent("", NO_LAYER),
    "lstm_h": Equivalent(
        "keras.layers.LSTM(4, recurrent_dropout=$p)",
        f"Close, but not this: its masks are those of the variational LSTM. {_RECURRENT}{TRIED}",
    ),
    "lstm_c": Equivalent("", "Its LSTM never masks the cell."),
    "lstm_variational": Equivalent(
        "keras.layers.LSTM(4, dropout=$p, recurrent_dropout=$p)", f"{_RECURRENT}{TRIED}"
    ),
    "lstm_candidate": Equivalent("", "Its LSTM masks what all gates get, not the candidate alone."),
    "lstm_zoneout": Equivalent("", "Its LSTM has no zoneout."),
    "attention": Equivalent(
        "keras.layers.MultiHeadAttention(2, 4, dropout=$p)",
        f"The scores that it returns are those *before* dropout; PyTorch returns the dropped ones. "
        f"{TRIED}",
    ),
    "embedding": Equivalent(
        "keras.layers.Dropout($p, noise_shape=(None, None, 1))",
        "Close, but not this: it drops places of a sequence; a word that comes twice has two "
        "coins.",
    ),
    "residual": Equivalent("keras.layers.Dropout($p)", _CALL),
    "mlp": Equivalent("keras.layers.Dropout($p)", _CALL),
    "stochastic_depth_batch": Equivalent("", NO_LAYER),
    "stochastic_depth_row": Equivalent(
        "keras.layers.Dropout($p, noise_shape=(None, 1, 1))",
        f"No layer of its own: on a branch of shape (batch, time, unit) `noise_shape` gives one "
        f"coin an example. {_CALL}",
    ),
    "layer_drop": Equivalent("", NO_LAYER),
}
"""By slug."""
