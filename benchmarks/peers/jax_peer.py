"""The engine's work in JAX: ``jit(vmap(scan))``, in an environment of its own.

64-H-H-10, ReLU, dropout behind both hidden layers, batches of 50 of 200 examples, Adam; prints
training steps a second, summed over runs, as JSON, for ``benchmarks.engine``.
"""

# mypy: ignore-errors

import json
import sys
import time
from functools import partial

import jax
import jax.numpy as jnp

N_TRAIN, N_FEATURES, N_CLASSES, BATCH = 200, 64, 10, 50
RATES = (0.25, 0.5)
STEPS, ROUNDS = 400, 4
RATE, BETA1, BETA2, EPS = 1e-3, 0.9, 0.999, 1e-8


def start(key, width):
    sizes = (N_FEATURES, width, width, N_CLASSES)
    keys = jax.random.split(key, 3)
    return [
        (
            jax.random.uniform(k, (n_in, n_out), minval=-1, maxval=1) * (6 / n_in) ** 0.5,
            jnp.zeros(n_out),
        )
        for k, n_in, n_out in zip(keys, sizes[:-1], sizes[1:], strict=True)
    ]


def loss(params, x, y, key, p):
    for (weight, bias), own in zip(params[:-1], jax.random.split(key), strict=True):
        x = jax.nn.relu(x @ weight + bias)
        x = jnp.where(jax.random.uniform(own, x.shape) >= p, x / (1 - p), 0)
    weight, bias = params[-1]
    return -jnp.take_along_axis(jax.nn.log_softmax(x @ weight + bias), y[:, None], 1).mean()


def step(x, y, p, carry, _):
    params, mean, square, t, key = carry
    key, rows, masks = jax.random.split(key, 3)
    chosen = jax.random.randint(rows, (BATCH,), 0, N_TRAIN)
    gradient = jax.grad(loss)(params, x[chosen], y[chosen], masks, p)
    t = t + 1
    tree = jax.tree.map
    mean = tree(lambda m, g: BETA1 * m + (1 - BETA1) * g, mean, gradient)
    square = tree(lambda s, g: BETA2 * s + (1 - BETA2) * g * g, square, gradient)
    a, b = 1 - BETA1**t, 1 - BETA2**t
    params = tree(
        lambda w, m, s: w - RATE * (m / a) / (jnp.sqrt(s / b) + EPS), params, mean, square
    )
    return (params, mean, square, t, key), None


@partial(jax.jit, donate_argnums=0)
def train(carry, x, y, p):
    def one(carry, x, y, p):
        return jax.lax.scan(partial(step, x, y, p), carry, None, STEPS)[0]

    return jax.vmap(one)(carry, x, y, p)


def main(width, runs):
    keys = jax.random.split(jax.random.key(0), runs)
    params = jax.vmap(partial(start, width=width))(keys)
    zeros = jax.tree.map(jnp.zeros_like, params)
    carry = (params, zeros, jax.tree.map(jnp.zeros_like, params), jnp.zeros(runs), keys)
    x = jax.random.uniform(jax.random.key(1), (runs, N_TRAIN, N_FEATURES))
    y = jax.random.randint(jax.random.key(2), (runs, N_TRAIN), 0, N_CLASSES)
    p = jnp.array([RATES[run % 2] for run in range(runs)])
    carry = jax.block_until_ready(train(carry, x, y, p))
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        carry = jax.block_until_ready(train(carry, x, y, p))
        best = min(best, time.perf_counter() - began)
    print(json.dumps({"version": jax.__version__, "steps_per_second": runs * STEPS / best}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
