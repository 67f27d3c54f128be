"""Train the shipped networks and write them, with the test digits, to assets/."""

from __future__ import annotations

import numpy as np

from dropviz.core.network import save_network
from dropviz.core.robustness import accuracy, robustness_curve
from dropviz.data.digits import save_test_digits, split_digits
from dropviz.data.networks import DESCRIPTIONS, network_file
from dropviz.training.mlp import train_shipped


def main() -> None:
    train, test = split_digits()
    save_test_digits(test)
    for name, description in DESCRIPTIONS.items():
        network = train_shipped(name, train)
        save_network(network, network_file(name))
        curve = robustness_curve(
            network, test.images, test.labels, n_draws=10, rng=np.random.default_rng(0)
        )
        right = accuracy(network, test.images, test.labels)
        print(f"{description}: {right:.1%} right; with 16 of 64 silenced {curve.mean[16]:.1%}")


if __name__ == "__main__":
    main()
