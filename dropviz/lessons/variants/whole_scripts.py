"""Scripts of variants that are not one layer with one tensor."""

from __future__ import annotations

_GALLERY = """import torch

torch.manual_seed($seed)
p = $p
x = torch.randn(2, 4, 6, 6)  # example, channel, height, width

# One rule, other coins: an axis of length 1 in the shape of the coins is one that is shared.
for name, shape in {
    "element-wise": (2, 4, 6, 6),
    "spatial": (2, 4, 1, 1),
    "the same for all examples": (1, 4, 6, 6),
}.items():
    kept = torch.rand(shape) >= p
    y = torch.where(kept, x / (1 - p) if p < 1 else x, 0.0)
    print(f"{name}: {kept.numel()} coins, {(y == 0).float().mean():.1%} of the entries are 0")
"""

_VARIATIONAL = """import torch
from torch import nn

from dropviz.layers.dense import VariationalGaussianDropout

torch.manual_seed($seed)
x, target = torch.randn(200, 12), torch.randint(3, (200,))
dropout = VariationalGaussianDropout(n_units=32, p=$p)
network = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), dropout, nn.Linear(32, 3))
optimiser = torch.optim.Adam(network.parameters(), lr=0.01)
for _ in range(50):
    optimiser.zero_grad()
    loss = nn.functional.cross_entropy(network(x), target) + dropout.divergence() / len(x)
    loss.backward()
    optimiser.step()
print(f"learnt rates from {dropout.rates.min():.3f} to {dropout.rates.max():.3f}")
"""

_CONCRETE = """import torch
from torch import nn

from dropviz.layers.dense import ConcreteDropout

torch.manual_seed($seed)
x, target = torch.randn(200, 12), torch.randint(3, (200,))
dropout = ConcreteDropout(p=$p)
network = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), dropout, nn.Linear(32, 3))
optimiser = torch.optim.Adam(network.parameters(), lr=0.01)
for _ in range(50):
    optimiser.zero_grad()
    loss = nn.functional.cross_entropy(network(x), target) + dropout.regulariser(32) / len(x)
    loss.backward()
    optimiser.step()
print(f"learnt rate: {dropout.rate.item():.3f}")
"""

_DROP_CONNECT = """import torch
from torch import nn

from dropviz.layers.dense import DropConnect

torch.manual_seed($seed)
x = torch.randn(3, 6)
layer = DropConnect(6, 5, p=$p)  # a dense layer with ReLU: its weights are dropped
print("training, 2 masks:", layer(x)[0, 0].item(), layer(x)[0, 0].item())
print("inference, moments matched:", layer.eval()(x)[0, 0].item())

plain = DropConnect(6, 5, p=$p, inference="plain").eval()
plain.load_state_dict(layer.state_dict())
print("inference, plain weights:", plain(x)[0, 0].item())

network = nn.Sequential(nn.Linear(12, 6), nn.ReLU(), DropConnect(6, 5, p=$p), nn.Linear(5, 3))
print(network)
"""

_SCHEDULE = """import torch
from torch import nn

from dropviz.layers.dense import Dropout
from dropviz.layers.schedules import Scheduled, $SLUG

torch.manual_seed($seed)
x, target = torch.randn(200, 12), torch.randint(3, (200,))
network = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), Dropout(), nn.Linear(32, 3))
set_rate = Scheduled(network, $SLUG($p, $at))
optimiser = torch.optim.Adam(network.parameters())
for step in range($steps):
    rate = set_rate(step)
    optimiser.zero_grad()
    nn.functional.cross_entropy(network(x), target).backward()
    optimiser.step()
    print(f"step {step + 1}: rate {rate}")
"""

_R_DROP = """import torch
from torch import nn

from dropviz.layers.rdrop import RDropLoss

torch.manual_seed($seed)
x, target = torch.randn(200, 12), torch.randint(3, (200,))
network = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), nn.Dropout(p=$p), nn.Linear(32, 3))
loss_of = RDropLoss(alpha=1.0)
optimiser = torch.optim.Adam(network.parameters(), lr=0.01)
for step in range(50):
    optimiser.zero_grad()
    loss = loss_of(network(x), network(x), target)  # two passes, two masks
    loss.backward()
    optimiser.step()
print(f"loss: {loss.item():.3f}")
"""

