"""A visitor without a browser: says and hears over the websocket what Streamlit's front end does.

Written after what the front end of Streamlit 1.67 was seen to send. It keeps the message cache and
the timers of fragments as the front end does, but draws nothing and fetches no scripts or pictures.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from streamlit.components.v2.bidi_component.constants import EVENT_DELIM
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from dropviz.serving.browser_key import COOKIE

T = TypeVar("T")
SUCCESS = {
    ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY,
    ForwardMsg.ScriptFinishedStatus.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
}


class VisitError(RuntimeError):
    """The app showed an error, or closed the connection."""


Views = dict[str, dict[str, Any]]


@dataclass
class Cached:
    """A message that the server need not send again."""

    message: ForwardMsg
    run: int


@dataclass
class Stage:
    """A component with a view (``ViewStore`` in ``shared/protocol.js``), as its visitor has it.

    raw : its data as JSON, as it came
    updates : times that other data came
    """

    id: str = ""
    fragment_id: str = ""
    raw: str = ""
    updates: int = 0
    view: dict[str, Any] = field(default_factory=dict)
    revision: int = 0
    imposed: str = ""

    @property
    def data(self) -> dict[str, Any]:
        """Its data. Parsed anew each time: look for a word in ``raw`` first."""
        data: dict[str, Any] = json.loads(self.raw)
        return data

    def receive(self, component: BidiComponent, fragment_id: str) -> bool:
        """Take what Python sent. Whether Python has yet to hear of a newer gesture."""
        self.id, self.fragment_id = component.id, fragment_id
        text = component.mixed.json if component.WhichOneof("data") == "mixed" else component.json
        if text == self.raw:
            return False
        self.raw = text
        self.updates += 1
        if f'"imposed": "{self.imposed}"' in text:
            return False
        data = self.data
        newer = bool(self.imposed) and data["revision"] < self.revision
        self.imposed = data["imposed"]
        if newer:
            self.revision += 1
        else:
            self.view = dict(data["view"])
            self.revision = max(self.revision, data["revision"])
        return newer


class Visitor:
    """One tab: ``async with Visitor(url, "toggle_neurons") as visitor``.

    stages : components by their key
    link : query string that the page was opened with
    answered : the views, by stage, that had been told when the run of the script began that ended
        well last, and when it ended (seconds of ``time.perf_counter``)
    boxes : notes, warnings and errors that the page has shown, and when each came first
    buttons : the id of each, and of its fragment, by what it says

    Parameters
    ----------
    browser : its key; tabs with the same one belong to one browser, each without one is alone
    """

    def __init__(self, server: str, page: str, link: str = "", *, browser: str = "") -> None:
        self.server, self.page, self.link = server, page, link
        self.browser = browser or secrets.token_urlsafe(32)
        self.stages: dict[str, Stage] = {}
        self.boxes: dict[str, float] = {}
        self.buttons: dict[str, tuple[str, str]] = {}
        self.answered: tuple[Views, float] = ({}, 0.0)
        self._heard: Views = {}
        self.problems: list[str] = []
        self.received_bytes = 0
        self._page_hash = ""
        self._states: dict[str, WidgetState] = {}
        self._cache: dict[str, Cached] = {}
        self._most_runs = 2
        self._runs = 0
        self._timers: dict[str, tuple[float, asyncio.Task[None]]] = {}
        self._news = asyncio.Event()
        self._outbox: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        address = urlsplit(self.server)
        scheme = "wss" if address.scheme == "https" else "ws"
        self._socket: ClientConnection = await connect(
            f"{scheme}://{address.netloc}/_stcore/stream",
            subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],  # type: ignore[list-item]
            origin=self.server,  # type: ignore[arg-type]
            additional_headers={"Cookie": f"{COOKIE}={self.browser}"},
            max_size=None,
            open_timeout=60,
        )
        self._reader = asyncio.create_task(self._read())
        await self._rerun()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop_timers()
        self._reader.cancel()
        await self._socket.close()

    async def go(self, page: str, link: str = "") -> None:
        """Choose a page in the navigation, or open another link of the app in the same tab."""
        self.page, self.link = page, link
        self._page_hash, self.answered = "", ({}, 0.0)
        self.stages, self._states = {}, {}
        self._stop_timers()
        await self._rerun()

    async def until(self, what: str, condition: Callable[[], T | None], seconds: float) -> T:
        """What the condition gives when it first gives something true; asked after each message.

        Raises
        ------
        VisitError
            If it did not within ``seconds``; if the app showed an error or went away.
        """
        try:
            async with asyncio.timeout(seconds):
                while True:
                    if self.problems:
                        raise VisitError("; ".join(self.problems))
                    if found := condition():
                        return found
                    await self._news.wait()
        except TimeoutError:
            raise VisitError(f"waited {seconds:.0f} s for {what}") from None

    async def change(self, key: str, **patch: Any) -> None:
        """A gesture on a stage: its view with these values is told to Python."""
        await self.press(key, None, **patch)

    async def press(self, key: str, event: str | None, value: Any = True, **patch: Any) -> None:
        """A gesture, and a trigger of the stage with it."""
        stage = self.stages[key]
        if patch:
            stage.view |= patch
            stage.revision += 1
            self._tell(stage)
        triggers = []
        if event is not None:
            aggregator = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{stage.id}{EVENT_DELIM}events"
            payload = json.dumps([{"event": event, "value": value}])
            triggers = [WidgetState(id=aggregator, json_trigger_value=payload)]
        await self._rerun(stage.fragment_id, triggers)

    async def click(self, label: str) -> None:
        """A click on one of Streamlit's own buttons."""
        button, fragment_id = self.buttons[label]
        await self._rerun(fragment_id, [WidgetState(id=button, trigger_value=True)])

    def answered_value(self, name: str) -> Any:
        """The value of a setting that was last answered; None if no stage has it."""
        views = self.answered[0].values()
        return next((view[name] for view in views if name in view), None)

    def _tell(self, stage: Stage) -> None:
        told = json.dumps({"view": stage.view | {"revision": stage.revision}})
        self._states[stage.id] = WidgetState(id=stage.id, json_value=told)

    async def _rerun(
        self, fragment_id: str = "", triggers: list[WidgetState] | None = None, timer: bool = False
    ) -> None:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string = self.link
        rerun.widget_states.widgets.extend([*self._states.values(), *(triggers or [])])
        rerun.page_script_hash = self._page_hash
        rerun.page_name = "" if self._page_hash else self.page
        rerun.fragment_id = fragment_id
        rerun.is_auto_rerun = timer
        rerun.cached_message_hashes.extend(self._cache)
        rerun.context_info.timezone = "UTC"
        rerun.context_info.timezone_offset = 0
        rerun.context_info.locale = "en-US"
        rerun.context_info.url = f"{self.server}/{self.page}"
        rerun.context_info.is_embedded = False
        rerun.context_info.color_scheme = "light"
        await self.send(message)

    async def send(self, message: BackMsg) -> None:
        """Say something to the server; if it has gone, the reader notices."""
        await self.send_bytes(message.SerializeToString())

    async def send_bytes(self, sent: bytes | str) -> None:
        """Send what may be no message."""
        with contextlib.suppress(ConnectionClosed):
            await self._socket.send(sent)

    async def _read(self) -> None:
        try:
            async for frame in self._socket:
                assert isinstance(frame, bytes)
                self.received_bytes += len(frame)
                self._hear(ForwardMsg.FromString(frame))
                self._announce()
            self.problems.append("the server closed the connection")
        except ConnectionClosed as closed:
            self.problems.append(f"the connection broke: {closed}")
        self._announce()

    def _announce(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _hear(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            cached = self._cache.get(message.ref_hash)
            if cached is None:
                self.problems.append("the server left out a message that is forgotten here")
                return
            cached.run = self._runs
            message, kind = cached.message, "delta"
        elif message.metadata.cacheable:
            self._cache.setdefault(message.hash, Cached(message, self._runs))
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._show(message)
        elif kind == "script_finished":
            self._finish(message)
        elif kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
            self._heard = {key: dict(stage.view) for key, stage in self.stages.items()}
            self._most_runs = message.new_session.config.max_cached_message_age
            if not message.metadata.run.fragment_ids:
                self._stop_timers()
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self._start_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            self._stop_timers(*message.stop_auto_rerun.fragment_ids)
        elif kind == "page_not_found":
            self.problems.append(f"there is no page {self.page}")
        elif kind == "session_event" and message.session_event.HasField(
            "script_compilation_exception"
        ):
            self.problems.append(message.session_event.script_compilation_exception.message)

    def _show(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.HasField("exception"):
            self.problems.append(f"{element.exception.type}: {element.exception.message}")
        elif element.HasField("alert"):
            said = re.sub(r"\\(.)", r"\1", element.alert.body)
            self.boxes.setdefault(said, time.perf_counter())
        elif element.HasField("button"):
            button = element.button
            self.buttons[button.label] = button.id, message.delta.fragment_id
        elif element.HasField("bidi_component"):
            component = element.bidi_component
            key = component.id.split("-", 2)[-1]
            stage = self.stages.setdefault(key, Stage())
            if stage.receive(component, message.delta.fragment_id):
                self._tell(stage)
                self._later(self._rerun(stage.fragment_id))

    def _finish(self, message: ForwardMsg) -> None:
        """The end of a run: the cache forgets what the last runs of its part did not use."""
        if message.script_finished not in SUCCESS:
            return
        self.answered = (self._heard, time.perf_counter())
        self._runs += 1
        parts = set(message.metadata.run.fragment_ids)
        for name, cached in list(self._cache.items()):
            if parts and cached.message.delta.fragment_id not in parts:
                continue
            if self._runs - cached.run > self._most_runs:
                del self._cache[name]

    def _later(self, sending: Any) -> None:
        task = asyncio.ensure_future(sending)
        self._outbox.add(task)
        task.add_done_callback(self._outbox.discard)

    def _start_timer(self, fragment_id: str, interval: float) -> None:
        if fragment_id in self._timers and self._timers[fragment_id][0] == interval:
            return
        self._stop_timers(fragment_id)
        self._timers[fragment_id] = (
            interval,
            asyncio.create_task(self._tick(fragment_id, interval)),
        )

    def _stop_timers(self, *fragment_ids: str) -> None:
        for fragment_id in fragment_ids or tuple(self._timers):
            if timer := self._timers.pop(fragment_id, None):
                timer[1].cancel()

    async def _tick(self, fragment_id: str, interval: float) -> None:
        """As ``setInterval``: on the beat, and what was missed is not made up for."""
        beat = time.perf_counter()
        while True:
            beat = max(beat + interval, time.perf_counter())
            await asyncio.sleep(beat - time.perf_counter())
            await self._rerun(fragment_id, timer=True)
