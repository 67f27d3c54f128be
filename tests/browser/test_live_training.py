"""Live training in a real browser, on real workers."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.lessons.live_training.exports import experiment_json
from dropviz.lessons.live_training.view import LiveView
from dropviz.ui.plain import JOINER
from scripts.served_app import go_by_navigation, open_stage, served_app, settle
from tests.browser.frames import frames

PATH = "/live_training"
SHAPES = Path(__file__).parents[1] / "data" / "csv"
LONG = LiveView(steps=20_000, hidden=(64,))
QUICK = LiveView(steps=60, hidden=(16,), pairs=3, batch=20, n=100)
WARM = LiveView(steps=20, hidden=(4,), pairs=2, seed=9_000)
ANSWERED = 20_000  # ms


def path_of(view: LiveView) -> str:
    query = "&".join(f"{name}={value}" for name, value in view.to_query().items())
    return f"{PATH}?{query}"


def crowding() -> float:
    """How many want each processor, at least 1: goals are for a machine that does nothing else."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def wait_for(stage: Locator, name: str, value: str, timeout: float = ANSWERED) -> None:
    expect(stage).to_have_attribute(f"data-{name}", re.compile(value), timeout=timeout)


SECONDS_UNTIL = """(root, [name, value]) => {
  const began = performance.now();
  window.seconds ??= {};
  window.seconds[name] = new Promise((done) => {
    const look = () => RegExp(value).test(root.dataset[name] ?? "")
      ? done((performance.now() - began) / 1000) : requestAnimationFrame(look);
    look();
  });
}"""


def seconds_until(stage: Locator, name: str, value: str) -> Callable[[], float]:
    """Seconds from now until the stage has that value, to the frame; ``expect`` looks seldom."""
    stage.evaluate(SECONDS_UNTIL, [name, value])
    return lambda: float(stage.page.evaluate("(name) => window.seconds[name]", name))


def press_train(stage: Locator) -> None:
    stage.get_by_role("button", name="Train", exact=True).click()


def train_to_the_end(page: Page, view: LiveView) -> Locator:
    stage = open_stage(page, path_of(view))
    press_train(stage)
    wait_for(stage, "state", "^finished$", 60_000)
    return stage


def steps_done(stage: Locator) -> int:
    return int(stage.get_attribute("data-step"))


def wait_for_progress(stage: Locator) -> None:
    done = steps_done(stage)
    expect(stage).not_to_have_attribute("data-step", str(done))
    assert steps_done(stage) > done


def start_long(page: Page, seed: int) -> Locator:
    """A run of a minute or so; leave it before the test ends."""
    stage = open_stage(page, path_of(LONG.model_copy(update={"seed": seed})))
    press_train(stage)
    wait_for(stage, "measured", "[1-9]")
    return stage


def cancel(stage: Locator) -> None:
    stage.get_by_role("button", name="Cancel", exact=True).click()
    wait_for(stage, "state", "^cancelled$")


