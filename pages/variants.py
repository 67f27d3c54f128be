from functools import lru_cache

import streamlit as st

from dropviz.catalogue import lesson
from dropviz.core.variants import TOKENS, VARIANTS, WORDS
from dropviz.data.variant_tensors import example_tensor
from dropviz.lessons.variants.code import code
from dropviz.lessons.variants.comparison import Comparison, compare, measured_tensor
from dropviz.lessons.variants.formulas import formulas
from dropviz.lessons.variants.sources import sources
from dropviz.lessons.variants.tasks import tasks
from dropviz.stage.variants import VariantsView, variants
from dropviz.ui.lesson import show_tabs, show_tasks, show_title, starting_torch
from dropviz.ui.variants import show_comparison, show_keras, show_neighbours, show_usage
from dropviz.ui.views import current_view, view_callback

KEY = "variants"


@lru_cache(maxsize=512)
def compared(slug: str, p: float, block: int) -> Comparison:
    with starting_torch():
        from dropviz.layers.measured import layer_input, measured
    variant, tokens = VARIANTS[slug], [[WORDS.index(letter) for letter in text] for text in TOKENS]
    x = measured_tensor(variant, example_tensor(slug))
    found = measured(slug, x, variant.usable(p), block=block, tokens=tokens)
    return compare(variant, x, layer_input(slug, x), found.outputs, found.inference, p)


def show_opened(view: VariantsView) -> None:
    block = view.block if view.variant == "drop_block" else 0
    family = VARIANTS[view.variant].family
    show_comparison(compared(view.variant, view.p, block), family)
    show_usage(view.variant)
    show_keras(view.variant, view.p)
    show_neighbours(view, KEY)


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(VariantsView, KEY)
    if "variant" in rejected:
        st.info("The variant in this link does not exist, so the gallery is shown.")
    variants(imposed, view, key=KEY, on_view_change=view_callback(VariantsView, KEY))
    show_tasks(KEY, tasks(view))
    show_tabs(formulas(view), code(view), sources(view.variant))
    if view.variant:
        show_opened(view)


show_title(lesson(KEY))
explore()
