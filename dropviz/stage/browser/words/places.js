// Where words first appear on a page: in document order, shadow trees included.

/** @typedef {{ word: string, range: Range }} Place */

/** Texts that are pressed, typed, drawn, or that explain the words themselves. */
const APART =
  "button, a, label, input, select, textarea, code, pre, svg, canvas, h1, strong, b, .katex, .word-says, [role=tab], [aria-hidden=true]";

/**
 * A pattern that finds any of the words, in one or many; the longest of those that begin alike.
 * @param {string[]} words
 */
export function patternOf(words) {
  const longest = [...words].sort((one, other) => other.length - one.length);
  const escaped = longest.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}-])(${escaped.join("|")})(?:e?s)?(?![\\p{L}\\p{N}-])`, "giu");
}

/**
 * @param {Element} main
 * @param {Record<string, string>} words with what they mean
 * @param {Element} own what is not read
 * @returns {{ places: Place[], roots: Node[] }}
 */
export function firstPlaces(main, words, own) {
  const names = new Map(Object.keys(words).map((word) => [word.toLowerCase(), word]));
  const pattern = patternOf([...names.values()]);
  /** @type {Place[]} */
  const places = [];
  /** @type {Node[]} */
  const roots = [main];
  for (const text of textsIn(main, own, roots)) {
    if (!names.size) break;
    for (const { 0: found, 1: name, index } of text.data.matchAll(pattern)) {
      const word = names.get(name.toLowerCase());
      if (!word || !isRead(text)) continue;
      names.delete(name.toLowerCase());
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + found.length);
      places.push({ word, range });
    }
  }
  return { places, roots };
}

/** @param {Text} text */
function isRead(text) {
  const parent = text.parentElement;
  return Boolean(parent && !parent.closest(APART) && parent.checkVisibility());
}

/**
 * @param {Node} root
 * @param {Element} own
 * @param {Node[]} roots that were met, to which shadow trees are added
 * @returns {Generator<Text>}
 */
function* textsIn(root, own, roots) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text) yield node;
    else if (node instanceof Element && node.shadowRoot && !node.shadowRoot.contains(own)) {
      roots.push(node.shadowRoot);
      yield* textsIn(node.shadowRoot, own, roots);
    }
  }
}
