"""Arrays with words beside them, read back."""

from __future__ import annotations

import numpy as np
import pytest
from safetensors.numpy import save

from dropviz.core.tensors import tensors_and_words


def test_what_safetensors_wrote_is_read_back_with_its_words() -> None:
    written = {"a": np.arange(6, dtype=np.int16).reshape(2, 3), "b": np.array([np.nan, 1.5])}
    arrays, words = tensors_and_words(save(written, {"title": "Übung “1”"}))
    assert words == {"title": "Übung “1”"}
    assert arrays.keys() == written.keys()
    for name, values in written.items():
        assert arrays[name].dtype == values.dtype
        np.testing.assert_array_equal(arrays[name], values)


@pytest.mark.parametrize("data", [b"", b"nonsense", save({"a": np.zeros(2)})])
def test_what_holds_no_words_is_refused(data: bytes) -> None:
    with pytest.raises((KeyError, ValueError)):
        tensors_and_words(data)
