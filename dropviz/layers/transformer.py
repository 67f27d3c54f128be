"""The places of dropout in a transformer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from dropviz.layers.dense import Dropout
from dropviz.layers.depth import StochasticDepth
from dropviz.layers.masks import MaskedLayer, check_axes, check_floating, coins, dropped


class AttentionDropout(MaskedLayer):
    r"""Drops attention weights, after softmax, each for itself: :math:`A\,m / (1 - p)`.

    Rows then no longer sum to one, and are not brought back to it. A of shape (batch, head, query,
    key).
    Source: implementations (tensor2tensor and what came after); Vaswani et al. (2017) name
    sub-layer outputs and embeddings only.
    """

    def mask_shape(self, x: Tensor) -> Sequence[int]:
        """Shape of the mask; axes of length 1 are shared."""
        check_axes(x, (4,), "(batch, head, query, key)")
        return x.shape


class EmbeddingDropout(nn.Module):
    """Drops whole words: all places of a sequence that hold the same word, with one coin.

    ``forward(embedded, tokens)``: vectors of shape (batch, time, n) of the tokens, of shape (batch,
    time), come back with dropped words as zeros. Anew for each sequence.
    Source: Gal, Ghahramani (2016), arXiv:1512.05287.
    """

    def __init__(
        self, n_words: int, p: float = 0.1, *, generator: torch.Generator | None = None
    ) -> None:
        super().__init__()
        self._words = Dropout(p, generator=generator)
        self.n_words = n_words

    @property
    def p(self) -> float:
        """Chance that a word is dropped."""
        return self._words.p

    @p.setter
    def p(self, rate: float) -> None:
        self._words.p = rate

    def forward(self, embedded: Tensor, tokens: Tensor) -> Tensor:
        """``embedded`` with zeros for dropped words; the same shape comes out."""
        check_floating(embedded)
        check_axes(embedded, (3,), "(batch, time, n)")
        rate = self._words.p
        if not self.training or rate == 0.0:
            return embedded
        of_words = coins((tokens.shape[0], self.n_words), embedded, self._words.generator)
        kept = of_words.gather(1, tokens) >= rate
        return dropped(embedded, kept[..., None], rate)


class ResidualDropout(Dropout):
    r"""Dropout of a sub-layer's output, before it is added: :math:`x + \operatorname{drop}(f(x))`.

    Entry by entry; x of any shape. Source: Vaswani et al. (2017), arXiv:1706.03762, section 5.4
    (rate 0.1).
    """


class MLPDropout(Dropout):
    """Dropout on the hidden units of a block's MLP, after the activation.

    Entry by entry; x of any shape. Source: ``torch.nn.TransformerEncoderLayer``, where the rate is
    that of the other places too.
    """


PLACES = ("attention", "after_attention", "mlp", "after_mlp", "block")
"""Where a block may drop, in the order of the computation; "block" is stochastic depth."""


class TransformerBlock(nn.Module):
    """Causal self-attention and an MLP, each behind layer norm and added to what came in.

    rates : by place (``PLACES``), 0 where none is given. x of shape (batch, time, n_units); the
    same shape comes out. ``attention`` keeps the weights of the last call, of shape (batch, head,
    query, key), as they were used, dropped ones being 0.
    Source: Vaswani et al. (2017), with layer norm first.
    """

    def __init__(
        self,
        n_units: int,
        n_heads: int,
        rates: Mapping[str, float] | None = None,
        *,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        rates = dict(rates or {})
        if unknown := rates.keys() - set(PLACES):
            raise ValueError(f"no place is called {', '.join(sorted(unknown))}; {PLACES} are")
        if n_units % n_heads:
            raise ValueError(f"{n_units} units can't be shared by {n_heads} heads")
        self.n_heads = n_heads
        self.norms = nn.ModuleList(nn.LayerNorm(n_units) for _ in range(2))
        self.queries_keys_values = nn.Linear(n_units, 3 * n_units)
        self.mixed = nn.Linear(n_units, n_units)
        self.wide, self.narrow = nn.Linear(n_units, 4 * n_units), nn.Linear(4 * n_units, n_units)

        def rate(place: str) -> float:
            return rates.get(place, 0.0)

        self.drop_attention = AttentionDropout(rate("attention"), generator=generator)
        self.drop_after_attention = ResidualDropout(rate("after_attention"), generator=generator)
        self.drop_mlp = MLPDropout(rate("mlp"), generator=generator)
        self.drop_after_mlp = ResidualDropout(rate("after_mlp"), generator=generator)
        self.drop_block = StochasticDepth(rate("block"), generator=generator)
        self.attention: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Attention and MLP, each added to x; the same shape comes out."""
        check_axes(x, (3,), "(batch, time, n_units)")
        attended: Tensor = x + self.drop_after_attention(self.attend(self.norms[0](x)))
        hidden = self.drop_mlp(functional.gelu(self.wide(self.norms[1](attended))))
        out: Tensor = attended + self.drop_after_mlp(self.narrow(hidden))
        branch: Tensor = self.drop_block(out - x)
        return x + branch

    def attend(self, x: Tensor) -> Tensor:
        """Causal self-attention over x; the same shape comes out."""
        batch, time, n_units = x.shape
        q, k, v = (
            part.view(batch, time, self.n_heads, -1).transpose(1, 2)
            for part in self.queries_keys_values(x).chunk(3, -1)
        )
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        later = torch.ones(time, time, dtype=torch.bool, device=x.device).triu(1)
        weights = self.drop_attention(scores.masked_fill(later, -math.inf).softmax(-1))
        self.attention = weights.detach()
        joined: Tensor = self.mixed((weights @ v).transpose(1, 2).reshape(batch, time, n_units))
        return joined
