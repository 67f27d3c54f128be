"""Dropout and its variants as PyTorch modules, with one contract.

In eval mode, and at rate 0, a layer gives back what it got (or what its paper says); its mean over
masks is that value where theory says so; what is dropped is exactly 0 and gets no gradient, even
if it was NaN; rate 1 makes no NaN, and drops all that can be dropped; a rate outside [0, 1], NaN
included, is a ``ValueError``, what is no number and integer inputs are a ``TypeError``; a generator
makes masks come again; all of it works under ``torch.func.vmap``.
"""
