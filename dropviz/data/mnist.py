"""MNIST from openml.org through scikit-learn, where it can be had.

Only ``fetch_mnist``, which a person's click calls, asks for the network.
"""

from __future__ import annotations

import gzip
import json
import os
import threading
from concurrent.futures import Future, TimeoutError
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlparse
from urllib.request import urlopen

import numpy as np
from numpy.typing import NDArray

OPENML_ID = 554
N_PIXELS = 784
ABOUT = f"https://www.openml.org/api/v1/json/data/{OPENML_ID}"
SECONDS_TO_ANSWER = 5.0
SECONDS_TO_ARRIVE = 120.0
INSTEAD = "the 8x8 digits need no download"

Images = tuple[NDArray[np.uint8], NDArray[np.int64]]
"""Pixels in 0..255 of shape (n, 784) and labels of shape (n,)."""

_one_at_a_time = threading.Lock()
_under_way: list[Future[Images]] = []
"""The reading of MNIST that has not ended, if any: images are kept by who asked for them."""


class DataUnavailable(RuntimeError):  # noqa: N818
    """A data set that cannot be had now; says why and what to do in one sentence."""


def mnist_is_here() -> bool:
    """Whether scikit-learn's cache on this machine holds all that loading reads."""
    home = Path(os.environ.get("SCIKIT_LEARN_DATA", "~/scikit_learn_data")).expanduser()
    kept = home / "openml" / "openml.org"
    about = kept / f"api/v1/json/data/{OPENML_ID}.gz"
    lists = [kept / f"api/v1/json/data/{part}/{OPENML_ID}.gz" for part in ("features", "qualities")]
    if not (about.is_file() and all(file.is_file() for file in lists)):
        return False
    try:
        url = json.loads(gzip.decompress(about.read_bytes()))["data_set_description"]["url"]
        images = kept / (urlparse(str(url)).path.lstrip("/") + ".gz")
        return images.is_file()
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError):
        return False  # half written, or not what openml.org sends


def why_no_mnist() -> str:
    """The reason why MNIST cannot be chosen now, in one sentence; empty where it can."""
    if mnist_is_here():
        return ""
    return (
        "MNIST is not on this server yet: download it once from openml.org, or stay with what is "
        f"here; {INSTEAD}."
    )


def fetch_mnist(seconds: float = SECONDS_TO_ARRIVE) -> None:
    """Download MNIST into scikit-learn's cache; blocks for ``seconds`` at most.

    Everyone who asks while a download is under way waits for that one.

    Raises
    ------
    DataUnavailable
        With a sentence for the person who clicked.
    """
    if mnist_is_here():
        return
    _ask_for_an_answer()
    _images(seconds)


def mnist() -> Images:
    """MNIST from the cache on this machine, 70,000 images.

    Raises
    ------
    DataUnavailable
        Where the cache does not hold it, or holds something else.
    """
    if reason := why_no_mnist():
        raise DataUnavailable(reason)
    return _images(SECONDS_TO_ARRIVE)


def _ask_for_an_answer() -> None:
    """Find out in seconds whether openml.org can be reached: a download alone may hang for long."""
    try:
        with urlopen(ABOUT, timeout=SECONDS_TO_ANSWER):
            return
    except HTTPError as error:
        error.close()
        reason = f"openml.org answers with HTTP status {error.code}"
    except (OSError, HTTPException):
        reason = f"openml.org could not be reached within {SECONDS_TO_ANSWER:g} seconds"
    raise DataUnavailable(
        f"MNIST could not be downloaded, as {reason}: see that this server may reach it and try "
        f"again, or stay with what is here; {INSTEAD}."
    )


def _images(seconds: float) -> Images:
    """MNIST when it has been read; everyone who asks meanwhile waits for the same reading."""
    with _one_at_a_time:
        if not _under_way:
            _under_way.append(_reading())
        reading = _under_way[0]
    try:
        return reading.result(seconds)
    except TimeoutError as error:
        raise DataUnavailable(
            f"MNIST did not arrive within {seconds:g} seconds; the download goes on, so try again "
            f"in a minute; meanwhile {INSTEAD}."
        ) from error


def _reading() -> Future[Images]:
    """MNIST being read, in a thread that does not keep the server from ending."""
    future: Future[Images] = Future()

    def work() -> None:
        try:
            found, tell = _read(), future.set_result
        except BaseException as error:  # handed to those who wait for it
            found, tell = error, future.set_exception  # type: ignore[assignment]
        with _one_at_a_time:
            _under_way[:] = [other for other in _under_way if other is not future]
        tell(found)

    threading.Thread(target=work, name="mnist", daemon=True).start()
    return future


def _read() -> Images:
    """Read MNIST through scikit-learn, from its cache or from openml.org.

    One type for all columns: left to themselves, scikit-learn 1.9.1 with pandas 3.1 fail on labels
    that are digits, and take eight times the memory.
    """
    from sklearn.datasets import fetch_openml

    try:
        bunch = fetch_openml(
            data_id=OPENML_ID,
            as_frame=False,
            parser="pandas",
            n_retries=1,
            read_csv_kwargs={"dtype": np.uint8},
        )
        pixels = np.ascontiguousarray(bunch.data, dtype=np.uint8)
        labels = np.asarray(bunch.target).astype(np.int64)
    except Exception as error:
        # Network, disk, checksum, parser: none of it should reach a visitor as a trace.
        raise DataUnavailable(
            f"MNIST could not be downloaded or read ({type(error).__name__}): try again later, or "
            f"stay with what is here; {INSTEAD}."
        ) from error
    if pixels.ndim != 2 or pixels.shape[1] != N_PIXELS or set(labels) != set(range(10)):
        raise DataUnavailable(
            f"What openml.org sent as MNIST has the shape {pixels.shape} instead of (70000, 784): "
            f"try again later; {INSTEAD}."
        )
    return pixels, labels
