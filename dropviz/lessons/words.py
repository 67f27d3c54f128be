"""The words that pages use and a newcomer may not know, a sentence each; who uses which."""

from __future__ import annotations

from typing_extensions import TypedDict

GLOSSARY = {
    "arm": "One of the ways of training that an experiment compares, such as with and without "
    "dropout.",
    "attention": "How much a place of a text takes from each place before it.",
    "batch": "The examples that one training step learns from.",
    "block": "Layers that belong together; in DropBlock, a square of neighbouring pixels that drop "
    "together.",
    "coin": "A random number between 0 and 1; what it belongs to is dropped when it is below p.",
    "dropout rate": "The chance p of being dropped; in the paper of 2014, p is the chance of being "
    "kept.",
    "error": "The share of wrong answers.",
    "feature map": "What one filter of a convolution makes of the whole image: where it finds its "
    "pattern.",
    "gate": "A number between 0 and 1 in a recurrent cell: how much is let through.",
    "gradient": "How the loss changes with a weight; training moves each weight against it.",
    "inference": "Using a network after training: no unit is dropped by a coin.",
    "interval": "A range for the true difference; in about 95 of 100 experiments it holds it.",
    "kernel": "The small grid of weights that a convolution slides over an image.",
    "log-loss": "Minus the logarithm of the probability given to the right answer, on average: 0 "
    "is perfect.",
    "margin": "The largest difference that does not matter in practice: you choose it.",
    "mask": "Zeros and ones, or noise, that signals are multiplied by: where it is 0, they are "
    "dropped.",
    "nats": "The unit of log-loss: one more means a probability 2.7 times smaller.",
    "pair": "Two runs with the same data and first weights, which differ in their arm alone.",
    "pooled": "Made smaller: of 2 by 2 pixels the largest is kept.",
    "ReLU": "A function that keeps what is positive and turns the rest into 0.",
    "residual": "Of a block: what it computes is added to what passes by it unchanged.",
    "R²": "How well something is guessed: 1 is perfect, 0 no better than the mean.",
    "seed": "A number that fixes all random choices, so that they can be repeated.",
    "sub-network": "What is left of a network when some of its units are dropped.",
    "training labels": "The answers that a network is taught; some may be wrong.",
    "validation": "Examples that are not trained on: they show how training goes.",
    "variance": "How far values scatter: the mean squared distance from their mean.",
}

USED = {
    "why": ("coin", "error", "training labels"),
    "toggle_neurons": ("coin", "dropout rate", "gradient", "inference", "mask"),
    "thinned_networks": (
        "batch", "coin", "dropout rate", "gradient", "mask", "ReLU", "sub-network", "validation",
    ),
    "expected_activations": (
        "coin", "dropout rate", "inference", "log-loss", "mask", "ReLU", "variance",
    ),
    "live_training": (
        "arm", "dropout rate", "error", "interval", "log-loss", "margin", "nats", "pair", "seed",
        "validation",
    ),
    "feature_maps": (
        "block", "coin", "dropout rate", "feature map", "kernel", "pooled", "ReLU",
        "R²",
    ),
    "variants": (
        "attention", "block", "coin", "dropout rate", "gate", "inference", "mask", "residual",
        "variance",
    ),
}  # fmt: skip
"""By lesson, the words of the glossary that its page uses."""


class WordsPayload(TypedDict):
    """The words that a page uses, with their sentences."""

    words: dict[str, str]


def words_of(lesson: str) -> dict[str, str]:
    """The words that the page of a lesson uses, with their sentences."""
    return {word: GLOSSARY[word] for word in USED.get(lesson, ())}
