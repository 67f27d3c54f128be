import numpy as np
import pytest

from dropviz.lessons.toggle_neurons.payload import least_confident
from dropviz.lessons.toggle_neurons.view import ToggleView, kept_units
from dropviz.stage.coin_rows import packed_coins
from dropviz.stage.packing import packed

GOOD = {
    "p": "0.25", "p_input": "0.1", "seed": "12", "mode": "inference", "scaling": "none",
    "network": "without", "image": "7", "label": "3", "edges": "gradient",
    "mask": "-" * 100 + "0" * 28, "drawn": "0g" * 32,
}  # fmt: skip
BAD = {
    "p": ["-0.1", "1.01", "nan", "inf", "a", "", "0x1", "1e999", "0.5;drop", "٠٫٥٫"],
    "seed": ["-1", "10000", "1.5", "", "1e3", "9" * 400],
    "mode": ["TRAINING", "both", ""],
    "mask": ["0", "-" * 127, "-" * 129, "2" * 128, "-" * 127 + "\n"],
    "drawn": ["h" * 64, "0" * 63, "<b>" * 30],
    "image": ["450", "-1", "None"],
    "label": ["10", "-2"],
}


def test_a_link_and_back() -> None:
    view, rejected = ToggleView.from_query({name: [text] for name, text in GOOD.items()})
    assert rejected == []
    assert view.to_query() == GOOD
    assert ToggleView().to_query() == {"scene": "0"}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, texts in BAD.items() for t in texts])
def test_a_bad_value_leaves_the_default_and_the_others(name: str, text: str) -> None:
    query = {key: [value] for key, value in GOOD.items()} | {name: [text]}
    view, rejected = ToggleView.from_query(query)
    assert rejected == [name]
    assert getattr(view, name) == getattr(ToggleView(), name)
    assert view.edges == "gradient"


def test_repeated_and_unknown_parameters_are_ignored() -> None:
    view, rejected = ToggleView.from_query({"p": ["0.1", "0.2"], "zzz": ["1"]})
    assert view == ToggleView()
    assert rejected == ["p"]


def test_rates_have_the_steps_of_the_slider() -> None:
    assert ToggleView.from_query({"p": ["0.123456"]})[0].p == 0.12


def test_kept_units_follow_coins_hands_and_mode() -> None:
    assert kept_units(ToggleView(p=0.0)).all()
    assert not kept_units(ToggleView(p=1.0, p_input=1.0)).any()
    assert kept_units(ToggleView(p=1.0, mode="inference")).all()
    by_hand = kept_units(ToggleView(p=1.0, mask="0" + "-" * 63 + "1" + "-" * 63))
    assert not by_hand[0]
    assert by_hand[1:65].all()
    assert not by_hand[65:].any()


def test_neighbouring_seeds_share_their_block_of_coins() -> None:
    assert packed_coins(8, 128) is not packed_coins(16, 128)
    assert packed_coins(8, 128)["values"] == packed_coins(15, 128)["values"]
    assert packed_coins(9999, 4)["first"] == 9992
    assert packed(np.array([1.0], dtype=">f4")) == packed(np.array([1.0], dtype="<f4"))


def test_hard_images_are_the_least_confident() -> None:
    assert len(set(least_confident("with"))) == 20
