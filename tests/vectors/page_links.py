"""What links say of the page: what Python reads in them, and so what the browser has to do."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from dropviz.stage.page_link import hides, presents

LINKS = (
    "", "present=1", "present=true", "present=0", "present=false", "present=", "present=7",
    "present=TRUE", "present=1&present=1", "present=1&present=0", "present=1%00",
    "present=%3Cscript%3Ealert(1)%3C/script%3E", "hide=facts", "hide=controls,facts,guide",
    "hide=guide,guide", "hide=", "hide=,", "hide=facts,", "hide=facts,stage", "hide=FACTS",
    "hide=facts&hide=guide", "hide=%22%5D%20%7B%7D", "hide=constructor", "present=1&hide=facts&p=1",
)  # fmt: skip


def cases() -> list[dict[str, Any]]:
    """Each link with what it presents and hides."""
    queries = {link: parse_qs(link, keep_blank_values=True) for link in LINKS}
    return [
        {"link": link, "presents": presents(query), "hides": hides(query)}
        for link, query in queries.items()
    ]
