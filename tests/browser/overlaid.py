"""Whether a figure of verdicts can be read."""

OVERLAID = """(figure) => {
  const parts = (kind) => [...figure.querySelectorAll(kind)].filter((part) => part.getBBox().width)
    .map((part) => [part.textContent, part.getBoundingClientRect()]);
  return parts("text.word").filter(([, a]) => parts("path.interval").some(([, b]) =>
    a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2))
    .map(([words]) => words);
}"""
"""The words, in the browser, that an interval is drawn over."""
