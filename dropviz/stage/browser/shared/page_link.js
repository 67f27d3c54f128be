// What a link says of the page, on any lesson: whether it is presented or embedded, what is hidden.
// These parameters are no part of a view; dropviz/stage/page_link.py reads them alike.

export const HIDEABLE = ["controls", "facts", "guide"];
const KEPT = ["present", "hide", "embed", "embed_options"];

/** @typedef {{presents: boolean, embeds: boolean, hides: string[]}} PageLink */

/** @param {string} search of an address @returns {PageLink} */
export function readPageLink(search) {
  const query = new URLSearchParams(search);
  const only = (/** @type {string} */ name) => {
    const given = query.getAll(name);
    return given.length === 1 ? given[0] : "";
  };
  const hides = only("hide").split(",");
  return {
    presents: ["1", "true"].includes(only("present")),
    embeds: query.getAll("embed").some((text) => text.toLowerCase() === "true"),
    hides: hides.every((name) => HIDEABLE.includes(name)) ? hides : [],
  };
}

/** The address that presents a page, or no longer does. @param {string} address @param {boolean} presents */
export function presenting(address, presents) {
  const url = new URL(address);
  if (presents) url.searchParams.set("present", "1");
  else url.searchParams.delete("present");
  return url.href;
}

/**
 * A way to another lesson, where it is shown as this one is.
 * @param {string} href relative
 * @param {string} search of this address
 * @param {string[]} [names] that are kept
 */
export function shownAlike(href, search, names = KEPT) {
  const [way, place] = href.split("#");
  const [path, query] = way.split("?");
  const after = new URLSearchParams(query);
  for (const [name, text] of new URLSearchParams(search))
    if (names.includes(name)) after.append(name, text);
  return `${path}${after.size ? `?${after}` : ""}${place ? `#${place}` : ""}`;
}
