"""In place of the outside world: a network that swallows whatever leaves the machine."""

from __future__ import annotations

import socket
import threading


class Outside:
    """A proxy that counts who asks for it, and never answers.

    variables : of the environment of a process that is to find it
    """

    def __init__(self) -> None:
        self.asked = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        proxies = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
        self.variables = dict.fromkeys(proxies, address)
        self.variables |= dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1")
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        kept = []
        while True:
            kept.append(self._socket.accept())
            self.asked += 1
