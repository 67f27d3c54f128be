"""Publications that *Expected activations* leans on, and what they do and do not show."""

from __future__ import annotations

from dropviz.core.writing import Source

SOURCES = [
    Source(
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), *Dropout: a simple way "
        "to prevent neural networks from overfitting*, JMLR 15, section 4.",
        "Classical scaling: a unit is kept with probability p (its p is the chance of being "
        "*kept*) while training, and its outgoing weights are multiplied by p at test time. It "
        "does not divide by anything at test time.",
    ),
    Source(
        "PyTorch, `torch.nn.Dropout`.",
        "Inverted scaling: division by 1 - p while training, the identity in `eval()`. At p = 1 "
        "it returns zeros. `F.dropout(x)` without `training=self.training` keeps dropping after "
        "`model.eval()`.",
    ),
    Source(
        "A statement in circulation: “at inference outputs are scaled by 1/(1-p)”.",
        "Wrong for every convention; it is the fourth panel. With inverted scaling the division "
        "has been done while training, with classical scaling it is a multiplication by 1 - p.",
    ),
    Source(
        "What this page does not show.",
        "Classical and inverted scaling compute the same function with suitably scaled weights, "
        "but their training differs at equal learning rates. The depth plot is a random ReLU "
        "network, not a trained one.",
    ),
]
