"""The key of a browser: given once, kept, sent to nobody else, refused where it is none."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dropviz.serving.browser_key import COOKIE, KEY, BrowserKey, set_cookie
from dropviz.ui import visitor
from tests.apart import run_apart


def answered(headers: dict[str, str], scheme: str = "http") -> list[tuple[str, str]]:
    """Headers of what the app behind the middleware answers."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "scheme": scheme,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    run_apart(BrowserKey(app)(scope, None, send))
    return [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]


def test_a_page_brings_a_key_that_scripts_and_other_sites_do_not_get() -> None:
    headers = dict(answered({"accept": "text/html,*/*"}))
    cookie = headers["set-cookie"]
    assert re.fullmatch(
        rf"{COOKIE}={KEY.pattern}; Max-Age=\d+; Path=/; HttpOnly; SameSite=Lax", cookie
    )
    assert headers["cache-control"] == "private, no-cache"
    assert dict(answered({"accept": "text/html"}, "https"))["set-cookie"].endswith("; Secure")
    assert answered({"accept": "*/*"}) == []
    assert cookie != dict(answered({"accept": "text/html"}))["set-cookie"]


def test_a_key_that_was_sent_is_kept_and_nonsense_is_not() -> None:
    key = "k" * 43
    assert set_cookie(f"a=b; {COOKIE}={key}", https=False).startswith(f"{COOKIE}={key};")
    for sent in ("", f"{COOKIE}=short", f"{COOKIE}={'x' * 5000}", f'{COOKIE}="{key[1:]};"', "\x00"):
        new = set_cookie(sent, https=False)
        assert re.match(rf"{COOKIE}={KEY.pattern};", new)
        assert key not in new


def test_things_are_kept_under_a_hash_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "_key", lambda: "k" * 43)
    assert re.fullmatch(r"[0-9a-f]{64}", visitor.owner())
    assert visitor.owner() == visitor.owner()
    assert "k" * 5 not in visitor.owner()
