"""Navigation over the catalogue, and the styles that all pages share."""

from __future__ import annotations

import streamlit as st

from dropviz.catalogue import LESSONS, sections
from dropviz.files import PAGES
from dropviz.stage.page_link import presents

STYLES = """
<style>
.stMainBlockContainer { padding-top: 4.25rem; padding-bottom: 3rem; max-width: 1400px; }
.st-key-lesson-title { gap: 0.25rem 1rem; margin-bottom: -0.5rem; flex-wrap: wrap; }
.st-key-lesson-title h1 { padding: 0; }
.katex-display { overflow: visible !important; }
@media (max-width: 640px) {
  .katex-display { font-size: 0.85em; overflow: auto hidden !important; padding-block: 0.5em; }
}
.stApp a:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
[class*="st-key-card-"] [data-testid="stElementToolbar"] { display: none; }
[class*="st-key-card-"] { position: relative; }
[class*="st-key-card-"] .stElementContainer { position: static; }
[class*="st-key-card-"] a::after { content: ""; position: absolute; inset: 0; }
[class*="st-key-card-"]:hover { border-color: var(--st-primary-color); }
.st-key-lesson-title p { opacity: 0.85; font-size: 1.05rem; }
::highlight(dropviz-word) { text-decoration: underline dotted; }
.streamlit-embedded [data-testid="stHeader"] { display: none; }
.streamlit-embedded .stMainBlockContainer { padding: 8px 8px 0; max-width: none; }
.streamlit-embedded .st-key-lesson-title {
  position: absolute; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%);
}
:root[data-dropviz="present"] [data-holds-stage] > :not([data-holds-stage]) {
  display: none !important;
}
@media print { [data-testid="stHeader"], [data-testid="stTopNav"] { display: none; } }
</style>
"""

UNTIL_PRESENTED = """
<style>
:root:not([data-dropviz]) :is([data-testid="stHeader"], .st-key-lesson-title, .stTabs) {
  visibility: hidden;
}
</style>
"""
"""What a presented page never shows is not shown until its stage is there either."""


def lesson_pages() -> dict[str, st.Page]:
    """A Streamlit page for each lesson, by name; its path is the name of its file.

    Without icons: Streamlit would make a page's icon the browser tab's and fetch its picture from
    the network.
    """
    return {entry.name: st.Page(PAGES / f"{entry.name}.py", title=entry.title) for entry in LESSONS}


def run_page() -> None:
    """Show the navigation and run the page that was asked for."""
    page = _navigation()
    name_tab(*([page.title] if page.url_path else []))
    if st.session_state.get("page_path") != page.url_path:
        st.session_state["page_path"] = page.url_path
        st.session_state["lesson_entered"] = page.url_path
    st.html(STYLES + UNTIL_PRESENTED * _presents())
    page.run()


def _presents() -> bool:
    return presents({name: st.query_params.get_all(name) for name in st.query_params})


def open_page() -> str:
    """The name of the lesson that is open; "" on the home page."""
    name: str = st.session_state["page_path"]
    return name


def name_tab(*within: str) -> None:
    """Set the title of the browser's tab: what is open within the app, the innermost first."""
    st.set_page_config(page_title=" · ".join((*within, "dropviz")))


def ensure_navigation() -> None:
    """Run the app, not this page alone; every page calls it first.

    Until a session has called ``st.navigation``, Streamlit takes a folder named ``pages`` for
    its older kind of multipage app and runs a deep link's page without ``app.py``.
    """
    if "page_path" not in st.session_state:
        _navigation()
        st.rerun()


def _navigation() -> st.Page:
    home = st.Page(PAGES / "home.py", title="Home", default=True)
    pages = lesson_pages()
    by_section: dict[str, list[st.Page]] = {
        section: [pages[entry.name] for entry in entries] for section, entries in sections().items()
    }
    return st.navigation({"": [home], **by_section}, position="top")
