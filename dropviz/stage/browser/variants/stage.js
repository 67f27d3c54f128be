// Stage of the lesson "Variants": the gallery, or one variant opened.

import { argmax } from "../shared/arithmetic.js";
import { CoinRows } from "../shared/coins.js";
import { element, part, setText } from "../shared/elements.js";
import { Player } from "../shared/player.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { Opening } from "../shared/scroll.js";
import { stageColours } from "../shared/theme.js";
import { Chooser } from "./chooser.js";
import { VariantsControls } from "./controls.js";
import { VariantGallery } from "./gallery.js";
import { SCENES } from "./guide.js";
import { decodeVariant, maskOf, outputsOf, wholeMaps } from "./masks.js";
import { VariantPanels } from "./opened.js";
import { entryReadout, galleryCaption, openedCaption, sharingSentence } from "./words.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { DecodedVariant, Numbers } from "./masks.js" */
/** @import { VariantsView } from "../shared/payload.d.ts" */
/** @import { PackedAdvice, VariantsData } from "./payload.d.ts" */
/** @import { VariantMask } from "./masks.js" */

/**
 * What its guide speaks of: the row of coins, the variants that the gallery shows, what is advised;
 * of the one that is opened here its mask and what comes out.
 * @typedef {object} VariantsFacts
 * @property {Numbers} u
 * @property {DecodedVariant[]} shown
 * @property {PackedAdvice[]} advice
 * @property {DecodedVariant} [variant]
 * @property {VariantMask} [mask]
 * @property {Float64Array} [outputs]
 */

const FLIPS_A_SECOND = 1 / 1.2;

// A variant, large, with its name, what it does and what the entry that is looked at becomes.
class OpenedVariant {
  /** @type {Map<string, number>} */
  looked = new Map(); // slug -> the entry that is read out

  /** @param {ViewStore<VariantsView>} store */
  constructor(store) {
    this.title = element("h2", { tabindex: "-1" });
    this.about = element("p", { class: "quiet" });
    this.purpose = element("span");
    this.choose = element("strong");
    const why = element("p", { class: "why" }, this.purpose, " ", this.choose);
    this.panels = new VariantPanels((entry) => {
      this.looked.set(store.view.variant, entry);
      store.schedule();
    });
    this.readout = element("p", {
      class: "readout",
      "data-testid": "readout",
      "aria-live": "polite",
    });
    this.node = element(
      "div",
      { class: "opened" },
      element("header", {}, this.title, this.about),
      why,
      this.panels.node,
      this.readout,
    );
  }

  /** @param {HTMLElement} root @param {DecodedVariant} variant @param {VariantsView} view @param {Numbers} u */
  paint(root, variant, view, u) {
    const mask = maskOf(variant, u, view);
    const outputs = outputsOf(variant, mask, view);
    // As the table below.
    const entry = this.looked.get(variant.slug) ?? argmax(variant.x.map(Math.abs));
    const what = `${variant.of_weights ? "W" : "x"}: ${variant.what}.`;
    setText(this.title, variant.title);
    setText(this.purpose, variant.purpose);
    setText(this.choose, variant.choose);
    setText(this.about, `${sharingSentence(variant)} ${what}`);
    this.panels.paint(variant, mask, outputs, entry, stageColours(root));
    setText(this.readout, entryReadout(variant, view, u, mask, outputs, entry));
    showState(root, { dropped: mask.dropped.reduce((sum, out) => sum + out, 0), entry });
    return { mask, outputs };
  }
}

