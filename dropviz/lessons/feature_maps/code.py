"""PyTorch code that computes what the stage of *Feature maps* shows."""

from __future__ import annotations

import numpy as np

from dropviz.core.map_masks import MapMask
from dropviz.data.conv_networks import CONVOLUTIONS, LINEAR, conv_file
from dropviz.data.digits import LARGEST_PIXEL
from dropviz.data.photos import FILTER_FILE, PHOTO_FILE
from dropviz.files import FOLDER
from dropviz.lessons.feature_maps.facts import DigitFacts, FeatureFacts, PhotoFacts, image_pixels
from dropviz.lessons.feature_maps.view import FeatureMapsView

FROM_COINS = """
from dropviz.core.coins import scattered_coins
from dropviz.core.map_masks import map_mask
"""
DIGIT_MODEL = """import torch
from safetensors.torch import load_file
from torch import nn

model = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.Identity(), nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.Identity(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(64, 10),
)"""
IN_PLACE = {
    "hand": "nn.Dropout2d(p={p}),  # drops whole maps",
    "element": "nn.Dropout(p={p}),  # drops pixel by pixel",
    "spatial": "nn.Dropout2d(p={p}),  # drops whole maps",
    "block": "DropBlock(p={p}, block_size={block}),  # of dropviz.layers.conv: drops squares",
}


def code(now: FeatureFacts) -> str:
    """A PyTorch script that computes what the stage shows; runs from the folder of the app."""
    return _digit_code(now) if isinstance(now, DigitFacts) else _photo_code(now)


def in_place(now: FeatureFacts) -> str:
    """Dropout in its place behind a convolution, of the way that is chosen."""
    layer = IN_PLACE[now.view.way].format(p=now.view.p, block=now.view.block)
    return f"""model = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(),
    {layer}
    nn.MaxPool2d(2),
)"""


def _digit_code(now: DigitFacts) -> str:
    view = now.view
    pixels = [round(float(pixel) * LARGEST_PIXEL) for pixel in image_pixels(view)]
    return f"""{DIGIT_MODEL}
model.load_state_dict(load_file("{conv_file(view.network).relative_to(FOLDER).as_posix()}"))

image = torch.tensor({pixels}) / {LARGEST_PIXEL}


def bits(maps, side):  # a hexadecimal number for each map, a bit for each pixel
    rows = [[int(bit) for bit in f"{{int(number, 16):0{{side * side}}b}}"] for number in maps]
    return torch.tensor(rows).reshape(1, len(maps), side, side)


# 1 where a pixel of a map is kept: block 1 and block 2
keep = [
    bits({_hexadecimal(now.masks[0])}, 8),
    bits({_hexadecimal(now.masks[1])}, 4),
]
factor = [  # what the kept pixels of each map are multiplied by
    {_factors(now.masks[0])},
    {_factors(now.masks[1])},
]
# {_settings(view)}

x = image.reshape(1, 1, 8, 8)
with torch.no_grad():
    for block, place in enumerate(({", ".join(CONVOLUTIONS)})):
        x = torch.relu(model[place](x)) * keep[block] * factor[block]
        x = model[place + 3](x)
    probabilities = model[{LINEAR}](x.flatten(1)).softmax(dim=1)[0]
print(f"says {{probabilities.argmax()}}, at {{probabilities.max():.1%}}")
"""


def _photo_code(now: PhotoFacts) -> str:
    view = now.view
    return f"""import torch
from safetensors.torch import load_file
from torch.nn import functional as F
{FROM_COINS if view.way != "hand" else ""}
photo = load_file("{PHOTO_FILE.relative_to(FOLDER).as_posix()}")["{view.photo}"] / 255
photo = photo.permute(2, 0, 1)[None]
filters = load_file("{FILTER_FILE.relative_to(FOLDER).as_posix()}")


def with_edge(x, pixels):  # the border repeated outwards
    return F.pad(x, (pixels,) * 4, mode="replicate")


maps = F.conv2d(with_edge(photo, 2), filters["kernels"], filters["biases"]).relu()

# {_settings(view)}
{_photo_mask(now)}
pooled = F.max_pool2d(maps * multipliers, 2)
squares = F.conv2d(with_edge(pooled, 1), filters["decoder"], filters["decoder_bias"])
squares = squares.reshape(1, 4, 3, 32, 48).transpose(1, 2).reshape(1, 12, 32, 48)
rebuilt = F.pixel_shuffle(squares, 2)

error = (photo - rebuilt).square().sum()
spread = (photo - photo.mean((2, 3), keepdim=True)).square().sum()
print(f"R2 = {{1 - error / spread:.3f}}")
"""


def _photo_mask(now: PhotoFacts) -> str:
    """Lines that make ``multipliers``: from the maps that are off, or from the coins again."""
    view, forced = now.view, now.view.photo_mask
    if view.way == "hand":
        off = [number for number, sign in enumerate(forced) if sign == "0"]
        return f"multipliers = torch.ones(1, 16, 1, 1)\nmultipliers[:, {off}] = 0.0\n"
    lines = f"""u = scattered_coins({view.seed}, maps.numel()).reshape(maps.shape[1:])
mask = map_mask("{view.way}", u, {view.p}, {view.block})
multipliers = torch.from_numpy(mask.multipliers).float()
"""
    for number, sign in enumerate(forced):
        if sign != "-":
            value = _plain(now.masks[0].factors[number]) if sign == "1" else "0.0"
            lines += f"multipliers[{number}] = {value}  # by hand\n"
    return lines


def _hexadecimal(mask: MapMask) -> list[str]:
    """The kept pixels of each map, as bits of a hexadecimal number."""
    rows = ("".join("1" if kept else "0" for kept in pixels.ravel()) for pixels in mask.kept)
    return [f"{int(row, 2):x}" for row in rows]


def _factors(mask: MapMask) -> str:
    if len(np.unique(mask.factors)) == 1:
        return _plain(mask.factors[0])
    values = ", ".join(_plain(value) for value in mask.factors)
    return f"torch.tensor([{values}]).reshape(1, {len(mask.factors)}, 1, 1)"


def _plain(value: float) -> str:
    return f"{value:.6g}"


def _settings(view: FeatureMapsView) -> str:
    if view.way == "hand":
        return "silenced by hand, nothing rescaled"
    squares = f", squares of {view.block} pixels" if view.way == "block" else ""
    return f"{view.way}, p = {view.p}{squares}, coins of seed {view.seed}"
