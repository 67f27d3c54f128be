"""The stage of Live training in a real browser, fed with films made without training."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.figures.theme import PALETTES
from dropviz.lessons.live_training.payload import (
    Choices,
    DatasetChoice,
    Offer,
    PresetChoice,
    packed_run,
    payload,
)
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.status import RunStatus
from dropviz.stage.imposed import Imposed
from dropviz.stage.packing import packed
from dropviz.stage.styles import stage_styles
from scripts.served_app import MODULES, open_modules
from tests.browser.axe import violations
from tests.browser.overlaid import OVERLAID
from tests.stage.live_runs import SIX_ARMS, live_experiment, live_film, shown_run, wild_run

CSS = ("shared/run/figures.css", "live_training/stage.css")
PROJECTOR: ViewportSize = {"width": 1206, "height": 660}  # what the app leaves at 1366x768
PHONE: ViewportSize = {"width": 358, "height": 844}
THEMES = {
    "light": "--st-background-color: white; --st-secondary-background-color: whitesmoke;"
    " --st-border-color: silver; --st-primary-color: rgb(90 79 207); --st-font: sans-serif;",
    "dark": "--st-background-color: rgb(21 21 27); --st-secondary-background-color: rgb(33 33 41);"
    " --st-border-color: rgb(58 58 70); --st-primary-color: rgb(167 159 245);"
    " --st-font: sans-serif;",
}
LOAD = """async (url) => {
  const stage = await import(url);
  window.told = [];
  window.feed = (data) => {
    stage.default({
      data, parentElement: document.body,
      setStateValue: (name, value) => told.push([name, value]),
      setTriggerValue: (name, value) => told.push([name, value]),
    });
  };
}"""
DATASETS = [
    DatasetChoice("digits", "Digits", "8 by 8 images.", 900, 64, [str(i) for i in range(10)]),
    DatasetChoice("moons", "Moons", "Two moons.", 1000, 2, ["upper", "lower"], two_d=True),
    DatasetChoice(
        "mnist", "MNIST", "28 by 28.", 9000, 784, ["0"], available=False, why="Not here."
    ),
]
PRESETS = [
    PresetChoice("cured", "overfitting cured", "A large network overfits.", LiveView()),
    PresetChoice("small", "too small", "Dropout hurts.", LiveView(hidden=(16,), noise=0.0)),
]
STATES = ["idle", "queued", "running", "finished", "cancelled", "failed", "lost"]


class Stage:
    """The stage on a page of its own: what Python would send, and what it would hear."""

    def __init__(self, page: Page, scheme: str = "light") -> None:
        self.page = page
        self.root = page.get_by_test_id("stage")
        self.caption = page.get_by_test_id("caption")
        self.train = page.get_by_test_id("train")
        self.imposed: Imposed | None = None
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        ground, ink = ("white", "black") if scheme == "light" else ("rgb(21 21 27)", "white")
        open_modules(page)
        page.set_content(
            "<!doctype html><html lang=en><meta name=viewport content='width=device-width'>"
            f"<title>Live training</title><style>body {{ margin: 0; background: {ground} }}"
            f" h1 {{ margin: 0; font-size: 1px; color: {ink} }} .stage {{ {THEMES[scheme]} }}"
            f" {stage_styles(*CSS)}</style>"
            "<main><h1>Live training</h1><div class=stage data-testid=stage></div></main>"
        )
        page.evaluate(LOAD, f"{MODULES}live_training/stage.js")

    def feed(
        self,
        run: RunStatus | None = None,
        *,
        view: LiveView | None = None,
        revision: int = 0,
        **choices: Any,
    ) -> Locator:
        """As a rerun of the page would; a view is imposed, as a link or the back button would."""
        if view is not None or self.imposed is None:
            start = LiveView.of(run.experiment, run=run.experiment.hash) if run else LiveView()
            self.imposed = Imposed(view or start, revision)
        given = Choices(
            **{"datasets": DATASETS, "presets": PRESETS, "cost": "About 2 s."} | choices
        )
        data = payload(given, packed_run(run) if run else None)
        self.page.evaluate("(data) => feed(data)", {**data, **self.imposed.as_data(None)})
        return self.root

    def told(self, name: str) -> list:
        """What Python has heard under that name."""
        return [value for key, value in self.page.evaluate("told") if key == name]

    def last_view(self) -> LiveView:
        self.page.wait_for_timeout(600)  # presses in a row are told after 0.4 s
        view, rejected = LiveView.accept(self.told("view")[-1])
        assert rejected == []
        return view


@pytest.fixture
def live(browser: Browser) -> Iterator[Callable[..., Stage]]:
    """Open the stage on a page of that size."""
    contexts = []

    def opened(size: ViewportSize = PROJECTOR, scheme: str = "light", **options: Any) -> Stage:
        contexts.append(browser.new_context(viewport=size, **options))
        return Stage(contexts[-1].new_page(), scheme)

    yield opened
    for context in contexts:
        context.close()


TICKS = """(root) => ["loss", "error", "verdict"].map((name) => {
  const chart = root.querySelector(`.live-${name} .base`);
  const frame = chart.getBoundingClientRect();
  const ticks = [...chart.querySelectorAll(".tick")].map((node) => node.getBoundingClientRect());
  const apart = (one, other) => one.right <= other.left || other.right <= one.left
    || one.bottom - 3 <= other.top || other.bottom - 3 <= one.top;
  return {
    clipped: ticks.filter((box) => box.left < frame.left - 1 || box.right > frame.right + 5).length,
    meet: ticks.filter((box, i) => ticks.slice(i + 1).some((other) => !apart(box, other))).length,
  };
})"""


@pytest.mark.parametrize("size", [PROJECTOR, PHONE])
@pytest.mark.parametrize("n_arms", [2, 6])
@pytest.mark.parametrize("steps", [60, 500, 20_000])
def test_labels_of_axes_never_meet(
    live: Callable[..., Stage], size: ViewportSize, n_arms: int, steps: int
) -> None:
    stage = live(size=size)
    experiment = live_experiment(arms=SIX_ARMS[:n_arms], pairs=5, steps=steps, hidden=(8, 8))
    for run in (wild_run(experiment), shown_run(experiment)):
        stage.feed(run)
        assert stage.root.evaluate(TICKS) == [{"clipped": 0, "meet": 0}] * 3
        expect(stage.root.locator(".live-loss .base")).to_contain_text(f"{steps:,}")


def test_early_stopping_is_marked_where_it_chose(live: Callable[..., Stage]) -> None:
    stage = live()
    arms = (Arm(), Arm(early_stopping=True), Arm(p_hidden=0.5))
    stage.feed(shown_run(live_experiment(arms=arms, pairs=4, steps=200)))
    chart = stage.root.locator(".live-loss .base")
    expect(chart).to_contain_text("early stopping: step 100 (median)")
    expect(chart).to_have_attribute("aria-label", re.compile(r"step 100 \(median\) \(early stop"))
    marks = chart.locator(".chosen")
    expect(marks).to_have_count(1)
    grid = chart.locator(".grid").bounding_box()
    assert marks.bounding_box()["x"] == pytest.approx(grid["x"] + grid["width"] / 2, abs=2)
    stage.feed(shown_run(live_experiment(pairs=4, steps=200)))
    expect(marks).to_have_count(0)


def test_words_on_the_run_before_say_so(live: Callable[..., Stage]) -> None:
    stage = live()
    stage.feed(shown_run(Experiment(pairs=3, steps=50)))
    said = stage.root.locator(".said")
    for part in said.all():
        expect(part).not_to_contain_text("run before")
    tall = stage.root.bounding_box()["height"]
    stage.page.get_by_role("slider", name="dropout rate p").fill("0.3")
    for part in said.all():
        expect(part).to_contain_text("of the run before: press Train")
    assert stage.root.bounding_box()["height"] == tall
    stage.page.get_by_role("slider", name="dropout rate p").fill("0.5")
    for part in said.all():
        expect(part).not_to_contain_text("run before")


def test_one_pair_has_no_median(live: Callable[..., Stage]) -> None:
    stage = live()
    arms = (Arm(), Arm(p_hidden=0.5, early_stopping=True))
    experiment = live_experiment(arms=arms, pairs=1, steps=100)
    for state in ("idle", "running", "finished"):
        run = None if state == "idle" else shown_run(experiment, state)
        stage.feed(run, view=LiveView.of(experiment))
        html = stage.root.evaluate("(root) => root.innerText + root.innerHTML")
        assert "median" not in html.replace('class="median', "")


@pytest.mark.parametrize("width", [1206, 1120, 1020, 940, 770, 358])
def test_words_of_a_row_do_not_cross_zero_or_margin(live: Callable[..., Stage], width: int) -> None:
    stage = live({"width": width, "height": 660})
    stage.feed(shown_run(live_experiment(arms=SIX_ARMS, pairs=4, steps=100)))
    crossed = stage.root.evaluate(
        """(root) => {
             const chart = root.querySelector(".live-verdict .base");
             const strips = [...chart.querySelectorAll(".zero, .margin")].flatMap((path) =>
               [...path.getAttribute("d").matchAll(/M\\S+ (\\S+?)(?:H\\S+?)?V([\\d.]+)/g)]
                 .map(([, top, end]) => [Number(top), Number(end)]));
             const words = [...chart.querySelectorAll(".word")]
               .map((node) => Number(node.getAttribute("y")));
             return [strips.length, words.length,
               words.filter((y) => strips.some(([top, end]) => top < y - 1 && end > y - 9)).length];
           }"""
    )
    assert crossed == [20, 10, 0]
    assert stage.root.locator(".live-verdict").evaluate(OVERLAID) == []


@pytest.mark.parametrize("two_d", [False, True])
@pytest.mark.parametrize("n_arms", [2, 6])
@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_nothing_jumps_and_all_is_whole_in_every_state(
    live: Callable[..., Stage], size: ViewportSize, n_arms: int, two_d: bool
) -> None:
    stage = live(size=size)
    experiment = live_experiment(
        arms=SIX_ARMS[:n_arms], two_d=two_d, pairs=4, steps=100, hidden=(16, 8)
    )
    view = LiveView.of(experiment)
    boxes: dict[str, list] = {}
    for state in STATES:
        stage.feed(None if state == "idle" else shown_run(experiment, state), view=view)
        expect(stage.root).to_have_attribute("data-state", state)
        found = stage.root.evaluate(
            """(root) => [...root.querySelectorAll(".plot, .train, .film")]
                 .filter((node) => node.clientWidth && !node.closest(".peeking"))
                 .map((node) => Object.values(node.getBoundingClientRect().toJSON()))"""
        )
        # The text at the foot, from the caption on, is as long as it is.
        top = stage.caption.bounding_box()
        boxes[state] = [*found, [top["x"], top["y"], top["width"]]]
        assert stage.caption.inner_text()
        assert stage.root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
        caption = stage.caption.bounding_box()
        if size is PROJECTOR:
            assert caption["y"] + caption["height"] <= 768 - 112  # under the title of the page
    for state, box in boxes.items():
        assert box == boxes["idle"], state
    assert stage.errors == []


@pytest.mark.parametrize("press", ["click", "Enter", " "])
def test_train_becomes_cancel_and_a_finished_run_is_in_the_view(
    live: Callable[..., Stage], press: str
) -> None:
    stage = live()
    experiment = Experiment(pairs=6, steps=100)
    stage.feed(view=LiveView.of(experiment))
    expect(stage.train).to_have_text("Train")
    if press == "click":
        stage.train.click()
    else:
        stage.train.focus()
        stage.page.keyboard.press(press)
    expect(stage.root).to_have_attribute("data-state", "starting")
    (view,) = stage.told("train")
    assert LiveView.accept(view)[0].experiment == experiment
    stage.feed(shown_run(experiment, "queued"))
    expect(stage.root).to_have_attribute("data-state", "queued")
    expect(stage.page.get_by_test_id("status")).to_contain_text("Number 3 in the queue")
    expect(stage.train).to_have_text("Cancel")
    stage.feed(shown_run(experiment, "running", 40))
    expect(stage.page.get_by_test_id("status")).to_have_text(
        re.compile(r"Step 40 of 100 · 4,100 steps/s over 12 networks · about 3.s left")
    )
    expect(stage.root.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "40")
    expect(stage.caption).to_have_attribute("aria-live", "off")
    stage.feed(shown_run(experiment))
    expect(stage.train).to_have_text("Train")
    expect(stage.root).to_have_attribute("data-verdict", "helped")
    expect(stage.caption).to_have_attribute("aria-live", "polite")
    assert stage.last_view() == LiveView.of(experiment, run=experiment.hash)


def test_more_pairs_train_the_same_comparison_again(live: Callable[..., Stage]) -> None:
    stage = live()
    experiment = Experiment(pairs=6, steps=100)
    more = stage.root.get_by_role("button", name="More pairs")
    stage.feed(shown_run(experiment, "running"))
    expect(more).to_have_count(0)
    stage.feed(shown_run(experiment), view=LiveView.of(experiment, run=experiment.hash))
    expect(more).to_have_text("More pairs: 12")
    more.click()
    expect(stage.root).to_have_attribute("data-state", "starting")
    (view,) = stage.told("train")
    asked = experiment.model_copy(update={"pairs": 12})
    assert LiveView.accept(view)[0].experiment == asked
    expect(more).to_have_count(0)


def test_beyond_the_most_pairs_of_a_run_none_are_offered(live: Callable[..., Stage]) -> None:
    stage = live()
    stage.feed(shown_run(Experiment(pairs=100, steps=100)))
    expect(stage.root).to_have_attribute("data-state", "finished")
    expect(stage.root.get_by_role("button", name="More pairs")).to_have_count(0)


def test_a_margin_changed_afterwards_is_called_exploratory(live: Callable[..., Stage]) -> None:
    stage = live()
    experiment = Experiment(pairs=6, steps=100)
    stage.feed(shown_run(experiment), view=LiveView.of(experiment, run=experiment.hash))
    expect(stage.root).to_have_attribute("data-exploratory", "false")
    changed = LiveView.of(experiment, run=experiment.hash, margin=0.3)
    stage.feed(shown_run(experiment), view=changed)
    expect(stage.root).to_have_attribute("data-exploratory", "true")
    verdict = stage.root.locator(".said").first
    expect(verdict).to_contain_text("exploratory: margin changed since")
    expect(stage.root).to_have_attribute("data-verdict", "helped")


def test_the_error_of_the_most_frequent_class_is_drawn(live: Callable[..., Stage]) -> None:
    stage = live()
    run = shown_run(Experiment(pairs=6, steps=100))
    chart = stage.root.locator(".live-error .base")
    stage.feed(shown_run(Experiment(pairs=5, steps=100)))
    expect(chart.locator(".majority")).to_have_count(0)
    known = np.full(6, 0.37, np.float32)
    assert run.scene is not None
    stage.feed(replace(run, scene=replace(run.scene, majority_error=known)))
    expect(chart).to_contain_text("always the most frequent class: 37.0%")
    line, grid = chart.locator(".majority").bounding_box(), chart.locator(".grid").bounding_box()
    assert line["width"] == pytest.approx(grid["width"], abs=5)  # whole dashes
    assert grid["y"] < line["y"] < grid["y"] + grid["height"]
    expect(stage.root.locator(".live-loss .majority")).to_have_count(0)


def test_cancel_tells_which_run_and_waits_for_the_answer(live: Callable[..., Stage]) -> None:
    stage = live()
    experiment = Experiment(pairs=2, steps=100)
    stage.feed(shown_run(experiment, "running"))
    stage.train.click()
    stage.train.click(force=True)  # once is enough
    assert stage.told("cancel") == [experiment.hash]
    expect(stage.page.get_by_test_id("status")).to_have_text("Stopping …")
    stage.feed(shown_run(experiment, "running"))
    stage.feed(shown_run(experiment, "cancelled"))
    expect(stage.page.get_by_test_id("status")).to_contain_text("Cancelled at step 50")
    expect(stage.train).to_have_text("Train")
    expect(stage.train).to_have_attribute("aria-disabled", "false")


BLOCKED = [
    (LiveView(n=20, batch=50), "", "The batch size is 50; it may be at most"),
    (LiveView(n=2000), "", "Digits has 900 training examples at most; 2,000 are asked for."),
    (LiveView(data="mnist"), "", "Not here."),
    (LiveView(arms=(Arm(), Arm(p_hidden=(0.5,)))), "", "Arm 2 has 1 hidden rates for 2"),
    (LiveView(batch=1, arms=(Arm(), Arm(batch_norm=True))), "", "Batch norm needs"),
    (LiveView(), "This needs 400 s; the limit is 120 s.", "This needs 400 s"),
]


@pytest.mark.parametrize(("view", "problem", "says"), BLOCKED)
def test_what_cannot_be_trained_says_why(
    live: Callable[..., Stage], view: LiveView, problem: str, says: str
) -> None:
    stage = live()
    stage.feed(view=view, problem=problem)
    expect(stage.page.get_by_test_id("status")).to_contain_text(says)
    expect(stage.train).to_have_attribute("aria-disabled", "true")
    expect(stage.train).to_have_attribute("title", re.compile(re.escape(says)))
    stage.train.click(force=True)
    stage.page.keyboard.press("Enter")
    assert stage.told("train") == []


def test_an_offer_is_taken_with_one_click(live: Callable[..., Stage]) -> None:
    stage = live()
    stage.feed(problem="Too much.", offer=Offer("Use 5 pairs", LiveView(pairs=5)))
    stage.page.get_by_role("button", name="Use 5 pairs").click()
    assert stage.last_view() == LiveView(pairs=5)


def test_the_same_settings_are_not_trained_twice(live: Callable[..., Stage]) -> None:
    stage = live()
    stage.feed(shown_run(Experiment(pairs=2, steps=50)))
    expect(stage.train).to_have_attribute("title", re.compile("give the same numbers"))
    stage.train.click(force=True)
    assert stage.told("train") == []


def test_changed_settings_clear_the_run_and_the_old_ones_bring_it_back(
    live: Callable[..., Stage],
) -> None:
    stage = live()
    experiment = Experiment(pairs=2, steps=50)
    run = shown_run(experiment)
    stage.feed(run)
    rate = stage.page.get_by_role("slider", name="dropout rate p")
    rate.fill("0.3")
    expect(stage.root).to_have_attribute("data-stale", "true")
    expect(stage.page.get_by_test_id("status")).to_contain_text("Settings changed: press Train")
    expect(stage.caption).to_contain_text("The run before, at other settings")
    view = stage.last_view()
    assert (view.run, view.arms[1].p_hidden) == ("", 0.3)
    stage.feed()  # Python has no run for these settings: the old one stays, faint
    expect(stage.root).to_have_attribute("data-stale", "true")
    expect(stage.root).to_have_attribute("data-run", experiment.hash)
    rate.fill("0.5")
    expect(stage.root).to_have_attribute("data-stale", "false")
    assert stage.last_view().run == experiment.hash
    stage.feed(view=LiveView(), revision=9)  # the back button, to before the run
    expect(stage.root).to_have_attribute("data-state", "idle")


def medians(experiment: Experiment, step: int) -> list[str]:
    """Median validation losses of the arms at a measured step, as printed."""
    _, snapshot, _ = live_film(experiment)
    at = snapshot.steps.tolist().index(step)
    return [f"{np.median(values):.2f}" for values in snapshot.curves[2, at]]


def test_scrubbing_with_keys_and_pointer_shows_what_was_measured(
    live: Callable[..., Stage],
) -> None:
    stage = live()
    experiment = Experiment(pairs=5, steps=100)
    stage.feed(shown_run(experiment))
    slider = stage.page.get_by_role("slider", name="Step of the run")
    slider.focus()
    stage.page.keyboard.press("Home")
    expect(stage.root).to_have_attribute("data-step", "0")
    for _ in range(3):
        stage.page.keyboard.press("ArrowRight")
    expect(stage.root).to_have_attribute("data-step", "3")
    expect(stage.caption).to_contain_text("After 3 of 100 steps (curves: step 0)")
    assert stage.last_view().at == 3
    at_50 = LiveView.of(experiment, run=experiment.hash, at=50)
    stage.feed(shown_run(experiment), view=at_50, revision=99)
    for text in medians(experiment, 50):
        expect(stage.caption).to_contain_text(text)
        expect(stage.root.locator(".live-loss .over")).to_contain_text(text)
    _, snapshot, _ = live_film(experiment)
    kept = int(np.unpackbits(snapshot.kept[49])[64:192].sum())
    expect(stage.root.locator(".live-network .base")).to_contain_text(f"{kept} of 128")
    box = stage.root.locator(".live-error .plot").bounding_box()
    stage.page.mouse.click(box["x"] + box["width"] - 3, box["y"] + 30)
    expect(stage.root).to_have_attribute("data-step", "100")
    assert stage.last_view().at == -1


def test_the_film_plays_to_its_end_and_tells_only_then(live: Callable[..., Stage]) -> None:
    stage = live()
    experiment = Experiment(pairs=2, steps=60)
    stage.feed(shown_run(experiment), view=LiveView.of(experiment, run=experiment.hash, at=52))
    stage.page.get_by_test_id("play").click()
    expect(stage.root).to_have_attribute("data-playing", "true")
    expect(stage.root).to_have_attribute("data-playing", "false")
    expect(stage.root).to_have_attribute("data-step", "60")
    assert stage.last_view().at == -1
    assert len(stage.told("view")) == 1


@pytest.mark.parametrize("state", ["cancelled", "failed"])
def test_part_of_a_run_is_a_film_too(live: Callable[..., Stage], state: str) -> None:
    stage = live()
    stage.feed(shown_run(Experiment(pairs=2, steps=100), state))
    slider = stage.page.get_by_role("slider", name="Step of the run")
    slider.focus()
    stage.page.keyboard.press("ArrowLeft")
    expect(stage.root).to_have_attribute("data-step", "49")
    expect(stage.root).to_have_attribute("data-verdict", "")


def test_a_number_of_pairs_that_cannot_be_is_said_and_train_waits(
    live: Callable[..., Stage],
) -> None:
    stage = live()
    stage.feed()
    pairs = stage.page.get_by_label("pairs")
    pairs.fill("500")
    pairs.press("Enter")
    status = stage.root.get_by_test_id("status")
    expect(status).to_contain_text("pairs is 500; it must be from 1 to 100.")
    train = stage.root.get_by_test_id("train")
    expect(train).to_have_attribute("aria-disabled", "true")
    pairs.fill("10")
    pairs.press("Enter")
    expect(status).not_to_contain_text("500")
    expect(train).to_have_attribute("aria-disabled", "false")
    pairs.fill("ten")
    pairs.press("Enter")
    expect(train).to_have_attribute("aria-disabled", "true")
    stage.page.get_by_label("preset").select_option(index=2)
    expect(pairs).not_to_have_value("ten")
    expect(train).to_have_attribute("aria-disabled", "false")


def test_a_wrong_setting_is_said_below_its_field(live: Callable[..., Stage]) -> None:
    stage = live()
    stage.feed()
    stage.root.locator("summary").first.click()
    page = stage.page
    page.get_by_label("learning rate").fill("0")
    page.get_by_label("learning rate").press("Enter")
    expect(stage.root.get_by_role("alert")).to_have_text(
        "learning rate is 0; it must be above 0, up to 10."
    )
    expect(page.get_by_label("learning rate")).to_have_attribute("aria-invalid", "true")
    alert = stage.root.get_by_role("alert")
    expect(page.get_by_label("learning rate")).to_have_attribute(
        "aria-describedby", alert.get_attribute("id")
    )
    field, below = page.get_by_label("learning rate").bounding_box(), alert.bounding_box()
    assert 0 <= below["y"] - (field["y"] + field["height"]) < 8
    page.get_by_label("learning rate").fill("0.01")
    page.get_by_label("learning rate").press("Enter")
    expect(alert).to_have_count(0)
    assert stage.last_view().lr == 0.01
    assert stage.errors == []


def test_settings_under_more_reach_the_view(live: Callable[..., Stage]) -> None:
    stage = live()
    stage.feed()
    stage.root.locator("summary").first.click()
    page = stage.page
    page.get_by_label("hidden units").fill("64 32, 16")
    page.get_by_label("hidden units").press("Enter")
    assert stage.last_view().hidden == (64, 32, 16)
    page.get_by_label("Arm 2: hidden rate").fill("0.5, 0.2, 0.1")
    page.get_by_label("Arm 2: hidden rate").press("Enter")
    page.get_by_role("button", name="Add an arm").click()
    page.get_by_label("Arm 3: max-norm").fill("3")
    page.get_by_label("Arm 3: batch norm").check()
    page.get_by_label("Arm 3: dropout in").select_option("early")
    view = stage.last_view()
    assert view.arms[1] == Arm(p_hidden=(0.5, 0.2, 0.1))
    assert view.arms[2] == Arm(p_hidden=0.2, max_norm=3, batch_norm=True, schedule="early")
    for _ in range(3):
        page.get_by_role("button", name="Add an arm").click()
    expect(page.get_by_role("button", name="Add an arm")).to_be_disabled()
    page.get_by_role("button", name="Remove arm 1").click()
    assert len(stage.last_view().arms) == 5
    page.keyboard.press("Escape")
    assert stage.errors == []


def test_presets_data_and_pairs(live: Callable[..., Stage]) -> None:
    stage = live()
    stage.feed()
    stage.page.get_by_label("preset").select_option("small")
    assert stage.last_view() == LiveView(hidden=(16,), noise=0.0)
    expect(stage.root).to_contain_text("Dropout hurts.")
    stage.page.get_by_label("pairs").fill("7")
    stage.page.get_by_label("pairs").press("Enter")
    expect(stage.page.get_by_label("preset")).to_have_value("")
    assert stage.last_view().pairs == 7
    stage.page.get_by_label("data", exact=True).select_option("moons")
    expect(stage.root.locator(".live-surfaces")).to_be_visible()
    assert stage.last_view().data == "moons"


def test_decision_surfaces_are_those_of_the_film(live: Callable[..., Stage]) -> None:
    stage = live()
    experiment = live_experiment(two_d=True, pairs=2, steps=100)
    stage.feed(shown_run(experiment))
    _, snapshot, _ = live_film(experiment)
    classes, sure = snapshot.surfaces[-1, 1, ..., 0], snapshot.surfaces[-1, 1, ..., 1] / 255
    pixels = stage.root.evaluate(
        """(root) => [...root.querySelectorAll(".live-surfaces canvas")[1].getContext("2d")
             .getImageData(0, 0, 40, 40).data]"""
    )
    shown = np.array(pixels).reshape(40, 40, 4)[::-1]  # from the lowest y
    alpha = 0.1 + 0.62 * np.maximum(0, 2 * sure - 1)
    np.testing.assert_allclose(shown[..., 3] / 255, alpha, atol=0.01)
    solid = alpha > 0.5
    assert (shown[solid & (classes == 0)][:, 1] > shown[solid & (classes == 0)][:, 0]).all()
    assert (shown[solid & (classes == 1)][:, 0] > shown[solid & (classes == 1)][:, 1]).all()


SCRUB = """async (root) => {
  const {store} = root.stage;
  const took = [];
  for (let i = 0; i < 90; i++) {
    await new Promise(requestAnimationFrame);
    const began = performance.now();
    store.change({at: (i * 37) % 500}, {tell: false});
    took.push(performance.now() - began);
  }
  return took;
}"""


@pytest.mark.alone
@pytest.mark.parametrize("n_arms", [2, 6])
def test_scrubbing_a_hundred_pairs_repaints_within_a_frame(
    live: Callable[..., Stage], n_arms: int
) -> None:
    stage = live()
    stage.feed(shown_run(Experiment(pairs=100, arms=SIX_ARMS[:n_arms])))
    # What else the machine does can only add: the calmest of three measurements counts.
    medians = [np.median(stage.root.evaluate(SCRUB)) for _ in range(3)]
    assert min(medians) < 12


@pytest.mark.alone
def test_a_repaint_with_a_hundred_pairs_while_training_is_quick(live: Callable[..., Stage]) -> None:
    stage = live()
    experiment = Experiment(pairs=100)
    stage.feed(shown_run(experiment, "running", 1))
    given = Choices(DATASETS, PRESETS)
    took = []
    for step in range(300, 480, 20):
        run = packed_run(shown_run(experiment, "running", step))
        data = {**payload(given, run), **stage.imposed.as_data(None)}
        took.append(
            stage.page.evaluate(
                """(data) => {
                     const began = performance.now();
                     feed(data);
                     return performance.now() - began;
                   }""",
                data,
            )
        )
    assert np.median(took) < 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_are_saved_in_colours_for_paper(
    live: Callable[..., Stage], scheme: str, tmp_path: Path
) -> None:
    stage = live(scheme=scheme, accept_downloads=True)
    experiment = live_experiment(two_d=True, pairs=3, steps=50)
    stage.feed(shown_run(experiment))
    stage.root.locator("summary", has_text="Save").click()
    for title in ("Loss", "Error", "Decision surfaces", "Thinned network", "Paired differences"):
        with stage.page.expect_download() as saved:
            stage.page.get_by_role("button", name=f"{title} as SVG").click()
        name = saved.value.suggested_filename
        assert re.fullmatch(r"dropviz-live-\w+-moons-[0-9a-f]{16}(-step-50)?\.svg", name)
        saved.value.save_as(tmp_path / name)
        text = (tmp_path / name).read_text("utf-8")
        assert f"<title>{title}. Moons: 200 examples" in text
        assert "var(" not in text
        assert "color(" not in text
        assert "http" not in text.replace("http://www.w3.org/", "")
        ink = ",".join(str(int(PALETTES["light"].ink[i : i + 2], 16)) for i in (1, 3, 5))
        assert re.search(r'<rect [^>]*fill="rgb\(255,255,255\)"', text)
        assert set(re.findall(r'<text [^>]*font-weight="600"[^>]*fill="([^"]*)"', text)) == {
            f"rgb({ink})"
        }
        assert min(map(float, re.findall(r'<text [^>]*font-size="([\d.]+)"', text))) >= 10
        classes = stage.root.evaluate("(root) => root.className")
        assert "printed" not in classes
    with stage.page.expect_download() as saved:
        stage.page.get_by_role("button", name="Loss as PNG").click()
    saved.value.save_as(tmp_path / "loss.png")
    head = (tmp_path / "loss.png").read_bytes()[:24]
    width = stage.root.locator(".live-loss .base").evaluate("(svg) => svg.clientWidth")
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(head[16:20], "big") == 2 * (width + 32)
    if scheme == "dark":
        expect(stage.root).to_have_class(re.compile(r"\bdark\b"))


def test_what_a_person_wrote_is_text(live: Callable[..., Stage]) -> None:
    stage = live()
    name = "<img src=x onerror=alert(1)>"
    hostile = DatasetChoice("csv-0123456789abcdef", name, name, 900, 2, [name, "b"], two_d=True)
    experiment = Experiment(dataset="csv-0123456789abcdef", pairs=2, steps=50)
    run = shown_run(experiment)
    run = type(run)(**{**vars(run), "says": {"verdict": [name]}, "notices": [name]})
    stage.feed(run, datasets=[*DATASETS, hostile])
    expect(stage.root).to_contain_text(name)
    assert stage.root.evaluate("(root) => root.querySelectorAll('img').length") == 0


def test_a_stopped_run_leaves_the_others(live: Callable[..., Stage]) -> None:
    stage = live()
    run = shown_run(Experiment(pairs=4, steps=100))
    run.snapshot.curves[:, 3:, 1, 2] = np.nan
    run.snapshot.curves[:, 5:, 0] = np.nan
    stage.feed(run)
    expect(stage.caption).to_contain_text("not finite for no dropout")
    assert "NaN" not in stage.root.evaluate("(root) => root.outerHTML")
    assert stage.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["idle", "running", "finished"])
def test_axe_finds_nothing(live: Callable[..., Stage], state: str, scheme: str) -> None:
    stage = live(scheme=scheme)
    experiment = live_experiment(pairs=4, steps=100, two_d=state == "finished")
    stage.feed(None if state == "idle" else shown_run(experiment, state))
    for opened in (False, True):
        if opened:
            stage.root.locator("summary").first.click()
        assert violations(stage.page) == []


@pytest.mark.parametrize("n_arms", [2, 6])
@pytest.mark.parametrize("two_d", [False, True])
def test_a_phone_shows_everything_without_scrolling_sideways(
    live: Callable[..., Stage], n_arms: int, two_d: bool
) -> None:
    stage = live(size=PHONE, has_touch=True, is_mobile=True)
    stage.feed(shown_run(live_experiment(arms=SIX_ARMS[:n_arms], two_d=two_d, pairs=4, steps=100)))
    stage.root.locator("summary").first.click()
    wide = stage.root.evaluate(
        """(root) => [...root.querySelectorAll("*")].filter((node) => {
             const box = node.getBoundingClientRect();
             return box.width && (box.right > innerWidth + 1 || box.left < -1);
           }).map((node) => [node.tagName, node.textContent])"""
    )
    assert wide == []


def test_reduced_motion_keeps_the_network_still_while_it_trains(live: Callable[..., Stage]) -> None:
    stage = live(reduced_motion="reduce")
    experiment = Experiment(pairs=2, steps=100)
    masks, steps = [], [20, 40, 60]
    for step in steps:
        stage.feed(shown_run(experiment, "running", step))
        expect(stage.root).to_have_attribute("data-step", str(step))
        masks.append(stage.root.locator(".live-network .kept").get_attribute("d"))
    assert len(set(masks)) == 1
    stage.feed(shown_run(experiment))
    expect(stage.root.locator(".live-network .kept")).not_to_have_attribute("d", masks[0])


def test_a_second_call_changes_nothing(live: Callable[..., Stage]) -> None:
    stage = live()
    run = shown_run(Experiment(pairs=3, steps=50))
    stage.feed(run)
    before = stage.root.evaluate("(root) => root.innerHTML")
    stage.feed(run)
    assert stage.root.evaluate("(root) => root.innerHTML") == before
    assert json.dumps(stage.told("train")) == "[]"
    assert packed(np.zeros(1, np.uint8))
