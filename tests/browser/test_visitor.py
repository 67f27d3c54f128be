"""The visitors of ``benchmarks/load.py`` say to the server what a real browser says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from google.protobuf.json_format import MessageToDict
from playwright.sync_api import Locator, Page
from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.visitor import Visitor
from scripts.served_app import settle
from tests.apart import run_apart
from tests.browser.frames import frames

KEY = "toggle_neurons"
OF_THE_MACHINE = ("timezone", "timezoneOffset", "locale", "colorScheme")


def as_dict(message: BackMsg) -> dict[str, Any]:
    """A message without what depends on the machine, with the values of widgets parsed.

    Of cached messages their number: an imposed view has a token of its own in each session.
    """
    rerun = MessageToDict(message)["rerunScript"]
    for name in OF_THE_MACHINE:
        rerun["contextInfo"].pop(name, None)
    for widget in rerun["widgetStates"].get("widgets", []):
        widget["jsonValue"] = json.loads(widget["jsonValue"])
    return rerun | {"cachedMessageHashes": len(rerun.get("cachedMessageHashes", []))}


def visitor_says(url: str, p: float) -> list[BackMsg]:
    """Open the lesson, move the slider, wait for the answer."""
    said: list[BackMsg] = []

    class Recorded(Visitor):
        async def send(self, message: BackMsg) -> None:
            said.append(message)
            await super().send(message)

    async def visit() -> None:
        async with Recorded(url, KEY, "scene=0") as visitor:
            await visitor.until("the page", lambda: visitor.answered[1], 20)
            await visitor.change(KEY, p=p)
            await visitor.until("an answer", lambda: visitor.answered_value("p") == p, 20)
            await visitor.change(KEY, p=p)

    run_apart(visit())
    return said


def test_a_visitor_says_what_a_browser_says(
    page: Page, stage: Callable[[str], Locator], base_url: str
) -> None:
    sent = frames(page, "framesent")
    shown = stage(f"/{KEY}")
    settle(page)
    slider = shown.get_by_role("slider", name=re.compile("^dropout rate"))
    slider.press("ArrowRight")
    page.wait_for_url("**p=*")
    settle(page)
    p = float(slider.input_value())
    visitor = visitor_says(base_url, p)
    said = [BackMsg.FromString(frame) for frame in sent]
    assert len(said) == 2
    assert [as_dict(message) for message in visitor[:2]] == [as_dict(message) for message in said]
    # The stage has written another link by now; Streamlit goes on sending the one it came with.
    assert as_dict(visitor[2])["queryString"] == "scene=0"
