import base64
import string

import numpy as np
import pytest

from dropviz.core.coins import coins
from dropviz.core.transformer import CONTEXT, PLACES
from dropviz.data.text import VOCABULARY, readable, unseen_text
from dropviz.lessons.variants.view import LAST_WINDOW, LONGEST_TYPED, VariantsView
from dropviz.stage.coin_rows import SEEDS_TOGETHER, coin_rows, whole_coins
from tests.oracles.transformer import places_on


@pytest.mark.parametrize(
    ("variant", "places", "on"),
    [
        ("attention", "", ("attention",)),
        ("residual", "", ("after_attention", "after_mlp")),
        ("dropout", "", ()),
        ("attention", "none", ()),
        ("attention", "mlp,embedding", ("embedding", "mlp")),
        ("attention", ",".join(PLACES), PLACES),
        ("attention", "nowhere,,mlp", ("mlp",)),
    ],
)
def test_places_are_the_views_or_the_variants_own(variant: str, places: str, on: tuple) -> None:
    assert places_on(VariantsView(variant=variant, places=places)) == on


def test_every_window_has_a_next_character() -> None:
    assert len(unseen_text()) > LAST_WINDOW + CONTEXT


def test_a_link_keeps_what_was_typed_up_to_a_limit() -> None:
    for character in string.printable + "é’":
        view, rejected = VariantsView.accept({"typed": character})
        assert (view.typed, rejected) == (character, [])
        assert set(readable(character, CONTEXT)) <= set(VOCABULARY)
    assert VariantsView.accept({"typed": "a" * LONGEST_TYPED})[1] == []
    assert VariantsView.accept({"typed": "a" * (LONGEST_TYPED + 1)})[1] == ["typed"]
    assert readable("Dropped Letters’ twice", CONTEXT) == "d letters' twice"
    assert readable("Zürich 2", CONTEXT) == "zrich "
    assert readable("22", CONTEXT) == ""


@pytest.mark.parametrize("parts", [100, 1000])
def test_whole_coins_keep_what_coins_keep_at_every_rate(parts: int) -> None:
    u = coins(3, 20_000).astype(np.float64)
    whole = whole_coins(3, 20_000, parts)
    for k in range(parts + 1):
        assert np.array_equal(whole >= k, u >= k / parts), k


def test_rows_of_neighbouring_seeds_are_the_same_and_the_last_is_followed_by_the_first() -> None:
    assert coin_rows(8, 5) == coin_rows(8 + SEEDS_TOGETHER - 1, 5)
    last = coin_rows(9_999, 5)
    values = np.frombuffer(base64.b64decode(last["values"]), np.uint8).reshape(last["rows"], 5)
    assert last["first"] + SEEDS_TOGETHER == 10_000
    assert np.array_equal(values[SEEDS_TOGETHER], whole_coins(0, 5))
