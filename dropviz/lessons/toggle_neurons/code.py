"""PyTorch code that computes what the stage of *Toggle neurons* shows."""

from __future__ import annotations

from dropviz.core.network import split_units
from dropviz.core.scaling import unit_factor
from dropviz.data.digits import LARGEST_PIXEL
from dropviz.data.networks import network_file
from dropviz.files import FOLDER
from dropviz.lessons.in_place import dense_network
from dropviz.lessons.toggle_neurons.facts import N_HIDDEN, N_INPUT, ToggleFacts, image_pixels


def code(now: ToggleFacts) -> str:
    """A PyTorch script that computes what the stage shows; runs from the folder of the app."""
    view = now.view
    file = network_file(view.network)
    path = file.relative_to(FOLDER).as_posix()
    pixels = [round(pixel * LARGEST_PIXEL) for pixel in image_pixels(view)]
    masks = split_units(now.kept.astype(int), (N_INPUT, N_HIDDEN // 2, N_HIDDEN // 2, 10))
    mask_lines = "\n".join(f"    torch.tensor({mask.tolist()})," for mask in masks)
    factors = [unit_factor(p, view.scaling, view.mode) for p in (view.p_input, view.p, view.p)]
    return f"""import torch
from safetensors.torch import load_file
from torch import nn

model = nn.Sequential(
    nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 10)
)
model.load_state_dict(load_file("{path}"))

image = torch.tensor({pixels}) / 16
keep = [  # 1 where a unit is kept: input, hidden 1, hidden 2
{mask_lines}
]
# p_input = {view.p_input}, p = {view.p}, {view.scaling} scaling, {view.mode}
factor = {factors}

x = image
for layer, linear in enumerate((model[0], model[2], model[4])):
    x = linear(x * keep[layer] * factor[layer])
    if layer < 2:
        x = torch.relu(x)
probabilities = torch.softmax(x, dim=0)
print(f"says {{probabilities.argmax()}}, at {{probabilities.max():.1%}}")
"""


def in_place(now: ToggleFacts) -> str:
    """Dropout in its place in a network of this shape."""
    view = now.view
    sizes = (N_INPUT, N_HIDDEN // 2, N_HIDDEN // 2, 10)
    return dense_network(sizes, (view.p_input, view.p, view.p))
