"""dropviz: page configuration and navigation over the catalogue; nothing else."""

import streamlit as st

from dropviz.files import ASSETS
from dropviz.ui.navigation import run_page

st.set_page_config(page_icon=ASSETS / "icon.png", layout="wide")
run_page()
