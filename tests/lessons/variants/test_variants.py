"""What the lesson says of each variant: every script runs, every number is that of the view."""

import math

import pytest

from dropviz.core.moments import Estimate
from dropviz.lessons.variants import comparison, usage
from dropviz.lessons.variants.code import code
from dropviz.lessons.variants.comparison import EntryOverMasks
from dropviz.lessons.variants.formulas import formulas
from dropviz.lessons.variants.sources import sources
from dropviz.lessons.variants.tasks import tasks
from dropviz.lessons.variants.view import VariantsView
from dropviz.variants import VARIANTS
from dropviz.variants.facts import EntryMoments

SLUGS = ("", *VARIANTS)


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_the_script_runs_as_it_stands(slug: str, capsys: pytest.CaptureFixture[str]) -> None:
    for p in (0.3, 1.0):
        script = code(VariantsView(variant=slug, p=p, at=3, block=2))
        assert "$" not in script
        exec(compile(script, slug or "gallery", "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("p", [0.0, 0.3, 1.0])
def test_there_is_a_formula_at_every_rate(slug: str, p: float) -> None:
    found = formulas(VariantsView(variant=slug, p=p, block=6, at=0))
    assert found
    assert all(formula.says and formula.latex for formula in found)
    assert not any("nan" in formula.latex or "inf " in formula.latex for formula in found)


def test_every_variant_has_sources_and_usual_rates() -> None:
    assert all(sources(slug) for slug in SLUGS)
    for variant in VARIANTS.values():
        assert usage.listed(variant).count("- **") == len(variant.usages) > 0


@pytest.mark.parametrize(
    ("slug", "number"),
    [
        ("dropout", "1.43"), ("gaussian", f"{3 / 7:.2f}"), ("lstm_c", f"{0.7**20:.3g}"),
        ("stochastic_depth_row", f"{10 - 0.3 * 5.5:.2f}"), ("layer_drop", "7.00"),
        ("drop_block", f"{0.3 / 9 * 36 / 16:.3f}"), ("r_drop", f"{0.09 + 0.49:.2f}"),
        ("embedding", f"{0.7**5:.3g}"), ("concrete", f"{math.log(3 / 7):.2f}"),
    ],
)  # fmt: skip
def test_the_numbers_are_put_in(slug: str, number: str) -> None:
    view = VariantsView(variant=slug, p=0.3, typed="dropped")
    assert any(number in formula.latex for formula in formulas(view))


def test_steps_of_schedules_count_from_1_as_on_the_stage() -> None:
    early, late = (formulas(VariantsView(variant=slug, at=5))[-1] for slug in ("early", "late"))
    assert r"s \le 5" in early.latex
    assert "s > 5" in late.latex


def test_a_block_that_fills_the_map_is_not_scaled_as_spatial_dropout_is() -> None:
    whole, parts = (formulas(VariantsView(variant="drop_block", block=b))[0] for b in (6, 5))
    assert "mask is that of spatial dropout" in whole.says
    assert r"(1-p)\,x = 0.70\,x" in whole.says
    assert "spatial" not in parts.says


@pytest.mark.parametrize("slug", ["alpha", "feature_alpha"])
@pytest.mark.parametrize("p", [0.0, 0.5, 1.0])
def test_scripts_of_alpha_dropout_count_what_is_dropped(
    slug: str, p: float, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(code(VariantsView(variant=slug, p=p)), {})
    share = float(capsys.readouterr().out.split("%")[0])
    assert abs(share - 100 * p) <= (40 if p == 0.5 else 0)


def test_indices_come_from_the_axes() -> None:
    (formula,) = formulas(VariantsView(variant="spatial_2d"))
    assert "u_{nc}" in formula.latex
    assert "y_{nchw}" in formula.latex


def test_tasks_are_decided_by_the_view() -> None:
    def done(**view: object) -> list[bool]:
        return [task.done for task in tasks(VariantsView(**view))]

    assert done() == [False] * 3
    assert done(variant="spatial_3d") == [True, False, False]
    assert done(variant="drop_block", block=6) == [True, True, False]
    assert done(variant="drop_block", block=5) == [False] * 3
    assert done(variant="gaussian", p=0.5) == [False, False, True]
    assert done(variant="dropout", p=0.5) == [False] * 3


def compared(
    theory: EntryMoments | None, inference: float, mean: float, error: float
) -> EntryOverMasks:
    return EntryOverMasks(
        "unit 1", 4000, inference, Estimate(mean, error), Estimate(1.0, 0.1), theory, "of this"
    )


def test_the_sentence_says_what_the_numbers_are() -> None:
    agrees = comparison.sentence(compared(EntryMoments(1.0, 2.0), 1.0, 1.02, 0.02))
    assert "1.0 standard errors" in agrees
    assert "exactly this mean" in agrees
    differs = comparison.sentence(compared(EntryMoments(0.5, 2.0), 1.0, 0.5, 0.02))
    assert "Inference (`model.eval()`) gives 1.000, not the mean 0.500: of this." in differs
    assert "so they differ" in comparison.sentence(compared(None, 1.0, 0.9, 0.02))
    assert "a small one may exist" in comparison.sentence(compared(None, 1.0, 0.95, 0.02))
    assert "| Mean | 0.500 | 0.500 ± 0.020 |" in comparison.table(
        compared(EntryMoments(0.5, 2.0), 1.0, 0.5, 0.02)
    )
    same = comparison.table(compared(EntryMoments(1.0, 2.0), 1.0, 1.0, 0.0))
    assert "| Mean | 1.000 | 1.000 |" in same
