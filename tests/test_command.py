"""The command ``dropviz``: where it listens, and what it says of that."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dropviz import __main__ as command

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the server would be started with."""
    given: dict[str, object] = {}

    class FakeApp:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def run(self, *, config: dict[str, object]) -> None:
            given.update(config)

    monkeypatch.setattr("dropviz.serving.server.App", FakeApp)
    monkeypatch.setattr(command, "network_address", lambda: "192.168.1.7")
    return given


def start(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setattr("sys.argv", ["dropviz", *words])
    command.main()


@pytest.mark.parametrize(
    ("words", "address", "says"),
    [
        ((), "127.0.0.1", "http://localhost:8501 (this machine alone"),
        (("--port", "8600"), "127.0.0.1", "http://localhost:8600 (this machine alone"),
        (("--share",), "0.0.0.0", "others type: http://192.168.1.7:8501"),
        (("--host", "0.0.0.0", "--port", "80"), "0.0.0.0", "others type: http://192.168.1.7:80"),
        (("--host", "10.0.0.3"), "10.0.0.3", "others type: http://10.0.0.3:8501"),
    ],
    ids=["nothing", "port", "share", "host", "an address"],
)
def test_it_listens_on_this_machine_alone_unless_it_is_shared(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    served: dict[str, object],
    words: tuple[str, ...],
    address: str,
    says: str,
) -> None:
    start(monkeypatch, *words)
    assert served["server.address"] == address
    assert says in capsys.readouterr().out


def test_without_a_network_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "network_address", lambda: "")
    assert "no network was found" in command.addresses("0.0.0.0", 8501)[1]


def test_the_address_of_this_machine_is_one() -> None:
    assert re.fullmatch(r"(\d{1,3}\.){3}\d{1,3}|", command.network_address())


def test_container_and_makefile_say_where_they_listen() -> None:
    assert 'CMD ["dropviz", "--share"]' in (ROOT / "Dockerfile").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert "HOST := 127.0.0.1" in makefile, "a variable HOST of the shell must not open the app"
    assert "--host $(HOST)" in makefile
    settings = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
    assert 'address = "127.0.0.1"' in settings, "streamlit run app.py too"


def test_products_of_the_server_take_one_thread(
    monkeypatch: pytest.MonkeyPatch, served: dict[str, object]
) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    start(monkeypatch)
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    asked = "import dropviz.__main__, sys; print('numpy' in sys.modules)"  # it would be too late
    said = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "False"
