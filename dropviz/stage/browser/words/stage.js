// Marks each word of the glossary where it first appears on the page, and says there what it means.

import { stageOf } from "../shared/protocol.js";
import { element } from "../shared/elements.js";
import { firstPlaces } from "./places.js";

/** @import { WordsData } from "./payload.d.ts" */

const NAME = "dropviz-word"; // of the highlight, also in stage.css
const REST_MS = 600; // without a change of the page, before it is read

class WordsStage {
  /** @param {HTMLElement} root @param {unknown} _store @param {WordsData} data */
  constructor(root, _store, data) {
    this.root = root;
    this.words = data.words;
    /** @type {import("./places.js").Place[]} */
    this.places = [];
    this.said = element("p", { class: "word-says", role: "tooltip", hidden: true });
    root.replaceChildren(this.said);
    this.changed = new MutationObserver(() => this.readSoon());
    this.pointed = this.pointed.bind(this);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  receive(/** @type {WordsData} */ { words }) {
    this.words = words;
  }

  open() {
    if (!globalThis.Highlight) return; // an older browser has the tab alone
    for (const kind of ["pointermove", "pointerdown"]) addEventListener(kind, this.pointed);
    this.readSoon();
  }

  readSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), REST_MS);
  }

  // A mark changes nothing on the page: it is a range that the browser draws otherwise.
  read() {
    const main = document.querySelector('[data-testid="stMain"]');
    if (!main) return;
    const { places, roots } = firstPlaces(main, this.words, this.root);
    this.places = places;
    CSS.highlights.set(NAME, new Highlight(...places.map(({ range }) => range)));
    this.changed.disconnect();
    for (const root of roots)
      this.changed.observe(root, { childList: true, characterData: true, subtree: true });
  }

  /** @param {Event} event */
  pointed(event) {
    const { clientX: x, clientY: y } = /** @type {PointerEvent} */ (event);
    const [target] = event.composedPath();
    const at = this.places.find(
      ({ range }) =>
        range.startContainer.parentNode === target &&
        Array.from(range.getClientRects()).some(
          (box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
        ),
    );
    this.say(at ?? null);
  }

  /** @param {import("./places.js").Place | null} place */
  say(place) {
    this.said.hidden = !place;
    if (!place) return;
    const { word, range } = place;
    const box = range.getBoundingClientRect();
    this.said.replaceChildren(element("b", { text: word }), `: ${this.words[word]}`);
    const { offsetWidth, offsetHeight } = this.said;
    const below = box.bottom + 6;
    const left = Math.max(8, Math.min(box.left, innerWidth - offsetWidth - 8));
    const top = below + offsetHeight < innerHeight ? below : box.top - offsetHeight - 6;
    Object.assign(this.said.style, { left: `${left}px`, top: `${top}px` });
  }

  paint() {}

  close() {
    clearTimeout(this.timer);
    this.changed.disconnect();
    globalThis.CSS.highlights?.delete(NAME);
    for (const kind of ["pointermove", "pointerdown"]) removeEventListener(kind, this.pointed);
  }
}

export default stageOf((root, store, /** @type {any} */ data) => new WordsStage(root, store, data));