_LSTM = """import torch

from dropviz.layers.recurrent import $MODULE

torch.manual_seed($seed)
x = torch.randn(2, 12, 3)  # example, time, input
lstm = $MODULE(3, 4, $SETTINGS)
states, (h, c) = lstm(x)  # states: example, time, unit
print("training, last h of the first example:", h[0].tolist())
states, (h, c) = lstm.eval()(x)
print("inference:", h[0].tolist())

# torch.nn.LSTM(dropout=...) is another thing: it drops the output of every layer but the last,
# entry by entry, and never what goes round.
"""

_DROP_BLOCK = """import torch
from torch import nn

from dropviz.layers.conv import DropBlock
from dropviz.layers.schedules import Scheduled, linear

torch.manual_seed($seed)
x = torch.randn(2, 4, 6, 6)  # example, channel, height, width
layer = DropBlock(p=$p, block_size=$block)
print(f"{(layer(x) == 0).float().mean():.1%} of the entries are 0")
print(f"at inference nothing changes: {torch.equal(layer.eval()(x), x)}")

# In a network, with a rate that rises step by step, as in the paper:
network = nn.Sequential(nn.Conv2d(4, 16, 3, padding=1), nn.ReLU(), DropBlock(0.0, $block))
set_rate = Scheduled(network, linear($p, $steps))
for step in range($steps):
    print(f"step {step + 1}: rate {set_rate(step):.3f}")  # then the training step
"""

_ATTENTION = """import torch
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

_EMBEDDING = """import torch
from torch import nn

from dropviz.layers.transformer import EmbeddingDropout

torch.manual_seed($seed)
texts = $texts  # a letter stands for a word
words = sorted(set("".join(texts)))
tokens = torch.tensor([[words.index(letter) for letter in text] for text in texts])
embed = nn.Embedding(len(words), 4)
dropout = EmbeddingDropout(len(words), p=$p)
y = dropout(embed(tokens), tokens)  # example, time, unit
for text, vectors in zip(texts, y):
    print("".join("-" if (v == 0).all() else letter for letter, v in zip(text, vectors)))

# nn.Dropout on the vectors would drop their entries, each for itself, and keep every word.
"""

_DEPTH = """import torch
from torch import nn

from dropviz.layers.depth import StochasticDepth, linear_rates


class Block(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.branch = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8))
        self.drop = StochasticDepth(p, mode="$MODE")

    def forward(self, x):
        return x + self.drop(self.branch(x))


torch.manual_seed($seed)
rates = linear_rates($blocks, last=$p)
network = nn.Sequential(*(Block(p) for p in rates))
x = torch.randn(4, 8)  # example, unit
print("rates of the blocks:", [round(p, 2) for p in rates])
print("two masks:", network(x)[0, 0].item(), network(x)[0, 0].item())
print("inference:", network.eval()(x)[0, 0].item())
"""

_LAYER_DROP = """import torch
from torch import nn

from dropviz.layers.depth import LayerDrop

torch.manual_seed($seed)
x = torch.randn(4, 5, 8)  # example, time, unit
layers = [
    nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True) for _ in range($blocks)
]
stack = LayerDrop(layers, p=$p)
print("two masks:", stack(x)[0, 0, 0].item(), stack(x)[0, 0, 0].item())
print("inference, all layers:", stack.eval()(x)[0, 0, 0].item())

every_other = nn.Sequential(*stack.layers[::2])  # cut out without training again
print("every other layer:", every_other(x)[0, 0, 0].item())
"""


def _lstm(module: str, settings: str = "p=$p") -> str:
    return _LSTM.replace("$MODULE", module).replace("$SETTINGS", settings)


WHOLE = {
    "": _GALLERY,
    "variational_gaussian": _VARIATIONAL,
    "concrete": _CONCRETE,
    "drop_connect": _DROP_CONNECT,
    "early": _SCHEDULE.replace("$SLUG", "early"),
    "late": _SCHEDULE.replace("$SLUG", "late"),
    "r_drop": _R_DROP,
    "drop_block": _DROP_BLOCK,
    "lstm_h": _lstm("PerStepLSTM", 'p=$p, on="h"'),
    "lstm_c": _lstm("PerStepLSTM", 'p=$p, on="c"'),
    "lstm_variational": _lstm("VariationalLSTM"),
    "lstm_candidate": _lstm("CandidateLSTM"),
    "lstm_zoneout": _lstm("ZoneoutLSTM", "p=0.1 * $p, p_cell=$p"),
    "attention": _ATTENTION,
    "embedding": _EMBEDDING,
    "stochastic_depth_batch": _DEPTH.replace("$MODE", "batch"),
    "stochastic_depth_row": _DEPTH.replace("$MODE", "row"),
    "layer_drop": _LAYER_DROP,
}
"""By slug, for ``string.Template``; "" is the gallery."""
