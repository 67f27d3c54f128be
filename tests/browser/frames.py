"""What a page says over its websocket, and hears."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Page, WebSocket


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
