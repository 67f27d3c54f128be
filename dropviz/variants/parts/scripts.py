"""Scripts of PyTorch code for ``string.Template``, for layers that take one tensor."""

from __future__ import annotations

_SHARE_OF_ZEROS = 'print(f"{(y == 0).float().mean():.1%} of the entries are 0")'
_SHARE_REPLACED = """\
replaced = (y - $replacement).abs() < 1e-5  # a dropped entry becomes a alpha' + b
print(f"{replaced.float().mean():.1%} of the entries are dropped")"""
_SCRIPT = """import torch
{imports}

torch.manual_seed($seed)
x = {x}($shape)  # $axes
layer = {make}
y = layer(x)  # modules start in training mode
{says}
print(f"at inference nothing changes: {{torch.equal(layer.eval()(x), x)}}")

# Where it stands in a network:
network = {network}
print(network)
"""


def layer_script(
    make: str,
    network: str,
    *,
    imports: str = "from torch import nn",
    x: str = "torch.randn",
    replaces: bool = False,
) -> str:
    """A script: how a layer is made, what it does to a tensor, and where it stands in a network.

    x : the function that makes the tensor
    replaces : what is dropped becomes another value than 0, as in alpha dropout
    """
    says = _SHARE_REPLACED if replaces else _SHARE_OF_ZEROS
    return _SCRIPT.format(make=make, network=network, imports=imports, x=x, says=says)
