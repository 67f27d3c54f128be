"""Train the shipped convolutional networks and write them to assets/."""

from __future__ import annotations

from dropviz.core.conv_network import conv_forward
from dropviz.core.robustness import share_right
from dropviz.data.conv_networks import DESCRIPTIONS, conv_file, save_conv_network
from dropviz.data.digits import split_digits
from dropviz.training.cnn import train_conv


def main() -> None:
    train, test = split_digits()
    for name, description in DESCRIPTIONS.items():
        network = train_conv(name, train)
        save_conv_network(network, conv_file(name))
        right = share_right(conv_forward(network, test.images).logits, test.labels)
        print(f"{description}: {right:.1%} of {len(test.labels)} test digits right")


if __name__ == "__main__":
    main()
