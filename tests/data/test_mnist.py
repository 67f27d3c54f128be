"""MNIST without the network: a stand-in of a few images, and everything that can go wrong."""

from __future__ import annotations

import gc
import gzip
import hashlib
import json
import threading
import time
import warnings
import weakref
from collections.abc import Iterator
from http.client import RemoteDisconnected
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError, URLError

import numpy as np
import pytest
import sklearn.datasets

from dropviz.data import mnist as module
from dropviz.data.datasets import DATASETS, DataUnavailable, dataset
from dropviz.data.mnist import fetch_mnist, mnist, mnist_is_here, why_no_mnist
from dropviz.data.splits import split

PIXELS = np.random.default_rng(0).integers(0, 256, (60, 784))
LABELS = np.arange(60) % 10


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An empty cache of scikit-learn's, no network, and no memory of other tests."""
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    for place in (module, sklearn.datasets._openml):
        monkeypatch.setattr(place, "urlopen", no_network)
    monkeypatch.setattr(module, "_under_way", [])
    dataset.cache_clear()
    yield
    dataset.cache_clear()


def no_network(*_: object, **__: object) -> None:
    raise URLError("no network in this test")


def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if openml.org answered."""
    monkeypatch.setattr(module, "urlopen", lambda *_, **__: SimpleContext())


class SimpleContext:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def bunch(**_: object) -> SimpleNamespace:
    """What ``fetch_openml`` returns for MNIST, in small."""
    return SimpleNamespace(data=PIXELS.astype(np.uint8), target=LABELS.astype(np.uint8))


ABOUT = {
    "id": "554",
    "name": "mnist_784",
    "version": "1",
    "status": "active",
    "format": "ARFF",
    "description": "a stand-in",
    "url": "https://api.openml.org/data/v1/download/52667/mnist_784.arff",
}
COMMON = {"is_ignore": "false", "is_row_identifier": "false", "number_of_missing_values": "0"}
CLASS = {
    "index": "784",
    "name": "class",
    "data_type": "nominal",
    "is_target": "true",
    "nominal_value": list("0123456789"),
    **COMMON,
}


def fill_cache(folder: Path) -> Path:
    """The files that ``fetch_openml`` keeps, with a few images; returns that of the images."""
    names = [f"pixel{i + 1}" for i in range(784)]
    arff = "@RELATION mnist_784\n" + "".join(f"@ATTRIBUTE {name} real\n" for name in names)
    arff += "@ATTRIBUTE class {0,1,2,3,4,5,6,7,8,9}\n@DATA\n"
    rows = np.column_stack([PIXELS, LABELS]).astype(str)
    arff += "".join(",".join(row) + "\n" for row in rows)
    about = ABOUT | {"md5_checksum": hashlib.md5(arff.encode()).hexdigest()}
    features = [
        {"index": str(i), "name": name, "data_type": "numeric", "is_target": "false", **COMMON}
        for i, name in enumerate(names)
    ]
    kept = folder / "openml" / "openml.org"
    images = kept / "data/v1/download/52667/mnist_784.arff.gz"
    files = {
        kept / "api/v1/json/data/554.gz": json.dumps({"data_set_description": about}),
        kept / "api/v1/json/data/features/554.gz": json.dumps(
            {"data_features": {"feature": [*features, CLASS]}}
        ),
        kept / "api/v1/json/data/qualities/554.gz": json.dumps({"data_qualities": {"quality": []}}),
        images: arff,
    }
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(text.encode()))
    return images


def test_what_lies_in_the_cache_is_loaded_without_the_network(tmp_path: Path) -> None:
    """Through scikit-learn's own reader."""
    fill_cache(tmp_path)
    assert mnist_is_here()
    assert why_no_mnist() == DATASETS["mnist"].why_not() == ""
    fetch_mnist()
    pixels, labels = mnist()
    assert np.array_equal(pixels, PIXELS)
    assert pixels.dtype == np.uint8
    assert np.array_equal(labels, LABELS)
    data = dataset("mnist")
    assert np.array_equal(data.x, (PIXELS / np.float32(255)).astype(np.float32))
    assert data.classes == tuple("0123456789")
    assert split(data, 0, 20).x_train.shape == (20, 784)


