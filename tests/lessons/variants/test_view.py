import re

import pytest

from dropviz.lessons.variants.payload import N_COINS
from dropviz.lessons.variants.view import VariantsView
from dropviz.stage.styles import BROWSER
from dropviz.variants import VARIANTS


def test_a_link_and_back() -> None:
    query = {"variant": "drop_block", "family": "conv", "p": "0.5", "block": "6", "run": "a" * 16}
    view, rejected = VariantsView.from_query({name: [text] for name, text in query.items()})
    assert rejected == []
    assert view.to_query() == query


@pytest.mark.parametrize(
    ("name", "text"),
    [("variant", "nothing"), ("family", "rnn"), ("block", "0"),
     ("block", "7"), ("at", "13"), ("run", "xyz"), ("places", "<b>")],
)  # fmt: skip
def test_a_bad_value_leaves_the_default(name: str, text: str) -> None:
    view, rejected = VariantsView.from_query({name: [text], "p": ["0.25"]})
    assert rejected == [name]
    assert view == VariantsView(p=0.25)


def test_capitals_in_a_link_do_no_harm() -> None:
    view, rejected = VariantsView.from_query({"variant": ["Attention"]})
    assert (view.variant, rejected) == ("attention", [])


def test_a_row_of_coins_is_long_enough_for_every_variant() -> None:
    assert all(variant.coin_of.max() < N_COINS for variant in VARIANTS.values())


def test_the_browser_knows_of_a_variant_what_it_is_sent() -> None:
    """It compares no slug, and names none that is nothing but a slug."""
    own = [slug for slug in VARIANTS if "_" in slug]
    named = re.compile(rf"slug\s*[!=]==?|\b({'|'.join(own)})\b")
    files = list(BROWSER.rglob("*.js"))
    assert files
    for file in files:
        assert not named.search(file.read_text("utf-8")), file.name
