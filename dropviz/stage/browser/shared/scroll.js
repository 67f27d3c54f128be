// Where a page is scrolled to.

/** Scrolls what a node stands in to its top, out of the shadow trees too. @param {Element} node */
export function toTop(node) {
  for (let at = /** @type {Node | null} */ (node); at; at = parentOf(at))
    if (at instanceof Element && at.scrollTop > 0) at.scrollTop = 0;
}

/** @param {Node} node @returns {Node | null} */
function parentOf(node) {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}

/** Opens each variant at the top of its page. */
export class Opening {
  /** @type {string | null} */
  shown = null;

  /** @param {Element} root */
  constructor(root) {
    this.root = root;
  }

  /** @param {string} variant that is painted now; none: the gallery */
  painted(variant) {
    if (variant === this.shown) return;
    this.shown = variant;
    if (variant) toTop(this.root);
  }
}
