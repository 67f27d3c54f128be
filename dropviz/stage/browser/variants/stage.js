// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Stage of the lesson "Variants": the gallery, or one variant opened.

import { argmax } from "../shared/arithmetic.js";
import { CoinRows } from "../shared/coins.js";
import { button, segmented, slider } from "../shared/controls.js";
import { element, setAttr, setText } from "../shared/elements.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { variantGallery } from "./gallery.js";
import { decodeVariant, maskOf, outputsOf, wholeMaps } from "./masks.js";
import { variantPanels } from "./opened.js";
import { readColours } from "./pictures.js";
import {
  FAMILY_NAMES,
  entryReadout,
  galleryCaption,
  openedCaption,
  sharingSentence,
} from "./words.js";

const FLIP_MS = 1200;

function buildVariantsStage(root, store, data) {
  const variants = data.variants.map(decodeVariant);
  const bySlug = new Map(variants.map((variant) => [variant.slug, variant]));
  // slug -> the variant with a block that fills the map
  const whole = new Map(
    variants.filter(({ kind }) => kind === "block").map((one) => [one.slug, wholeMaps(one)]),
  );
  const rows = new CoinRows();
  const focus = new Map(); // slug -> the entry that is read out
  const parts = {};
  let playing = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  let timer = null;
  let last = null;

  // --- gestures ---

  // What another script draws stays behind the gallery until Python has put it in its place.
  const isDrawnHere = (slug) => bySlug.has(slug) && !data.elsewhere.includes(slug);

  function open(slug) {
    store.change({ variant: slug, run: "" });
    store.flush();
    if (isDrawnHere(slug) || !slug)
      (slug ? parts.title : parts.cards.node.querySelector("a")).focus({ preventScroll: true });
  }

  // New coins by themselves are no gesture: Python and the link need not know.
  function play() {
    clearInterval(timer);
    timer = playing
      ? setInterval(() => {
          if (!store.view.variant && !document.hidden)
            store.change({ seed: rows.after(store.view.seed) }, { tell: false });
        }, FLIP_MS)
      : null;
  }

  function look(entry) {
    focus.set(store.view.variant, entry);
    store.schedule();
  }

  // --- parts ---

  function buildControls() {
    parts.p = slider({
      label: "dropout rate p",
      name: "p",
      title: "Chance of being dropped. (The 2014 paper's p is the chance of being kept.)",
      onInput: (p) => store.change({ p }),
    });
    parts.flip = button("Flip the coins", "A new row of coins for every mask", () =>
      store.change({ seed: rows.after(store.view.seed) }),
    );
    parts.play = button("Pause", "New coins every second or so", () => {
      playing = !playing;
      play();
      store.schedule();
    });
    parts.family = segmented({
      label: "Architecture",
      onPick: (family) => store.change({ family }),
      options: [
        ["all", "all", "Every variant"],
        ...Object.entries(FAMILY_NAMES).map(([family, name]) => [
          family,
          name,
          `Those made for ${name} networks`,
        ]),
      ],
    });
    parts.back = button("All variants", "Back to the gallery", () => open(""));
    parts.block = slider({
      label: "block",
      name: "block",
      title: "Side of a block in pixels",
      min: 1,
      max: data.largest_block,
      step: 1,
      digits: 0,
      onInput: (block) => store.change({ block }),
    });
    parts.at = slider({
      label: "changes after step",
      name: "at",
      title: "Early dropout ends, late dropout begins, after so many steps",
      min: 0,
      max: data.n_steps,
      step: 1,
      digits: 0,
      onInput: (at) => store.change({ at }),
    });
    parts.previous = button("‹", "", () => open(neighbour(-1)), { class: "button step" });
    parts.next = button("›", "", () => open(neighbour(1)), { class: "button step" });
    return element(
      "div",
      { class: "toolbar" },
      parts.back,
      parts.p.node,
      element("span", { class: "control" }, parts.flip, parts.play),
      parts.family.node,
      parts.block.node,
      parts.at.node,
      element("span", { class: "control steps" }, parts.previous, parts.next),
    );
  }

  function neighbour(step) {
    const at = variants.indexOf(bySlug.get(store.view.variant));
    return variants[(at + step + variants.length) % variants.length].slug;
  }

  function build() {
    parts.cards = variantGallery(variants, data.height, open);
    parts.title = element("h2", { tabindex: "-1" });
    parts.about = element("p", { class: "quiet" });
    parts.panels = variantPanels(look);
    parts.readout = element("p", {
      class: "readout",
      "data-testid": "readout",
      "aria-live": "polite",
    });
    parts.opened = element(
      "div",
      { class: "opened" },
      element("header", {}, parts.title, parts.about),
      parts.panels.node,
      parts.readout,
    );
    parts.caption = new Caption();
    root.replaceChildren(buildControls(), parts.cards.node, parts.opened, parts.caption.node);
    play();
  }

  // --- painting ---

  function paintControls(view, variant) {
    const gallery = !variant;
    parts.p.set(view.p);
    parts.block.set(view.block);
    parts.at.set(view.at);
    parts.family.set(view.family);
    setText(parts.play, playing ? "Pause" : "Play");
    parts.back.hidden = parts.previous.hidden = parts.next.hidden = gallery;
    parts.family.node.hidden = parts.play.hidden = !gallery;
    parts.block.node.hidden = gallery || variant.kind !== "block";
    parts.at.node.hidden = gallery || !["early", "late"].includes(variant.rule);
    if (gallery) return;
    for (const [part, step, says] of [
      [parts.previous, -1, "Previous"],
      [parts.next, 1, "Next"],
    ]) {
      const { title } = bySlug.get(neighbour(step));
      setText(part, step < 0 ? `‹ ${title}` : `${title} ›`);
      setAttr(part, "aria-label", `${says}: ${title}`);
      setAttr(part, "title", `${says} variant`);
    }
  }

  function paintGallery(view, u) {
    const shown = parts.cards.paint(view, u, readColours(root));
    parts.caption.say(galleryCaption(shown, view));
    setAttr(root, "data-shown", shown.length);
  }

  function paintOpened(variant, view, u) {
    const mask = maskOf(variant, u, view);
    const outputs = outputsOf(variant, mask, view);
    const entry = focus.get(variant.slug) ?? argmax(variant.x.map(Math.abs)); // as the table below
    if (last !== variant.slug) parts.panels.name(variant);
    setText(parts.title, variant.title);
    setText(
      parts.about,
      `${sharingSentence(variant)} ${variant.of_weights ? "W" : "x"}: ${variant.what}.`,
    );
    parts.panels.paint(variant, mask, outputs, entry, readColours(root));
    setText(parts.readout, entryReadout(variant, view, u, mask, outputs, entry));
    parts.caption.say(openedCaption(variant, view, mask));
    showState(root, {
      dropped: mask.dropped.reduce((sum, out) => sum + out, 0),
      entry,
    });
  }

  function learn(next) {
    data = next;
    rows.learn(data.coins);
  }

  learn(data);
  build();
  return {
    receive: learn,
    paint(view) {
      const variant = isDrawnHere(view.variant) ? bySlug.get(view.variant) : null;
      const u = rows.of(view.seed);
      paintControls(view, variant);
      parts.cards.node.hidden = Boolean(variant);
      parts.opened.hidden = !variant;
      if (variant)
        paintOpened(
          view.block === variant.sizes.at(-1) ? (whole.get(variant.slug) ?? variant) : variant,
          view,
          u,
        );
      else paintGallery(view, u);
      last = view.variant;
      showState(root, {
        variant: view.variant,
        family: view.family,
        "p-drop": view.p,
        seed: view.seed,
      });
    },
    close() {
      clearInterval(timer);
    },
  };
}

export default stageOf(buildVariantsStage);
