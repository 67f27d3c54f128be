"""A network without dropout, into which a variant's layers are put by hand."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn

from dropviz.experiments.trial import Drop, Trial
from dropviz.training.architectures import network
from dropviz.variants import variant
from dropviz.variants.facts import Site


def network_by_hand(trial: Trial, arm: Drop) -> nn.Module:
    """What ``network(trial, arm)`` should be, but for initial weights."""
    model = network(trial, Drop())
    if arm.drops:
        places = variant(arm.variant).trial.places
        done = [_put(model, place, arm) for place in places]
        assert done
        assert all(done), f"{trial.task} has not all of {places}"
    return model


def _put(model: nn.Module, place: str, arm: Drop) -> bool:
    """Whether there was such a place."""

    def made(p: float = arm.p, **site: object) -> nn.Module:
        return variant(arm.variant).layer(p, Site(**site))

    blocks = list(model.blocks.layers) if hasattr(model, "blocks") else []
    if place == "hidden" and blocks:
        for block in blocks:
            block.inside = made()
    elif place == "hidden":  # maps of the second convolution hold squares of 4 at most
        sides = (arm.block, min(arm.block, 4))
        model.drops = nn.ModuleList(made(units=64, block=side) for side in sides)
    elif place == "branch":
        for number, block in enumerate(blocks, 1):
            block.depth = made(arm.p * number / len(blocks))
    elif place == "stack":
        model.blocks = made(around=tuple(blocks))
    elif hasattr(blocks[0] if blocks else model, f"drop_{place}"):
        for owner in blocks or [model]:
            setattr(owner, f"drop_{place}", made())
    else:
        return _put_instead(model, place, made)
    return True


def _put_instead(model: nn.Module, place: str, made: Callable[..., nn.Module]) -> bool:
    """In place of a module that takes or gives something else."""
    if place == "weights":  # its own ReLU comes before the network's, which changes nothing more
        model.second = made(inputs=64, units=64)
    elif place == "lstm":
        model.lstm = made(inputs=10, units=24)
    elif place == "embedding":
        model.drop_words = made(inputs=model.embedding.num_embeddings)
    else:
        return False
    return True
