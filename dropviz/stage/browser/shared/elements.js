// Elements of the page. Text is set as text, never parsed as HTML.

// Props are attributes, but for `class`, `text` and what begins with `on`: a listener.
/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} props
 * @param {(Node | string)[]} children
 */
export function element(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) Object.assign(node, { [name.toLowerCase()]: value });
    else if (value === false || value === null || value === undefined) continue;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// Attributes and text are written only when they change: that keeps a repaint cheap.
/** @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {Element} node @param {string} name @param {unknown} value */
export function setAttr(node, name, value) {
  const text = String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/**
 * Names nodes as one part of the stage, which a guide may show later than others.
 * @template {HTMLElement[]} Nodes
 * @param {string} name
 * @param {Nodes} nodes
 */
export function part(name, ...nodes) {
  for (const node of nodes) node.dataset.part = name;
  return nodes;
}

// A custom property of its style.
/** @param {HTMLElement} node @param {string} name @param {string} text */
export function setProperty(node, name, text) {
  if (node.style.getPropertyValue(name) !== text) node.style.setProperty(name, text);
}
