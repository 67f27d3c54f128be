"""Training in PyTorch.

On one thread: products this small gain nothing from a second one, and on a busy machine they lose
much, since the threads of one operation wait for each other (a run of 0.2 s became one of 3 s).
"""

import torch

torch.set_num_threads(1)
