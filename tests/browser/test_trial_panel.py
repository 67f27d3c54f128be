"""The panel of a trial in the browser, without a server: what Python sends, what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from dropviz.experiments.film import Snapshot
from dropviz.experiments.shipped_films import shipped_film
from dropviz.experiments.trial import Trial, trial_for
from dropviz.lessons.runs.status import RunStatus
from dropviz.lessons.trials.panel import PanelWords, panel_data
from dropviz.lessons.trials.words import about, scope, trial_judgement
from dropviz.stage.imposed import NOTHING
from dropviz.stage.styles import stage_styles
from dropviz.training.trial_engine import train_trial
from dropviz.ui.runner import film_status
from scripts.served_app import MODULES, open_modules
from tests.browser.overlaid import OVERLAID

MEMORY = trial_for("lstm_c")
TRIAL = trial_for("gaussian")


def words(trial: Trial, **more: Any) -> PanelWords:
    return PanelWords(about(trial), "That takes about 3 s.", scope(trial), **more)


def running(steps: int, measured: int | None = None) -> RunStatus:
    """A run of which two points were measured."""
    curves = np.full((4, 2, len(TRIAL.arms), TRIAL.pairs), 0.5, np.float32)
    times = np.array([0, steps if measured is None else measured], np.int32)
    snapshot = Snapshot(
        times, curves, np.zeros((2, 0, 0, 0, 2), np.uint8),
        np.zeros((steps, 0), np.uint8), np.zeros((2, 0, 3), np.int16),
        np.zeros((2, 0), np.float32), 1.5,
    )  # fmt: skip
    return RunStatus(TRIAL, "running", snapshot=snapshot, seconds_left=3.0, steps_per_second=800.0)


@pytest.fixture
def mount(page: Page) -> Callable[[dict[str, Any]], None]:
    """Mounts the panel with data, again and again on the same root."""
    open_modules(page)
    page.set_content('<div id="parent"><div class="stage" data-testid="trial"></div></div>')
    page.add_style_tag(content=stage_styles("shared/run/figures.css", "trial/stage.css"))
    page.evaluate(
        "async (url) => { window.mounted = (await import(url)).default; window.told = []; }",
        f"{MODULES}trial/stage.js",
    )

    def mount_with(data: dict) -> None:
        page.evaluate(
            """(data) => mounted({ data, parentElement: document.getElementById("parent"),
                 setStateValue() {}, setTriggerValue: (...what) => told.push(what) })""",
            {**data, **NOTHING.as_data(None)},
        )

    return mount_with


def test_train_cancel_and_the_way_of_a_run(
    page: Page, mount: Callable[[dict[str, Any]], None]
) -> None:
    mount(panel_data(TRIAL, None, words(TRIAL)))
    panel, train = page.get_by_test_id("trial"), page.get_by_test_id("train")
    status, caption = page.get_by_test_id("status"), page.get_by_test_id("trial-caption")
    expect(panel).to_have_attribute("data-state", "idle")
    expect(status).to_have_text("Press Train. That takes about 3 s.")
    expect(caption).to_contain_text("no dropout against element-wise, p = 0.5")
    train.press("Enter")
    train.press("Enter")  # once is enough
    assert page.evaluate("told") == [["train", TRIAL.hash]]
    expect(panel).to_have_attribute("data-state", "starting")
    mount(panel_data(TRIAL, RunStatus(TRIAL, "queued", place=2, seconds_left=9.0), words(TRIAL)))
    expect(status).to_have_text("Number 2 in the queue")
    mount(panel_data(TRIAL, RunStatus(TRIAL, "running", seconds_left=9.0), words(TRIAL)))
    expect(status).to_have_text("Starting …")  # an estimate is no time left
    mount(panel_data(TRIAL, running(5), words(TRIAL)))
    expect(status).not_to_contain_text("left")  # the first steps are slow
    mount(panel_data(TRIAL, running(30), words(TRIAL)))
    expect(status).to_contain_text("Step 30 of 300")
    expect(status).to_contain_text("about 3\N{NO-BREAK SPACE}s left")
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "10")
    expect(caption).to_contain_text("At step 30 of 300 the median validation loss is 0.50 for all")
    mount(panel_data(TRIAL, running(30, measured=10), words(TRIAL)))
    expect(caption).to_contain_text("At step 10 of 300")
    expect(caption).to_contain_text("; training is at step 30.")
    expect(train).to_have_text("Cancel")
    train.click()
    assert page.evaluate("told").pop() == ["cancel", TRIAL.hash]
    mount(panel_data(TRIAL, RunStatus(TRIAL, "cancelled"), words(TRIAL)))
    expect(status).to_contain_text("Cancelled at step 0")
    expect(train).to_have_text("Train")


def test_a_film_made_beforehand_is_judged_and_may_be_made_anew(
    page: Page, mount: Callable[[dict[str, Any]], None]
) -> None:
    film = shipped_film(MEMORY.hash)
    found = trial_judgement(film)
    data = panel_data(MEMORY, film_status(film, found), words(MEMORY, beforehand=True))
    mount(data)
    height = page.get_by_test_id("trial").bounding_box()["height"]
    children = page.get_by_test_id("trial").locator("*").count()
    mount(data)  # calling it twice changes nothing
    assert page.get_by_test_id("trial").locator("*").count() == children
    expect(page.get_by_test_id("status")).to_contain_text("Computed beforehand")
    expect(page.get_by_role("list", name="Arms").get_by_role("listitem")).to_have_text(
        MEMORY.arm_names
    )
    said = page.get_by_role("region", name="Verdicts in words").get_by_role("paragraph")
    expect(said).to_have_text(list(found.says["verdict"]))
    expect(page.get_by_text("cell, each step: hurt")).to_have_count(2)
    words_of = {MEMORY.arms[arm].name: pair for arm, pair in found.verdicts.items()}
    cell = next(pair for name, pair in words_of.items() if name.startswith("cell"))
    assert [one.effect for one in cell] == ["hurt", "hurt"]
    expect(page.get_by_test_id("trial-caption")).to_contain_text(
        re.compile("against no dropout: .*cell, each step[^:]*: log-loss and error hurt")
    )
    page.get_by_test_id("train").click()
    assert page.evaluate("told") == [["train", MEMORY.hash]]
    mount(panel_data(MEMORY, None, words(MEMORY)))
    assert page.get_by_test_id("trial").bounding_box()["height"] == height


@pytest.mark.parametrize("width", [1366, 1280, 1180, 1024, 800, 500, 390])
def test_no_interval_is_drawn_over_words(
    page: Page, mount: Callable[[dict[str, Any]], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.add_style_tag(content=f"body {{ margin: 0 {80 if width > 1200 else 16}px }}")
    film = shipped_film(MEMORY.hash)
    mount(panel_data(MEMORY, film_status(film, trial_judgement(film)), words(MEMORY)))
    figure = page.locator(".live-verdict")
    expect(figure.locator("path.interval")).to_have_count(10)
    assert figure.evaluate(OVERLAID) == []


def test_what_is_too_large_says_so(page: Page, mount: Callable[[dict[str, Any]], None]) -> None:
    mount(panel_data(TRIAL, None, words(TRIAL, blocked="Too large, by far.")))
    expect(page.get_by_test_id("status")).to_have_text("Too large, by far.")
    page.get_by_test_id("train").click(force=True)
    assert page.evaluate("told") == []


def test_a_learnt_rate_has_a_curve_of_its_own(
    page: Page, mount: Callable[[dict[str, Any]], None]
) -> None:
    mount(panel_data(TRIAL, None, words(TRIAL)))
    rates = page.locator(".live-rate")
    expect(rates).to_be_hidden()
    trial = trial_for("concrete").model_copy(update={"steps": 20, "pairs": 3})
    film = train_trial(trial)
    mount(panel_data(trial, film_status(film, trial_judgement(film)), words(trial)))
    expect(rates).to_be_visible()
    expect(rates.locator("text.value")).to_have_count(1)  # not of arms whose rate is given
    now = np.median(film.snapshot.rates[-1, -1])
    said = f"The learnt rate went from 0.100 to {now:.3f} (concrete, p from 0.1)."
    expect(page.get_by_test_id("trial-caption")).to_contain_text(said)
