"""The sentences that a page shows, as a reader counts them: words and numbers."""

from __future__ import annotations

import re

from playwright.sync_api import Page

SHOWN = """() => {
  const apart = "code, pre, svg, canvas, select, textarea, input, [aria-hidden=true], .paper";
  const texts = new Map();
  const read = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.shadowRoot) read(node.shadowRoot);
      if (node.nodeType !== Node.TEXT_NODE ) continue;
      const parent = node.parentElement;
      if (!parent || parent.closest(apart) || !parent.checkVisibility()) continue;
      const formula = parent.closest(".katex");
      let block = parent;
      while (getComputedStyle(block).display.startsWith("inline") && block.parentElement)
        block = block.parentElement;
      if (!texts.has(block)) texts.set(block, []);
      const words = texts.get(block);
      if (!formula) words.push(node.data);
      else if (words.at(-1) !== " x ") words.push(" x ");  // a formula is a word
    }
  };
  read(document.querySelector('[data-testid="stMain"]'));
  return [...texts.values()].map((parts) => parts.join(""));
}"""
ENDS = re.compile(r"(?<=[.!?;:])[”)]*\s+(?=[“(]?[A-Z0-9ŷθ])")
SHORT = re.compile(r"\b(et al|e\.g|i\.e|vol|pp|ca|approx|vs)\.$", re.IGNORECASE)
WORD = re.compile(r"[^\W_]")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def sentences_on(page: Page) -> list[str]:
    """All sentences that are shown, those of labels and tables too; a formula is a word."""
    texts: list[str] = page.evaluate(SHOWN)
    return [sentence for text in texts for sentence in sentences(" ".join(text.split()))]


def sentences(text: str) -> list[str]:
    """A text cut behind what ends a sentence or a part that could be one."""
    found: list[str] = []
    for part in ENDS.split(text):
        if found and SHORT.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def n_words(sentence: str) -> int:
    """How many words it has; what has no letter or digit is none."""
    return sum(bool(WORD.search(word)) for word in sentence.split())


def n_numbers(sentence: str) -> int:
    """How many numbers it has."""
    return len(NUMBER.findall(sentence))
