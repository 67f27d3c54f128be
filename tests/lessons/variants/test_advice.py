"""What are you building? Every case gets one or two variants that exist, with reason and source."""

from __future__ import annotations

import pytest

from dropviz.lessons.variants.advice import NOTHING, Advice, advised, every_advice
from dropviz.lessons.variants.payload import STARRED
from dropviz.lessons.variants.usage import legend, listed
from dropviz.variants import VARIANTS
from dropviz.variants.facts import FAMILIES
from dropviz.variants.parts.usages import MARKS

CASES = every_advice()


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_one_or_two_are_advised_with_reason_and_source(case: tuple[str, str, str]) -> None:
    advice: tuple[Advice, ...] = next(found for name, found in CASES.items() if name == case)
    assert 1 <= len(advice) <= 2
    assert len({one.slug for one in advice}) == len(advice) or case[2] == "yes"
    for one in advice:
        assert one.slug in VARIANTS
        assert one.firm in MARKS
        assert one.source
        assert one.reason.endswith(".")
        assert len(one.reason.split()) <= 25


def test_every_case_is_there() -> None:
    assert len(CASES) == len(FAMILIES) * 2 * 2


def test_batch_norm_and_much_data_change_what_is_advised() -> None:
    for family in ("dense", "conv"):
        assert advised(family, "little", "yes") != advised(family, "little", "no")
    assert advised("transformer", "much", "no")[0].rate == NOTHING
    assert advised("transformer", "little", "no")[0].rate != NOTHING


def test_usual_rates_are_those_of_the_variants() -> None:
    """Where the variant itself names a rate of that source, it is this one."""
    for advice in CASES.values():
        for one in advice:
            rates = [use.rate for use in VARIANTS[one.slug].usages if use.source == one.source]
            numbers = [part for part in one.rate.split() if part[0].isdigit()]
            if rates and numbers and one.firm != "retold":
                assert any(number in rate for number in numbers for rate in rates), one


def test_five_are_starred_one_of_each_family() -> None:
    assert [VARIANTS[slug].family for slug in STARRED] == [*FAMILIES]


def test_marks_of_evidence_are_explained_below() -> None:
    dropout = VARIANTS["dropout"]
    assert "Srivastava et al. (2014), appendix `paper`" in listed(dropout)
    assert legend(dropout) == f"`paper`: {MARKS['paper']}. `habit`: {MARKS['habit']}."
