"""What a trial is trained, validated and tested on, seed by seed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dropviz.data import text
from dropviz.data.datasets import dataset
from dropviz.data.splits import noisy_labels, split
from dropviz.experiments.trial import Trial
from dropviz.training.architectures import N_FILLERS, N_SYMBOLS
from dropviz.training.draws import Purpose, generator_seed

N_FRAMES = 4
"""Of the moving digit."""
N_VALIDATION, N_TEST = 150, 600
"""Sequences of the memory task."""
WINDOWS_WATCHED, WINDOWS_TESTED = 60, 200
"""Pieces of text on which curves and test are measured."""
VALIDATION_SHARE = 0.1
"""Of the text that is not for testing."""


class Part(NamedTuple):
    """Inputs x of shape (rows, ...) and their labels y.

    y : int64 of shape (rows,), or (rows, time) for characters
    """

    x: Tensor
    y: Tensor


class Parts(NamedTuple):
    """The training, validation and test data of one seed."""

    train: Part
    validation: Part
    test: Part


def parts(trial: Trial, seed: int) -> Parts:
    """The training, validation and test data of a trial for one seed."""
    if trial.task == "recall":
        return _recall(trial, seed)
    if trial.task == "next_character":
        return _next_character(trial, seed)
    return _digits(trial, seed)


def _digits(trial: Trial, seed: int) -> Parts:
    """The digits, shaped for the task's network.

    Standardised with one mean and one scale for all pixels where the network has SELU.
    """
    one = split(dataset("digits"), seed, trial.train_size, trial.label_noise)
    mean, scale = 0.0, 1.0
    if trial.activation == "selu":
        mean, scale = float(one.x_train.mean()), float(one.x_train.std())

    def part(x: NDArray[np.float32], y: NDArray[np.int64]) -> Part:
        return Part(shaped((torch.from_numpy(x) - mean) / scale, trial.task), torch.from_numpy(y))

    return Parts(
        part(one.x_train, one.y_train),
        part(one.x_validation, one.y_validation),
        part(one.x_test, one.y_test),
    )


def shaped(x: Tensor, task: str) -> Tensor:
    """Digits of shape (n, 64) as a task's network takes them."""
    images = x.view(-1, 8, 8)
    if task == "digits_conv":
        return images[:, None]
    if task == "digits_conv_1d":  # its rows are channels
        return images
    if task == "digits_conv_3d":  # it moves one column to the right from frame to frame
        frames = [
            torch.nn.functional.pad(images, (moved, 0))[..., : images.shape[-1]]
            for moved in range(N_FRAMES)
        ]
        return torch.stack(frames, 1)[:, None]
    return x


def _recall(trial: Trial, seed: int) -> Parts:
    """Data of the memory task: one of eight symbols, then fillers; then it is asked for."""
    draw = np.random.default_rng(generator_seed(seed, Purpose.DATA))

    def part(n: int, noise: float = 0.0) -> Part:
        first = draw.integers(0, N_SYMBOLS, n)
        fillers = N_SYMBOLS + draw.integers(0, N_FILLERS, (n, trial.length))
        codes = torch.from_numpy(np.column_stack((first, fillers)))
        x = torch.nn.functional.one_hot(codes, N_SYMBOLS + N_FILLERS).float()
        return Part(x, torch.from_numpy(noisy_labels(first, N_SYMBOLS, noise, seed)[0]))

    validation, test = part(N_VALIDATION), part(N_TEST)
    return Parts(part(trial.train_size, trial.label_noise), validation, test)


def _next_character(trial: Trial, seed: int) -> Parts:
    """Data of the text task: pieces of text, and the same moved on by one character.

    Validation and test have text of their own.
    """
    draw = np.random.default_rng(generator_seed(seed, Purpose.DATA))
    known, unseen = text.split()
    cut = round((1 - VALIDATION_SHARE) * len(known))

    def part(codes: NDArray[np.int64], n: int) -> Part:
        starts = draw.integers(0, len(codes) - trial.length, n)
        windows = codes[starts[:, None] + np.arange(trial.length + 1)]
        return Part(torch.from_numpy(windows[:, :-1]), torch.from_numpy(windows[:, 1:]))

    validation, test = part(known[cut:], WINDOWS_WATCHED), part(unseen, WINDOWS_TESTED)
    return Parts(part(known[:cut], trial.train_size), validation, test)
