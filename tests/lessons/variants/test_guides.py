"""The guides of the gallery and of each family: what they ask, and where a link leads."""

from __future__ import annotations

import pytest

from dropviz.lessons.variants.family_guides import GUIDES
from dropviz.lessons.variants.guide import GUIDE, guide_of, of_family
from dropviz.lessons.variants.view import VariantsView
from dropviz.stage.guide import Guide
from dropviz.variants import VARIANTS
from dropviz.variants.facts import FAMILIES

ALL = (GUIDE, *GUIDES.values())
MOST_WORDS = 25


@pytest.mark.parametrize("guide", ALL, ids=lambda guide: guide.name)
def test_a_guide_asks_with_few_words_and_possible_answers(guide: Guide) -> None:
    assert 3 <= len(guide.scenes) <= 5
    for scene in guide.scenes:
        assert 2 <= len(scene.answers) <= 4
        assert all(len(part.split()) <= MOST_WORDS for part in (scene.ask, scene.do))
        assert VariantsView.accept(scene.view.model_dump()) == (scene.view, [])
    assert all(0 <= check.right < len(check.answers) for check in guide.checks)
    assert len(guide.checks) == 2


def test_each_family_has_a_guide_of_its_own_name() -> None:
    assert set(GUIDES) == set(FAMILIES)
    assert len({guide.name for guide in ALL}) == len(ALL)


@pytest.mark.parametrize("slug", VARIANTS)
def test_the_scenes_of_a_variant_are_those_of_its_family(slug: str) -> None:
    guide = of_family(slug)
    assert guide.name == f"variants_{VARIANTS[slug].family}"
    for number in range(1, len(guide.scenes) + 1):
        view = guide.view_at(number)
        assert isinstance(view, VariantsView)
        assert view.scene == number
        # what it opens, this one or another, is of the family: the guide stays
        assert guide_of(view).name == guide.name


def test_the_gallery_keeps_its_guide() -> None:
    assert guide_of(VariantsView(family="conv", scene=2)) is GUIDE
    assert all(guide_of(VariantsView.accept(scene.view.model_dump())[0]) is GUIDE
               for scene in GUIDE.scenes)  # fmt: skip
