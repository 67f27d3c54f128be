import base64
import string

import numpy as np
import pytest

from dropviz.core.coins import coins
from dropviz.core.transformer import CONTEXT, PLACES
from dropviz.data.text import VOCABULARY, unseen_text
from dropviz.stage.coin_rows import SEEDS_TOGETHER, coin_rows, whole_coins
from dropviz.stage.transformer import places_on
from dropviz.stage.variants import LAST_WINDOW, VariantsView


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


def test_what_can_be_typed_is_what_the_network_knows() -> None:
    for character in string.printable + "é’":
        _, rejected = VariantsView.accept({"typed": character})
        assert (rejected == []) == (character in VOCABULARY), character
    assert VariantsView.accept({"typed": "a" * (CONTEXT + 1)})[1] == ["typed"]


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
