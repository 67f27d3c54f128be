// The address of the page, which belongs to the browser: it holds the view as a link.

/** @typedef {Record<string, any>} Values */
/** @typedef {Record<string, (value: any) => string>} Texts of fields that are not written as they are */

/**
 * The parameters of a link to a view: what differs from the base, and always the scene where all
 * is usual, for a link that says nothing begins the guide.
 * @param {Values} view
 * @param {Values} base
 * @param {Texts} [texts]
 * @returns {Record<string, string>}
 */
export function linked(view, base, texts = {}) {
  const text = (/** @type {string} */ name, /** @type {any} */ value) =>
    (texts[name] ?? String)(value);
  const named = Object.keys(base).filter(
    (name) => name !== "scene" && text(name, view[name]) !== text(name, base[name]),
  );
  const values = Object.fromEntries(named.map((name) => [name, text(name, view[name])]));
  return view.scene || !named.length ? { scene: String(view.scene), ...values } : values;
}

/** Writes the link of a view into the address, and leaves parameters of others alone. */
export class Address {
  /** @param {Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.page = location.pathname;
  }

  /** Whether the address is still of the page that the stage stands on. */
  get here() {
    return location.pathname === this.page;
  }

  /**
   * An entry of its own in the history where a landmark changes; else this one says it.
   * @param {Values} view
   * @param {Values} base what the link leaves out
   * @param {string[]} landmarks
   * @param {string} tab that is open below the stage; "" for the first
   */
  write(view, base, landmarks, tab) {
    if (!this.here) return;
    const before = new URLSearchParams(location.search);
    const after = new URLSearchParams(location.search);
    for (const name of [...Object.keys(base), "tab"]) after.delete(name);
    for (const [name, text] of Object.entries(linked(view, base, this.texts)))
      after.set(name, text);
    if (tab) after.set("tab", tab);
    const url = `${location.pathname}?${after}${location.hash}`;
    const ours = history.state?.dropviz; // the entry that Streamlit makes for a page is not
    if (ours && landmarks.some((name) => before.get(name) !== after.get(name)))
      history.pushState({ dropviz: true }, "", url);
    else if (!ours || String(before) !== String(after))
      history.replaceState({ ...history.state, dropviz: true }, "", url);
  }
}