@pytest.fixture
def errors(page: Page) -> Iterator[list[str]]:
    """What goes wrong in the page; nothing should."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.fixture(scope="module")
def warm(browser: Browser, base_url: str) -> None:
    """The workers of the server have trained something."""
    page = browser.new_page(base_url=base_url)
    train_to_the_end(page, WARM)
    page.close()


@pytest.mark.alone
def test_the_default_shows_curves_at_once_and_a_verdict_in_seconds(
    page: Page, warm: None, errors: list[str]
) -> None:
    stage = open_stage(page, PATH)
    settle(page)
    curves = seconds_until(stage, "measured", r"^([2-9]|\d\d)")  # a line needs two points
    verdict = seconds_until(stage, "verdict", "^helped$")
    press_train(stage)
    wait_for(stage, "verdict", "^helped$", 60_000)
    assert curves() < 1.0 * crowding()
    assert verdict() < 5.0 * crowding()
    assert Experiment().hash in page.url
    expect(stage.locator('[data-said="verdict"]')).to_contain_text("helped")
    expect(page.get_by_test_id("caption")).to_contain_text("After 500 of 500 steps")


def test_more_pairs_and_a_margin_changed_afterwards(
    page: Page, warm: None, errors: list[str]
) -> None:
    view = QUICK.model_copy(update={"seed": 77})
    stage = train_to_the_end(page, view)
    assert stage.get_attribute("data-anytime") == "false"
    stage.get_by_role("button", name="More pairs: 6").click()
    wait_for(stage, "look", "^2$", 60_000)
    wait_for(stage, "anytime", "^true$", 60_000)
    wait_for(stage, "pairs", "^6$")
    said = stage.locator('[data-said="verdict"]')
    expect(said).to_contain_text("looked at before, with other pairs")
    expect(page).to_have_url(re.compile("look=2"))
    expect(said).not_to_contain_text("Exploratory")
    word = stage.get_attribute("data-verdict")
    stage.locator("details.more > summary").first.click()
    margin = stage.get_by_role("textbox", name="margin, nats")
    margin.fill("9")
    margin.press("Enter")
    wait_for(stage, "exploratory", "^true$")
    expect(said).to_contain_text("Exploratory: the margin was changed after the result was seen")
    assert stage.get_attribute("data-verdict") == word
    settle(page)
    page.reload()
    stage = page.get_by_test_id("stage")
    wait_for(stage, "exploratory", "^true$")
    wait_for(stage, "anytime", "^true$")


@pytest.mark.alone
def test_figures_move_while_it_trains(page: Page, warm: None, errors: list[str]) -> None:
    stage = start_long(page, 1)
    seen, began = set(), time.perf_counter()
    while (now := time.perf_counter()) - began < 3.0:
        seen.add(stage.get_attribute("data-step"))
    assert len(seen) / (now - began) >= 5.0 / crowding()
    cancel(stage)


@pytest.mark.alone
def test_the_link_of_a_finished_run_opens_at_once_elsewhere(
    browser: Browser, base_url: str, page: Page, warm: None
) -> None:
    train_to_the_end(page, QUICK)
    run = QUICK.experiment.hash
    context = browser.new_context(base_url=base_url)
    other = context.new_page()
    began = time.perf_counter()
    stage = open_stage(other, f"{PATH}?run={run}")
    wait_for(stage, "verdict", ".", 5_000)
    assert time.perf_counter() - began < 5.0 * crowding()
    assert stage.get_attribute("data-run") == run
    assert stage.get_attribute("data-stale") == "false"
    expect(stage.get_by_role("textbox", name="pairs")).to_have_value("3")
    context.close()


@pytest.mark.alone
def test_cancel_stops_within_half_a_second(page: Page, warm: None, errors: list[str]) -> None:
    stage = start_long(page, 2)
    cancelled = seconds_until(stage, "state", "^cancelled$")
    cancel(stage)
    assert cancelled() < 1.0 * crowding()  # with the way to the browser
    done = steps_done(stage)
    page.wait_for_timeout(600)
    assert steps_done(stage) == done
    expect(stage.get_by_test_id("status")).to_contain_text("Cancelled at step")
    expect(stage.get_by_role("button", name="Train", exact=True)).to_be_visible()


def test_a_reload_joins_the_run_again(page: Page, warm: None, errors: list[str]) -> None:
    stage = start_long(page, 3)
    done = steps_done(stage)
    page.reload()
    stage = page.get_by_test_id("stage")
    wait_for(stage, "state", "^running$")
    wait_for(stage, "measured", "[1-9]")
    assert steps_done(stage) > done
    page.wait_for_timeout(7_000)  # until the tab before the reload is known to be gone
    wait_for(stage, "state", "^running$")
    wait_for_progress(stage)
    cancel(stage)


def test_a_run_whose_tab_was_closed_is_cancelled(
    browser: Browser, base_url: str, warm: None
) -> None:
    first = browser.new_context(base_url=base_url)
    start_long(first.new_page(), 4)
    first.close()
    time.sleep(9)  # five seconds of grace, for a phone that has lost the network
    page = browser.new_page(base_url=base_url)
    run = LONG.model_copy(update={"seed": 4}).experiment.hash
    stage = open_stage(page, f"{PATH}?run={run}")
    wait_for(stage, "state", "^cancelled$", 3_000)
    page.close()


def test_who_cancels_a_run_that_others_watch_only_leaves_it(
    browser: Browser, base_url: str, page: Page, warm: None
) -> None:
    stage = start_long(page, 5)
    other = browser.new_page(base_url=base_url)
    theirs = open_stage(other, page.url.removeprefix(base_url))
    wait_for(theirs, "state", "^running$")
    place = stage.get_by_test_id("caption").bounding_box()
    cancel(stage)
    expect(stage.get_by_test_id("status")).to_contain_text("You have left this run; it goes on")
    settle(page)
    assert stage.get_by_test_id("caption").bounding_box() == place
    assert steps_done(stage) > 0
    wait_for_progress(theirs)
    cancel(theirs)
    other.close()


def test_the_timer_stops_when_the_run_has_ended(page: Page, warm: None, errors: list[str]) -> None:
    sent = frames(page, "framesent")
    stage = train_to_the_end(page, QUICK.model_copy(update={"seed": 70}))
    wait_for(stage, "verdict", ".")
    settle(page, 700)
    before = len(sent)
    assert before > 3  # the page, Train, and what asked for news meanwhile
    page.wait_for_timeout(1_500)
    assert len(sent) - before <= 1  # a heartbeat


def test_a_preset_is_one_click(page: Page, warm: None, errors: list[str]) -> None:
    stage = open_stage(page, PATH)
    stage.get_by_label("preset").select_option(label="A small network")
    expect(page).to_have_url(re.compile("hidden=16-16"))
    press_train(stage)
    wait_for(stage, "verdict", "^hurt$", 60_000)


def test_in_a_scene_the_seeds_are_the_visitors_own(
    page: Page, warm: None, errors: list[str]
) -> None:
    stage = open_stage(page, f"{PATH}?scene=1&n=100&steps=40&pairs=3&hidden=16-16")
    press_train(stage)
    wait_for(stage, "state", "^finished$", 60_000)
    expect(page).to_have_url(re.compile(r"scene=1.*seed=\d+|seed=\d+.*scene=1"))
    first = stage.get_attribute("data-run")
    settle(page)
    stage.get_by_role("button", name="Other seeds").click()
    wait_for(stage, "run", f"^(?!{first}|$)")
    wait_for(stage, "state", "^finished$", 60_000)
    wait_for(stage, "look", "^2$")


def test_a_reload_while_a_scene_trains_leaves_the_scene_to_be_finished(
    page: Page, warm: None, errors: list[str]
) -> None:
    stage = open_stage(page, f"{PATH}?scene=1&n=100&steps=3000&pairs=3&hidden=32-32")
    press_train(stage)
    wait_for(stage, "state", "^running$", 60_000)
    expect(page).to_have_url(re.compile("run="))
    page.reload()
    guide = page.get_by_test_id("guide")
    wait_for(stage, "state", "^running$", 60_000)
    expect(guide).to_have_attribute("data-finished", "false")
    wait_for(stage, "state", "^finished$", 60_000)
    guide.locator("[data-answer]").first.click()
    expect(guide).to_have_attribute("data-finished", "true")
    expect(stage.get_by_test_id("train")).to_be_enabled()  # for other seeds


def test_what_was_trained_before_is_said_before_train_is_pressed(
    page: Page, warm: None, errors: list[str]
) -> None:
    train_to_the_end(page, QUICK.model_copy(update={"seed": 90}))
    stage = open_stage(page, path_of(QUICK.model_copy(update={"seed": 90})))
    status = stage.get_by_test_id("status")
    expect(status).to_contain_text("These settings were trained here on")
    expect(stage.get_by_role("button", name="Other seeds")).to_be_visible()
    open_stage(page, path_of(QUICK.model_copy(update={"seed": 91})))
    expect(status).to_contain_text("Press Train.")
    expect(stage.get_by_role("button", name="Other seeds")).to_be_hidden()


def test_several_arms_are_judged_in_a_table_that_says_why_its_level(
    page: Page, warm: None, errors: list[str]
) -> None:
    arms = (Arm(), Arm(p_hidden=0.5), Arm(weight_decay=0.01), Arm(p_hidden=0.2))
    stage = train_to_the_end(page, QUICK.model_copy(update={"arms": arms, "seed": 95}))
    table = stage.get_by_role("table", name=re.compile("^Verdicts"))
    expect(table.locator("tbody tr")).to_have_count(3)
    expect(table.locator("tbody tr").nth(1)).to_contain_text("weight decay 0.01")
    word = stage.get_attribute("data-verdict")
    expect(table.locator("tbody td").first).to_contain_text(word)
    reason = "98.33\u00a0% interval (95\u00a0% for all 3 together)"
    expect(stage.locator(".live-verdict .figure-head")).to_contain_text(reason)


def test_settings_changed_while_it_trains_wait_for_the_next_run(
    page: Page, warm: None, errors: list[str]
) -> None:
    stage = start_long(page, 6)
    stage.get_by_role("textbox", name="pairs").select_text()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    wait_for(stage, "stale", "true")
    wait_for_progress(stage)
    cancel(stage)
    press_train(stage)
    wait_for(stage, "state", "^running$")
    wait_for(stage, "stale", "false")
    cancel(stage)


def test_back_returns_to_before_the_run(page: Page, warm: None, errors: list[str]) -> None:
    stage = open_stage(page, path_of(QUICK.model_copy(update={"seed": 80})))
    settle(page)
    press_train(stage)
    wait_for(stage, "state", "^finished$")
    settle(page)
    page.go_back()
    wait_for(stage, "state", "^idle$")
    page.go_forward()
    wait_for(stage, "state", "^finished$")
    wait_for(stage, "verdict", ".")


def test_leaving_the_page_and_coming_back_finds_the_run_going_on(
    page: Page, warm: None, errors: list[str]
) -> None:
    stage = start_long(page, 7)
    go_by_navigation(page, "Toggle neurons", delay=80)
    expect(page.get_by_role("heading", level=1)).to_have_text("Toggle neurons")
    settle(page)
    go_by_navigation(page, "Live training", delay=80)
    expect(page.get_by_role("heading", level=1)).to_have_text("Live training")
    wait_for(stage, "state", "^running$")
    wait_for_progress(stage)
    cancel(stage)


def test_the_keyboard_alone_trains_and_scrubs(page: Page, warm: None, errors: list[str]) -> None:
    stage = open_stage(page, path_of(QUICK.model_copy(update={"seed": 81})))
    stage.get_by_label("preset").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if stage.evaluate("root => root.getRootNode().activeElement?.textContent") == "Train":
            break
    page.keyboard.press("Enter")
    wait_for(stage, "state", "^finished$")
    slider = stage.get_by_role("slider", name="Step of the run")
    slider.focus()
    slider.press("Home")
    wait_for(stage, "step", "^0$")
    slider.press("ArrowRight")
    wait_for(stage, "step", "^1$")
    expect(page).to_have_url(re.compile("at=1"))


# ---- Runs and data -------------------------------------------------------------------------------


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def drop(page: Page, content: bytes, name: str, mime: str = "text/csv") -> None:
    files = {"name": name, "mimeType": mime, "buffer": content}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(files)


def own_csv() -> bytes:
    rows = (
        f"{i % 7}.5,{'red' if i % 2 else 'blue'},{'yes' if i % 3 else 'no'}" for i in range(120)
    )
    return "\n".join(("size,colour,label", *rows)).encode()


def test_a_bad_csv_gets_a_sentence_and_a_good_one_is_trained_on(
    page: Page, warm: None, errors: list[str]
) -> None:
    stage = open_stage(page, PATH)
    open_tab(page, "Your own data")
    drop(page, b"\x89PNG\r\n\x1a\n\x00\x00", "picture.csv")
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    expect(page.get_by_test_id("stAlert")).to_contain_text(re.compile(r"\w+.*\."))
    drop(page, own_csv(), "<img src=x onerror=alert(1)>.csv")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    expect(page.get_by_text("120 rows, 3 columns")).to_be_visible()
    assert page.locator("img[src=x]").count() == 0
    page.get_by_role("button", name="Use this table").click()
    wait_for(stage, "dataset", "^csv-")
    press_train(stage)
    wait_for(stage, "state", "^finished$", 60_000)
    expect(page.get_by_role("button", name="Prepared data (CSV)")).to_be_visible()


def test_a_kind_is_changed_in_the_table_of_columns_before_training(
    page: Page, warm: None, errors: list[str]
) -> None:
    stage = open_stage(page, PATH)
    open_tab(page, "Your own data")
    drop(page, (SHAPES / "06_percent_currency_thousands.csv").read_bytes(), "sales.csv")
    expect(page.get_by_text("Who always says 'low' errs in 35.0% of the rows")).to_be_visible()
    done = page.get_by_test_id("stAlert")
    expect(done).to_contain_text("Units taken off: 'growth' (%), 'revenue' ($)")
    columns = page.get_by_test_id("stDataFrame").nth(1)
    columns.scroll_into_view_if_needed()
    settle(page)
    box = columns.bounding_box()
    row = box["height"] / 6  # a header and five columns
    left_out = page.get_by_role("option", name="left out")
    for _ in range(4):  # Streamlit's table takes keys some time after it is drawn
        page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 2.5 * row)
        page.keyboard.press("Enter")
        page.wait_for_timeout(2000)
        if left_out.count():
            break
    expect(left_out).to_be_visible()
    page.keyboard.type("left")
    page.keyboard.press("Enter")
    expect(done).to_contain_text("Left out (your choice): 'growth'.")
    expect(done).to_contain_text("Units taken off: 'revenue' ($)")
    page.get_by_role("button", name="Use this table").click()
    wait_for(stage, "dataset", "^csv-")
    press_train(stage)
    wait_for(stage, "state", "^finished$", 60_000)


LITERAL = "www.example.com a@b.co c -> d -- e :smile: :red[f] $g$ **h** ~~i~~ <b>j</b>"


def test_what_a_person_wrote_is_shown_to_the_letter(
    page: Page, warm: None, errors: list[str]
) -> None:
    open_stage(page, PATH)
    open_tab(page, "Your own data")
    drop(page, own_csv(), f"{LITERAL.replace('/', '')}.csv")
    line = page.get_by_text("120 rows, 3 columns")
    expect(line).to_be_visible()
    shown = str(line.text_content()).replace(JOINER, "")
    assert shown == f"{LITERAL.replace('/', '')}.csv: 120 rows, 3 columns."
    assert line.locator("a, strong, em, del, span, .katex").count() == 0


def test_after_each_of_several_short_runs_the_row_of_exports_stands(
    page: Page, warm: None, errors: list[str]
) -> None:
    """Also not for a moment is it gone, from when it is first there."""
    stage = open_stage(page, path_of(QUICK))
    row = page.locator(".st-key-live-exports").get_by_test_id("stDownloadButton")
    expect(row).to_have_count(4)
    page.evaluate(
        """() => {
            window.fewest = 4;
            const look = () => {
                const buttons = '.st-key-live-exports [data-testid="stDownloadButton"]';
                const there = document.querySelectorAll(buttons).length;
                window.fewest = Math.min(window.fewest, there);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    for pairs in range(4, 10):
        before = str(stage.get_attribute("data-run"))
        stage.get_by_label("pairs").fill(str(pairs))
        page.keyboard.press("Tab")
        press_train(stage)
        expect(stage).not_to_have_attribute("data-run", before)
        wait_for(stage, "state", "^finished$", 60_000)
        settle(page)
        expect(row.get_by_role("button", disabled=True)).to_have_count(0)
        expect(row).to_have_count(4)
    assert page.evaluate("window.fewest") == 4


def test_an_experiment_is_saved_and_opened(page: Page, warm: None, errors: list[str]) -> None:
    stage = open_stage(page, path_of(QUICK))
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Experiment (JSON)").click()
    saved = Path(waiting.value.path()).read_bytes()
    assert saved.decode() == experiment_json(QUICK.experiment)
    stage = open_stage(page, PATH)
    open_tab(page, "Open an experiment")
    drop(page, b'{"pairs": 1000}', "bad.json", "application/json")
    expect(page.get_by_test_id("stAlert")).to_contain_text("must be a whole number from 1 to 100")
    drop(page, saved, "good.json", "application/json")
    page.get_by_role("button", name="Put it on the stage").click()
    wait_for(stage, "pairs", "^3$")
    expect(page).to_have_url(re.compile("steps=60"))


def test_the_script_is_made_when_its_button_is_pressed(page: Page, warm: None) -> None:
    open_stage(page, path_of(QUICK))
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PyTorch script").click()
    text = Path(waiting.value.path()).read_text()
    assert waiting.value.suggested_filename == f"dropviz-{QUICK.experiment.hash}.py"
    compile(text, "exported", "exec")


# ---- What goes wrong -----------------------------------------------------------------------------


def processes(server: int, word: str) -> list[psutil.Process]:
    """The server's descendants whose command line has that word."""
    children = psutil.Process(server).children(recursive=True)
    return [child for child in children if word in " ".join(child.cmdline())]


def opened_on(browser: Browser, url: str) -> tuple[Page, Locator]:
    page = browser.new_page(base_url=url)
    return page, train_to_the_end(page, WARM)


def curves_of(page: Page) -> str:
    """All the numbers of the run on the stage, as its file has them."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Curves (CSV)").click()
    return Path(waiting.value.path()).read_text()


@pytest.mark.long
def test_a_worker_that_is_killed_is_told_and_the_run_ends_with_the_same_numbers(
    browser: Browser, new_server: tuple[str, int], page: Page, warm: None
) -> None:
    view = LiveView(steps=3_000, hidden=(32,), pairs=4, arms=(Arm(), Arm(p_hidden=0.4)))
    train_to_the_end(page, view)
    undisturbed = curves_of(page)
    assert undisturbed.count("\n") > 2 * 4 * 100
    url, server = new_server
    page, _ = opened_on(browser, url)
    stage = open_stage(page, path_of(view))
    press_train(stage)
    wait_for(stage, "measured", "[1-9]")
    for worker in processes(server, "spawn_main"):
        worker.kill()
    wait_for(stage, "state", "^finished$", 240_000)
    expect(stage).to_contain_text("A worker process died")
    assert curves_of(page) == undisturbed
    page.close()


@pytest.mark.long
def test_without_its_scheduler_the_page_says_so_and_recovers(
    browser: Browser, new_server: tuple[str, int]
) -> None:
    url, server = new_server
    page, _ = opened_on(browser, url)
    stage = start_long(page, 8)
    (host,) = processes(server, "dropviz.jobs.host")
    host.kill()
    wait_for(stage, "state", "^lost$")
    expect(stage.get_by_test_id("status")).to_contain_text("The scheduler is gone")
    page.get_by_role("button", name="Connect again").click()
    expect(page.get_by_role("button", name="Connect again")).to_have_count(0, timeout=60_000)
    press_train(stage)
    wait_for(stage, "state", "^running$", 180_000)  # the workers start anew
    expect(page.get_by_test_id("stException")).to_have_count(0)
    cancel(stage)
    page.close()


@pytest.mark.long
def test_finished_runs_outlive_the_server(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DROPVIZ_DATABASE_URL", f"sqlite:///{tmp_path}/runs.sqlite3")
    with served_app() as (url, _):
        page, _ = opened_on(browser, url)
        page.close()
    with served_app() as (url, _):
        page = browser.new_page(base_url=url)
        stage = open_stage(page, f"{PATH}?run={WARM.experiment.hash}")
        wait_for(stage, "state", "^finished$")
        page.close()
