// A way to another lesson: to its beginning, or to what its link holds.

import { element } from "./elements.js";

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
    store.trigger("go", href);
    history.pushState({}, "", href);
    if (link.hash) bringIntoSight(link.hash.slice(1));
  };
  return link;
}

const ONCE_THERE_MS = [500, 1500, 3000]; // what stands above a place may still grow

/** Scrolls to an anchor of the page that is being opened, unless the person does. @param {string} id */
function bringIntoSight(id) {
  const moves = new AbortController();
  for (const kind of ["wheel", "pointerdown", "keydown"])
    addEventListener(kind, () => moves.abort(), { once: true, signal: moves.signal });
  for (const after of ONCE_THERE_MS)
    setTimeout(() => {
      if (!moves.signal.aborted) document.getElementById(id)?.scrollIntoView();
    }, after);
}
