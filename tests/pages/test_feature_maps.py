from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dropviz.lessons.feature_maps.view import FeatureMapsView


def test_opens_with_its_measurements(open_page: Callable[..., AppTest]) -> None:
    app = open_page("feature_maps")
    assert not app.exception
    assert app.title[0].value == "Feature maps"
    assert [heading.value for heading in app.subheader][-3:] == [
        "Why drop whole maps?",
        "Which map matters",
        "When maps fail at random",
    ]
    says = " ".join(caption.value for caption in app.caption)
    assert "with its map" in says
    assert "of the test digits" in says
    assert "of 24 silenced" in says


def test_the_link_decides_what_is_shown(open_page: Callable[..., AppTest]) -> None:
    app = open_page("feature_maps", {"way": "block", "p": "0.45", "block": "8", "image": "7"})
    assert app.session_state["feature_maps-view"] == FeatureMapsView(
        way="block", p=0.45, block=8, image=7
    )


def test_a_mask_that_does_not_fit_is_ignored_with_a_notice(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("feature_maps", {"mask": "01", "pixels": "ff", "p": "0.2"})
    assert not app.exception
    assert "does not fit these maps" in app.info[0].value
    assert app.session_state["feature_maps-view"] == FeatureMapsView(p=0.2)


def test_tabs_and_code_are_of_this_view(open_page: Callable[..., AppTest]) -> None:
    app = open_page("feature_maps", {"way": "spatial", "p": "0.45"}, tab="pytorch")
    assert not app.exception
    assert [tab.label for tab in app.tabs] == ["The maths", "PyTorch", "Sources", "Words"]
    assert "0.45" in app.code[0].value
