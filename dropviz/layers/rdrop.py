"""Two passes with two masks should say the same."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional


class RDropLoss(nn.Module):
    r"""Cross-entropy of two passes, and how far they differ:
    :math:`\tfrac12 (CE_1 + CE_2) + \tfrac{\alpha}{2}\,(KL(p_1 \| p_2) + KL(p_2 \| p_1))`.

    Give it the logits of two calls of a network in training mode on the same batch.
    Source: Liang et al. (2021), arXiv:2106.14448 (they add the two cross-entropies).
    """

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__()
        if not 0.0 <= alpha < float("inf"):
            raise ValueError(f"alpha is {alpha!r}; it is a number from 0")
        self.alpha = alpha

    def forward(self, first: Tensor, second: Tensor, target: Tensor) -> Tensor:
        """The loss, a scalar, from logits (batch, classes) of two passes and classes (batch,)."""
        fit = functional.cross_entropy(first, target) + functional.cross_entropy(second, target)
        p, q = (logits.log_softmax(-1) for logits in (first, second))
        # Not functional.kl_div: torch.func.vmap would take its examples one by one.
        there, back = ((a.exp() * (a - b)).sum(-1).mean() for a, b in ((p, q), (q, p)))
        return 0.5 * fit + 0.5 * self.alpha * (there + back)
