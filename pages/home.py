import streamlit as st

st.title("dropviz")
