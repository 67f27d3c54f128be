"""Two visitors and a teacher, each in a browser of their own, on one server."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from dropviz.lessons.live_training.view import LiveView
from dropviz.serving.browser_key import COOKIE
from scripts.served_app import open_stage, served_app, settle
from tests.browser.frames import frames

PATH = "/live_training"
KEY = "a long key for one class"
RUN = LiveView(steps=20, hidden=(4,), pairs=2, seed=4_321)
LINK = f"{PATH}?run={RUN.experiment.hash}"
TRAIN = f"{PATH}?" + "&".join(f"{name}={value}" for name, value in RUN.to_query().items())

pytestmark = pytest.mark.xdist_group("ownership")  # two visitors train once


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("owners") / "kept" / "runs.sqlite3"


@pytest.fixture(scope="module")
def server(database: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DROPVIZ_DATABASE_URL", f"sqlite:///{database}")
        patch.setenv("DROPVIZ_TEACHER_KEY", KEY)
        with served_app() as (url, _):
            yield url


@contextmanager
def visitor(browser: Browser, url: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=url, viewport={"width": 1366, "height": 768})
    yield context
    context.close()


@pytest.fixture(scope="module")
def ada(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """Who has trained a run and uploaded a table."""
    with visitor(browser, server) as context:
        page = context.new_page()
        stage = open_stage(page, TRAIN)
        stage.get_by_role("button", name="Train", exact=True).click()
        expect(stage).to_have_attribute("data-state", "finished", timeout=90_000)
        page.get_by_role("tab", name="Your own data").click()
        rows = "\n".join(f"{i % 7}.5,{i % 5},{'yes' if i % 3 else 'no'}" for i in range(120))
        file: FilePayload = {
            "name": "ada.csv",
            "mimeType": "text/csv",
            "buffer": f"a,b,c\n{rows}".encode(),
        }
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
        page.get_by_role("button", name="Use this table").click()
        expect(stage).to_have_attribute("data-dataset", re.compile("^csv-"))
        page.close()
        yield context


def open_list(page: Page, tab: str = "Past runs", link: str = LINK) -> None:
    open_stage(page, link)
    page.get_by_role("tab", name=tab).click()
    settle(page)


def expect_lists(page: Page, n: int) -> None:
    expect(page.get_by_test_id("stDataFrame")).to_have_count(n)


def key_of(context: BrowserContext) -> str:
    (cookie,) = [one for one in context.cookies() if one["name"] == COOKIE]
    assert cookie["httpOnly"]
    return str(cookie["value"])


def test_a_second_visitor_sees_nothing_of_the_firsts_but_opens_the_link(
    ada: BrowserContext, browser: Browser, server: str
) -> None:
    with visitor(browser, server) as bob:
        page = bob.new_page()
        stage = open_stage(page, LINK)
        expect(stage).to_have_attribute("data-state", "finished")
        expect(page.get_by_text("None yet")).to_be_visible()
        page.get_by_role("tab", name="Your own data").click()
        expect(page.get_by_text("Nothing in it is run as code")).to_be_visible()
        settle(page)
        expect(page.get_by_text("Tables that were uploaded")).to_have_count(0)
        assert "ada.csv" not in page.content()
        expect(page.get_by_role("button", name="Curves (CSV)")).to_be_disabled()
        expect(page.get_by_text("keeps no cookies")).to_have_count(0)
        assert key_of(bob) != key_of(ada)


def test_a_reload_and_a_new_tab_still_own_them(ada: BrowserContext) -> None:
    page = ada.new_page()
    for _ in range(2):
        open_list(page)
        expect_lists(page, 1)
        expect(page.get_by_role("button", name="Curves (CSV)")).to_be_enabled()
        page.reload()
    other = ada.new_page()
    open_list(other, "Your own data")
    expect_lists(other, 1)
    other.close()
    page.close()


def test_the_key_is_in_no_page_no_link_and_not_in_the_database(
    ada: BrowserContext, database: Path
) -> None:
    key = key_of(ada)
    page = ada.new_page()
    received = frames(page, "framereceived")
    open_list(page)
    assert key not in page.content()
    assert key not in page.url
    assert COOKIE not in str(page.evaluate("document.cookie"))
    assert received
    assert all(key.encode() not in frame for frame in received)
    page.close()
    for file in database.parent.iterdir():
        assert key.encode() not in file.read_bytes()
        assert file.stat().st_mode & 0o077 == 0


def test_a_forged_message_deletes_and_renames_nothing(
    ada: BrowserContext, browser: Browser, server: str, database: Path
) -> None:
    """What Ada's browser says when she deletes, said by another: the server knows who it is."""
    page = ada.new_page()
    said = frames(page, "framesent")
    open_list(page)
    choose_first(page)
    page.get_by_role("button", name="Delete", exact=True).first.click()
    page.get_by_role("button", name="Delete", exact=True).last.click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    spoken = [message for data in said if (message := parsed(data)).HasField("rerun_script")]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    settle(page)
    page.close()
    assert len(spoken) >= 3
    with visitor(browser, server) as bob:
        forger = bob.new_page()
        forger.add_init_script(RECORDING)
        open_list(forger)
        for message in spoken:
            forger.evaluate(
                "(bytes) => window.sockets.at(-1).send(new Uint8Array(bytes))",
                list(message.SerializeToString()),
            )
            settle(forger)
        expect(forger.get_by_test_id("stException")).to_have_count(0)
    connection = sqlite3.connect(database)
    held = connection.execute("SELECT thing, name, deleted FROM holdings WHERE kind = 'run'")
    assert held.fetchall() == [(RUN.experiment.hash, "", None)]
    connection.close()


RECORDING = """
  window.sockets = [];
  const Original = window.WebSocket;
  window.WebSocket = class extends Original {
    constructor(...given) { super(...given); window.sockets.push(this); }
  };
"""


def parsed(data: bytes) -> BackMsg:
    message = BackMsg()
    message.ParseFromString(data)
    return message


def choose_first(page: Page) -> None:
    """Click the box beside the first row, which is drawn on a canvas."""
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 52)
    expect(page.get_by_role("button", name="Rename")).to_be_visible()


def test_the_teacher_sees_what_all_have_and_starts_anew(
    ada: BrowserContext, browser: Browser, server: str
) -> None:
    with visitor(browser, server) as teacher:
        page = teacher.new_page()
        open_list(page, "Teacher", PATH)
        field = page.get_by_label("The teacher's key")
        for typed, says in (("a guess", "not the teacher's key"), (KEY, "of all browsers")):
            field.fill(typed)
            page.get_by_role("button", name="Open", exact=True).click()
            expect(page.get_by_text(says)).to_be_visible()
        settle(page)
        expect_lists(page, 2)
        page.get_by_role("button", name="Reset for the next class").click()
        page.get_by_role("button", name="Delete them all").click()
        expect(page.get_by_text("Tables deleted within a day (1)")).to_be_visible()
        expect(page.get_by_text("Deleted within a day (1)", exact=True)).to_be_visible()
        tab = ada.new_page()
        stage = open_stage(tab, LINK)
        expect(
            tab.get_by_text(f"The run {RUN.experiment.hash} of this link is not")
        ).to_be_visible()
        expect(stage).not_to_have_attribute("data-state", "finished")
        tab.close()
