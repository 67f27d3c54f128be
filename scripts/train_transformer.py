"""Train the transformer shipped with the app and write it to assets/ (a quarter of a minute)."""

from __future__ import annotations

import torch

from dropviz.core.transformer import CONTEXT, bigram_loss, uniform_loss, unigram_loss
from dropviz.data.text import VOCABULARY, split
from dropviz.data.transformer import ShippedTransformer, save_transformer
from dropviz.training.char_transformer import loss_of, train_transformer


def main() -> None:
    train, test = split()
    n = len(VOCABULARY)
    network = train_transformer(train, n).eval()
    with torch.no_grad():
        loss = loss_of(network, torch.from_numpy(test).unfold(0, CONTEXT + 1, 1))
    losses = {
        "test": float(loss),
        "bigram": bigram_loss(train, test, n),
        "unigram": unigram_loss(train, test, n),
        "uniform": uniform_loss(n),
    }
    tensors = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    shipped = ShippedTransformer(tensors, losses)
    save_transformer(shipped)
    print(f"{shipped.n_parameters} parameters; loss in nats a character: {losses}")


if __name__ == "__main__":
    main()