class VariantsStage {
  /** @param {HTMLElement} root @param {ViewStore<VariantsView>} store @param {VariantsData} data */
  constructor(root, store, data) {
    this.root = root;
    this.store = store;
    this.families = data.families;
    this.starred = data.starred;
    this.variants = data.variants.map(decodeVariant);
    // What is drawn elsewhere stays behind the gallery until Python has put it in its place.
    this.order = this.variants.map(({ slug }) => slug);
    const here = this.variants.filter(({ slug }) => !data.elsewhere.includes(slug));
    this.here = new Map(here.map((variant) => [variant.slug, variant]));
    // The same with a block that fills the map.
    const blocks = here.filter(({ kind }) => kind === "block");
    this.filled = new Map(blocks.map((variant) => [variant.slug, wholeMaps(variant)]));
    /** @type {CoinRows} */
    this.coins = new CoinRows();
    // New coins by themselves are no gesture: Python and the link need not know.
    this.player = new Player(store, {
      at: () => store.view.seed,
      show: () =>
        store.view.variant || store.view.scene ? null : { seed: this.coins.after(store.view.seed) },
      rate: () => FLIPS_A_SECOND,
      tells: false,
    });
    const show = this.show.bind(this);
    const neighbour = this.neighbour.bind(this);
    this.controls = new VariantsControls(store, data, this.coins, this.player, neighbour, show);
    this.chooser = new Chooser(store, data, (event, slug) => this.follow(event, slug));
    this.gallery = new VariantGallery(this.variants, data, (event, slug) =>
      this.follow(event, slug),
    );
    this.opening = new Opening(root);
    this.opened = new OpenedVariant(store);
    this.caption = new Caption();
    root.replaceChildren(
      ...part("building", this.chooser.node),
      this.controls.node,
      ...part("caption", this.caption.node),
      this.gallery.node,
      this.opened.node,
    );
    this.receive(data);
    this.player.playUnasked();
  }

  /** @param {VariantsData} data */
  receive(data) {
    this.coins.learn(data.coins);
  }

  /** @param {string} slug none: the gallery */
  show(slug) {
    this.store.change({ variant: slug, run: "", scene: 0 });
    this.store.flush();
    if (this.here.has(slug)) this.opened.title.focus({ preventScroll: true });
    else if (!slug) this.gallery.focus();
  }

  // A link, also for a new tab or window.
  /** @param {MouseEvent} event @param {string} slug */
  follow(event, slug) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.show(slug);
  }

  /** @param {number} step @returns {DecodedVariant} so many further, after the last the first */
  neighbour(step) {
    const n = this.variants.length;
    const at = this.order.indexOf(this.store.view.variant);
    return this.variants[(at + step + n) % n];
  }

  /** @param {VariantsView} view @returns {DecodedVariant | undefined} the one that is opened here */
  shown({ variant: slug, block }) {
    const variant = this.here.get(slug);
    const side = variant?.sizes[variant.sizes.length - 1];
    return (block === side && this.filled.get(slug)) || variant;
  }

  /** @param {VariantsView} view @returns {VariantsFacts} */
  paint(view) {
    const variant = this.shown(view);
    const u = this.coins.of(view.seed);
    this.controls.paint(view, variant);
    this.chooser.paint(view);
    this.chooser.node.hidden = this.gallery.node.hidden = Boolean(variant);
    this.opened.node.hidden = !variant;
    showState(this.root, {
      variant: view.variant,
      family: view.family,
      "p-drop": view.p,
      seed: view.seed,
    });
    this.opening.painted(variant ? view.variant : "");
    const facts = { u, shown: [], advice: this.chooser.advised(view) };
    return variant
      ? { ...facts, variant, ...this.paintOpened(variant, view, u) }
      : { ...facts, shown: this.paintGallery(view, u) };
  }

  /** @param {DecodedVariant} variant @param {VariantsView} view @param {Numbers} u */
  paintOpened(variant, view, u) {
    const now = this.opened.paint(this.root, variant, view, u);
    this.caption.say(openedCaption(variant, view, now.mask));
    return now;
  }

  /** @param {VariantsView} view @param {Numbers} u */
  paintGallery(view, u) {
    const cards = this.gallery.paint(view, u, stageColours(this.root));
    // a scene shows those to begin with alone
    const shown = view.scene ? cards.filter(({ slug }) => this.starred.includes(slug)) : cards;
    this.caption.say(galleryCaption(shown, view, this.families));
    showState(this.root, { shown: shown.length });
    return shown;
  }

  close() {
    this.player.stop();
  }
}

/** @param {HTMLElement} root @param {ViewStore<VariantsView>} store @param {VariantsData} data */
const build = (root, store, data) => new VariantsStage(root, store, data);

export default stageOf(build, { scenes: SCENES });