def test_where_it_is_not_the_reason_is_given_without_the_network(tmp_path: Path) -> None:
    assert not mnist_is_here()
    assert "download it once" in why_no_mnist()
    assert not list(tmp_path.iterdir())
    with pytest.raises(DataUnavailable, match=r"not on this server yet: download it once .*\.$"):
        dataset("mnist")


@pytest.mark.parametrize("broken", ["cut off", "no json", "other json", "no images"])
def test_a_cache_that_is_not_whole_does_not_count(tmp_path: Path, broken: str) -> None:
    images = fill_cache(tmp_path)
    about = tmp_path / "openml/openml.org/api/v1/json/data/554.gz"
    if broken == "no images":
        images.unlink()
    else:
        whole = about.read_bytes()
        about.write_bytes(
            {
                "cut off": whole[:40],
                "no json": gzip.compress(b"<html>"),
                "other json": gzip.compress(b"[1]"),
            }[broken]
        )
    assert not mnist_is_here()


def test_images_that_were_damaged_are_a_sentence(tmp_path: Path) -> None:
    images = fill_cache(tmp_path)
    images.write_bytes(gzip.compress(b"@RELATION damaged\n"))
    with (
        pytest.raises(DataUnavailable, match="could not be downloaded or read"),
        warnings.catch_warnings(action="ignore"),
    ):
        mnist()


def test_without_a_network_a_sentence_comes_at_once() -> None:
    start = time.perf_counter()
    with pytest.raises(DataUnavailable, match=r"could not be reached .* see that this server may"):
        fetch_mnist()
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (HTTPError(module.ABOUT, 503, "busy", None, None), "HTTP status 503"),
        (TimeoutError(), "within 5 seconds"),
        (RemoteDisconnected(""), "within 5 seconds"),
    ],
)
def test_whatever_the_network_does_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fails(*_: object, timeout: float) -> None:
        assert timeout == module.SECONDS_TO_ANSWER
        raise error

    monkeypatch.setattr(module, "urlopen", fails)
    with pytest.raises(DataUnavailable, match=words):
        fetch_mnist()


def test_a_download_asks_for_mnist_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []

    def fetch(**wanted: object) -> SimpleNamespace:
        asked.append(wanted)
        return bunch()

    answering(monkeypatch)
    monkeypatch.setattr(sklearn.datasets, "fetch_openml", fetch)
    fetch_mnist()
    (wanted,) = asked
    assert wanted["data_id"] == 554
    monkeypatch.setattr(module, "mnist_is_here", lambda: True)
    assert np.array_equal(mnist()[0], PIXELS)


def test_images_are_kept_only_by_who_asked_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sklearn.datasets, "fetch_openml", bunch)
    monkeypatch.setattr(module, "mnist_is_here", lambda: True)
    pixels, _ = mnist()
    last = weakref.ref(pixels)
    del pixels
    gc.collect()
    assert last() is None


def test_a_download_that_breaks_off_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_: object) -> None:
        raise ConnectionResetError

    answering(monkeypatch)
    monkeypatch.setattr(sklearn.datasets, "fetch_openml", breaks)
    with pytest.raises(DataUnavailable, match=r"\(ConnectionResetError\): try again later"):
        fetch_mnist()
    monkeypatch.setattr(sklearn.datasets, "fetch_openml", bunch)
    fetch_mnist()


def test_a_slow_download_is_waited_for_once_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arrived, calls = threading.Event(), []

    def slow(**_: object) -> SimpleNamespace:
        calls.append(1)
        arrived.wait(10)
        return bunch()

    answering(monkeypatch)
    monkeypatch.setattr(sklearn.datasets, "fetch_openml", slow)
    with pytest.raises(DataUnavailable, match=r"within 0\.1 seconds; the download goes on"):
        fetch_mnist(0.1)
    with pytest.raises(DataUnavailable, match="try again in a minute"):
        fetch_mnist(0.1)
    threading.Timer(0.2, arrived.set).start()
    fetch_mnist(10)
    assert len(calls) == 1


def test_something_else_under_its_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch)
    other = SimpleNamespace(data=np.zeros((50, 3)), target=LABELS[:50])
    monkeypatch.setattr(sklearn.datasets, "fetch_openml", lambda **_: other)
    with pytest.raises(DataUnavailable, match=r"shape \(50, 3\) instead of"):
        fetch_mnist()
