"""What a page says over its websocket and hears; the frames that it paints."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Locator, Page, WebSocket


def frames(page: Page, event: Literal["framesent", "framereceived"]) -> list[bytes]:
    """A list that grows with what the page says or hears from now on."""
    found: list[bytes] = []

    def take(frame: bytes | str) -> None:
        found.append(frame if isinstance(frame, bytes) else frame.encode())

    def listen(socket: WebSocket) -> None:
        if event == "framesent":
            socket.on("framesent", take)
        else:
            socket.on("framereceived", take)

    page.on("websocket", listen)
    return found


def painted(stage: Locator) -> Locator:
    """The stage after its next frame, in which what was just set is drawn."""
    stage.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return stage
