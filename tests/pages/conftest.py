"""The whole app, run without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dropviz.jobs.protocol import JobService
from dropviz.stage import component
from tests.pages.fake_service import FakeService
from tests.stage.sent import assert_sent

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeService]:
    """Instead of the job service of the server."""
    from dropviz.ui import service as live_service

    fake = FakeService(tmp_path)
    stand_in: JobService = fake  # the type checker compares the two
    monkeypatch.setattr(live_service, "start_service", lambda: stand_in)
    live_service.service.clear()
    yield fake
    live_service.service.clear()
    fake.store.close()


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Open pages in one browser from now on; at first all are opened in the same one."""
    from dropviz.ui import visitor

    def use(name: str) -> None:
        monkeypatch.setattr(visitor, "_key", lambda: name)

    use("ada's browser")
    return use


@pytest.fixture(autouse=True)
def typed_payloads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a page sends to a stage has the type that the browser knows."""
    registered = component._registered

    def checked(name: str, *args: Any) -> Callable[..., Any]:
        def show(*, data: dict[str, Any], **others: Any) -> Any:
            assert_sent(name, data)
            return registered(name, *args)(data=data, **others)

        return show

    monkeypatch.setattr(component, "_registered", checked)


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a page of the app by name, as a link with these parameters would."""
    monkeypatch.chdir(ROOT)

    def opened(
        name: str, query: Mapping[str, str | list[str]] | None = None, *, tab: str | None = None
    ) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for parameter, value in ({"scene": "0"} if query is None else query).items():
            app.query_params[parameter] = value
        if tab:
            app.query_params["tab"] = tab
        app.switch_page(f"pages/{name}.py")
        return app.run()

    return opened
