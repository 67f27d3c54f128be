"""dropviz: page configuration and navigation over the catalogue; nothing else."""

import streamlit as st

from dropviz.ui.navigation import run_page

st.set_page_config(page_icon="assets/icon.png", layout="wide")
run_page()
