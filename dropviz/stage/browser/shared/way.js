// A way to another lesson: to its beginning, or to what its link holds.

import { element } from "./elements.js";
import { shownAlike } from "./page_link.js";

/** @import { ViewStore } from "./protocol.js" */

/**
 * A real link, for a new tab too; a plain click leads there without loading the app anew. The
 * address is written here: Streamlit, where it finds another one, makes an entry of its own in the
 * history for the page that is left, with parameters that are not that page's.
 * @param {ViewStore<any>} store
 * @param {string} href "lesson", or "lesson?name=value"
 * @param {Record<string, any>} props
 */
export function wayTo(store, href, props) {
  const link = element("a", { ...props, href });
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const { search } = location;
    store.trigger("go", shownAlike(href, search, ["present", "hide"])); // the others are Streamlit's
    history.pushState({}, "", shownAlike(href, search));
    if (link.hash) bringIntoSight(link.hash.slice(1));
  };
  return link;
}

const KEPT_MS = 8000; // what stands above a place may grow so long
const AGAIN_MS = 300;

/** Keeps an anchor of the page that is being opened in sight, until the person moves. @param {string} id */
function bringIntoSight(id) {
  const again = setInterval(() => document.getElementById(id)?.scrollIntoView(), AGAIN_MS);
  const stop = () => clearInterval(again);
  for (const kind of ["wheel", "pointerdown", "keydown"])
    addEventListener(kind, stop, { once: true });
  setTimeout(stop, KEPT_MS);
}
