"""The app as it is served: nothing leaves the machine, and nobody outside gets in."""

from __future__ import annotations

import gzip
import re
import time
import urllib.request
from collections.abc import Iterator

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from benchmarks.visitor import VisitError, Visitor
from scripts.outside import Outside
from scripts.served_app import served_app
from tests.apart import run_apart

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("served")]


@pytest.fixture(scope="module")
def outside() -> Outside:
    return Outside()


@pytest.fixture(scope="module")
def url(outside: Outside) -> Iterator[str]:
    """A server whose way to the outside leads nowhere."""
    with served_app(variables=outside.variables) as (address, _):
        yield address


def test_a_page_of_another_host_is_refused_at_once_and_nobody_is_asked(
    url: str, outside: Outside
) -> None:
    async def try_it() -> None:
        async with connect(
            f"{url.replace('http', 'ws')}/_stcore/stream", origin="http://evil.test"
        ):
            pass

    began = time.perf_counter()
    for _ in range(5):
        with pytest.raises(InvalidStatus, match="403"):
            run_apart(try_it())
    assert time.perf_counter() - began < 3
    assert outside.asked == 0


def test_a_message_that_is_too_deep_ends_its_own_connection_alone(url: str) -> None:
    async def try_it() -> None:
        async with Visitor(url, "toggle_neurons") as good, Visitor(url, "toggle_neurons") as bad:
            stage = await bad.until("a stage", lambda: next(iter(bad.stages.values()), None), 60)
            message = BackMsg()
            states = message.rerun_script.widget_states.widgets
            states.append(WidgetState(id=stage.id, json_value="[" * 100_000))
            await bad.send(message)
            with pytest.raises(VisitError, match="connection"):
                await bad.until("the end", lambda: None, 20)
            await good.until("a stage", lambda: "toggle_neurons" in good.stages, 60)
            await good.change("toggle_neurons", p=0.25)
            await good.until("an answer", lambda: good.answered_value("p") == 0.25, 20)

    run_apart(try_it())


def test_files_come_compressed_and_every_answer_with_its_headers(url: str) -> None:
    page = urllib.request.urlopen(url).read().decode()
    script = re.search(r"static/js/[^\"]+\.js", page)[0]
    for path in ("", script, "_stcore/health"):
        answer = urllib.request.urlopen(f"{url}/{path}")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "object-src 'none'" in answer.headers["Content-Security-Policy"]
    asked = urllib.request.Request(f"{url}/{script}", headers={"Accept-Encoding": "gzip"})
    small, whole = urllib.request.urlopen(asked), urllib.request.urlopen(f"{url}/{script}").read()
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.read()) == whole
