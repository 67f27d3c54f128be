"""Dropout of attention weights, after softmax."""

from __future__ import annotations

import math

from dropviz.core.transformer import CONTEXT
from dropviz.core.writing import Formula
from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Layout, Stage, Usage
from dropviz.variants.parts import keras, moments, papers, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas_and
from dropviz.variants.parts.layers import layer

SCRIPT = """import torch
from torch import nn

torch.manual_seed($seed)
x = torch.randn(2, 6, 8)  # example, time, unit
attention = nn.MultiheadAttention(8, num_heads=2, dropout=$p, batch_first=True)
later = torch.ones(6, 6, dtype=torch.bool).triu(1)  # what a query must not see
_, weights = attention(x, x, x, attn_mask=later, average_attn_weights=False)
print("training, sums of the first head's rows:", weights[0, 0].sum(-1).tolist())
_, weights = attention.eval()(x, x, x, attn_mask=later, average_attn_weights=False)
print("inference:", weights[0, 0].sum(-1).tolist())

# functional.scaled_dot_product_attention drops in any mode: pass it dropout_p=0 at inference.
"""


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of how far the sums of rows stray from 1."""
    if stage.p == 1.0:
        return []
    sd = math.sqrt(stage.p / (1 - stage.p) / CONTEXT)
    return [
        Formula(
            f"A row is not brought back to sum 1. Its sum has mean 1. For a row that looks at "
            f"{CONTEXT} keys alike ($A_{{qk}} = 1/{CONTEXT}$) its standard deviation is the one "
            "below. It is larger for a row that looks at few.",
            rf"\sqrt{{\tfrac{{p}}{{1-p}} \sum_k A_{{qk}}^2}} = {sd:.2f}",
        )
    ]


VARIANT = Variant(
    slug="attention",
    title="Attention dropout",
    purpose="A query should not rely on a single key, so some weights are dropped after softmax.",
    choose="Choose it beside residual dropout in a transformer with little data.",
    family="transformer",
    order=0,
    causal=True,
    layer=layer("transformer.AttentionDropout"),
    layout=Layout(
        {"example": 2, "head": 2, "query": 6, "key": 6},
        rows=("example", "query"),
        columns=("head", "key"),
    ),
    example=tensors.attention_weights,
    what="causal attention weights: softmax of random scores",
    moments=moments.of_coin,
    formulas=coin_formulas_and(formulas),
    script=SCRIPT,
    keras=Keras(
        "keras.layers.MultiHeadAttention(2, 4, dropout=$p)",
        "The scores that it returns are those *before* dropout; PyTorch returns the dropped ones. "
        + keras.TRIED,
    ),
    usages=(
        Usage("attention weights, after softmax", "0.1", usages.ENCODER, usages.TRIED),
        Usage("in the first transformer", "this place is not named", usages.VASWANI, usages.READ),
    ),
    sources=(papers.ENCODER, papers.VASWANI),
    contract=Contract((1, 2, 2, 2), coins=8),
    trial=InTrials(
        "attention",
        tasks=("next_character",),
        places=("attention",),
        arms=(("attention", 0.1),),
    ),
)
