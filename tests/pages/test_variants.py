from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dropviz.lessons.variants.view import VariantsView, drawn_elsewhere
from dropviz.variants import VARIANTS
from tests.pages.links import go_to, link_of

BELOW = [
    "Measured against theory",
    "Where it goes, and usual rates",
    "In Keras",
    "Does it help here? A small training",
]


def says(app: AppTest) -> str:
    return "\n".join(part.value for part in (*app.markdown, *app.caption))


def test_the_gallery_and_every_variant_open(open_page: Callable[..., AppTest]) -> None:
    app = open_page("variants")
    assert not app.exception
    assert app.title[0].value == "Variants"
    assert [tab.label for tab in app.tabs] == ["The maths", "PyTorch", "Sources", "Words"]
    assert "Measured against theory" not in [part.value for part in app.subheader]
    for slug in VARIANTS:
        go_to(app, "variants", {"variant": slug})
        assert not app.exception, (slug, app.exception)
        headings = [part.value for part in app.subheader]
        assert headings == BELOW
        titles = [part.value for part in app.header]
        assert titles == ([VARIANTS[slug].title] if drawn_elsewhere(VARIANTS[slug]) else [])
        assert "standard errors" in says(app), slug


def test_buttons_lead_on_and_back(open_page: Callable[..., AppTest]) -> None:
    app = open_page("variants", {"variant": "spatial_2d", "p": "0.4", "run": "a" * 16})
    app.button(key="variants-below-spatial_3d").click().run()
    expected = VariantsView(variant="spatial_3d", p=0.4)
    assert app.session_state["variants-view"] == expected
    assert link_of(app, "variants")["variant"] == "spatial_3d"
    app.button(key="variants-below-all").click().run()
    assert app.session_state["variants-view"] == VariantsView(p=0.4)
    assert not app.exception


def test_an_unknown_variant_gives_the_gallery_with_a_sentence(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("variants", {"variant": "dropuot"})
    assert not app.exception
    assert "There is no variant dropuot" in app.info[0].value


def test_code_is_that_of_the_rate(open_page: Callable[..., AppTest]) -> None:
    app = open_page("variants", {"variant": "spatial_2d", "p": "0.35"}, tab="pytorch")
    assert "nn.Dropout2d(p=0.35)" in app.code[0].value
    assert "SpatialDropout2D(0.35)" in app.code[2].value
