"""PyTorch code that computes what the stage of *Thinned sub-networks* shows."""

from __future__ import annotations

from dropviz.data.digits import TEST_FILE
from dropviz.files import FOLDER
from dropviz.lessons.in_place import dense_network
from dropviz.lessons.thinned_networks.facts import ThinnedFacts


def code(now: ThinnedFacts) -> str:
    """A PyTorch script that trains this run again; runs from the folder of the app."""
    s = now.recording.settings
    path = TEST_FILE.relative_to(FOLDER).as_posix()
    masks = (
        "batch  # a mask for every example" if s.masks == "example" else "1  # one for the batch"
    )
    return f"""{_IMPORTS}
p, hidden, batch, learning_rate = {s.p_drop}, {s.hidden}, {s.batch_size}, {s.learning_rate}
n_train, n_steps, seed = {s.n_train}, {s.n_steps}, {s.seed}
n_masks = {masks}
digits = load_file("{path}")
{_TRAINING}"""


def in_place(now: ThinnedFacts) -> str:
    """Dropout in its place in a network of this shape."""
    s = now.recording.settings
    return dense_network((64, s.hidden, s.hidden, 10), (0.0, s.p_drop, s.p_drop))


_IMPORTS = """import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn
"""
_TRAINING = """x, y = digits["pixels"].float() / 16, digits["labels"].long()

# Start, batches and coins have a generator each: changing p changes nothing else.
start, batches, coins = (torch.Generator().manual_seed(3 * seed + i) for i in range(3))
model = nn.Sequential(
    nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, 10)
)
for linear in model[::2]:
    nn.init.kaiming_uniform_(linear.weight, nonlinearity="relu", generator=start)
    nn.init.zeros_(linear.bias)
optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)


def dropout(h, u):  # what nn.Dropout(p) does, with coins u from outside
    return h * (u >= p) / (1 - p) if p < 1 else h * 0.0


for step in range(n_steps):
    rows = torch.randperm(n_train, generator=batches)[:batch]
    u = (torch.randint(100, (batch, 2 * hidden), generator=coins) + 0.5) / 100
    u = u[:n_masks]
    h = dropout(F.relu(model[0](x[rows])), u[:, :hidden])
    h = dropout(F.relu(model[2](h)), u[:, hidden:])
    loss = F.cross_entropy(model[4](h), y[rows])
    with torch.no_grad():
        plain = F.cross_entropy(model(x[rows]), y[rows])
        validation = F.cross_entropy(model(x[n_train:]), y[n_train:])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if (step + 1) % 20 == 0:
        print(f"step {step + 1}: with masks {loss:.4f}, without {plain:.4f}, "
              f"validation {validation:.4f}")
"""
