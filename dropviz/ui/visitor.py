"""Whose browser it is: the hash of the key that ``serving.browser_key`` gave it."""

from __future__ import annotations

import hashlib
import secrets

import streamlit as st

from dropviz.serving.browser_key import COOKIE, KEY


def owner() -> str:
    """What the things of this browser are kept under: the hash of its key."""
    return hashlib.sha256(_key().encode()).hexdigest()


def is_remembered() -> bool:
    """Whether the browser keeps its key; else what is made belongs to this tab alone."""
    return bool(_remembered())


def _key() -> str:
    if key := _remembered():
        return key
    own: str = st.session_state.setdefault("browser-key", secrets.token_urlsafe(32))
    return own


def _remembered() -> str:
    sent = str(st.context.cookies.get(COOKIE, ""))
    return sent if KEY.fullmatch(sent) else ""
