// @ts-nocheck
/* eslint-disable max-lines-per-function */
// Stage of the opened transformer variants: one block, its places of dropout, what they do.

import { argmax } from "../shared/arithmetic.js";
import { CoinRows, keptAt } from "../shared/coins.js";
import { button, slider } from "../shared/controls.js";
import { element, setText } from "../shared/elements.js";
import { stageColours } from "../shared/pictures.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { TransformerDiagram } from "./diagram.js";
import { Guesses } from "./guesses.js";
import { HEAD_ROOM, HeadMap } from "./heads.js";
import { decodeTensors, meanLoss, transformerPass } from "./pass.js";
import { TextStrip, readable } from "./text.js";
import { lossWords, networkWords, transformerCaption, typedWords, weightWords } from "./words.js";

function buildTransformerStage(root, store, data) {
  const tensors = decodeTensors(data.tensors);
  let looked = null; // the weight that is read out: {head, query, key}
  const rows = new CoinRows();
  const parts = {};

  // --- what the view means ---

  function placesOn({ places, variant }) {
    if (!places) return new Set(data.own[variant] ?? []);
    const chosen = places.split(",");
    return new Set(data.places.filter((place) => chosen.includes(place)));
  }

  function masksOf(view, on) {
    const coins = rows.of(view.seed);
    const masks = {};
    let start = 0;
    for (const place of data.places) {
      const size = data.shapes[place].reduce((product, n) => product * n, 1);
      if (on.has(place)) masks[place] = keptAt(coins.subarray(start, start + size), view.p);
      start += size;
    }
    return masks;
  }

  function windowOf(view) {
    const { context } = data.size;
    const { text } = readable(view.typed, data.vocabulary, context);
    if (text) return { characters: [...text], before: "", next: null, after: "" };
    const end = view.window + context;
    return {
      characters: [...data.text.slice(view.window, end)],
      before: data.text.slice(0, view.window),
      next: data.text[end],
      after: data.text.slice(end + 1),
    };
  }

  // The entries of each place that this window uses, as rows of a picture.
  function picturesOf(masks, characters, codes) {
    const { heads, context } = data.size;
    const times = characters.map((_, t) => t);
    const rowsOf = (place) =>
      times.map((t) => {
        const n = data.shapes[place][1];
        return Array.from(masks[place].subarray(t * n, (t + 1) * n));
      });
    const make = {
      embedding: () => times.map(() => codes.map((code) => masks.embedding[code])),
      attention: () =>
        times.map((q) =>
          Array.from({ length: heads }, (_, head) =>
            times.map((k) => (k > q ? null : masks.attention[(head * context + q) * context + k])),
          ).flatMap((row, head) => (head ? [null, null, ...row] : row)),
        ),
      after_attention: () => rowsOf("after_attention"),
      mlp: () => rowsOf("mlp"),
      after_mlp: () => rowsOf("after_mlp"),
      block: () => Array.from({ length: 8 }, () => Array(8).fill(masks.block[0])),
    };
    return Object.fromEntries(Object.keys(masks).map((place) => [place, make[place]()]));
  }

  function countsOf(masks, pictures, codes) {
    return Object.fromEntries(
      data.places.map((place) => {
        if (!masks[place]) return [place, { dropped: 0, of: 0 }];
        const entries =
          place === "embedding"
            ? [...new Set(codes)].map((code) => masks.embedding[code])
            : place === "block"
              ? [masks.block[0]]
              : pictures[place].flat().filter((kept) => kept !== null);
        return [place, { dropped: entries.filter((kept) => !kept).length, of: entries.length }];
      }),
    );
  }

  function evaluate(view) {
    const on = placesOn(view);
    const masks = masksOf(view, on);
    const stretch = windowOf(view);
    const codes = stretch.characters.map((character) => data.vocabulary.indexOf(character));
    const [whole, pass] = [{}, masks].map((kept) =>
      transformerPass(tensors, data.size, codes, kept, view.p),
    );
    const pictures = picturesOf(masks, stretch.characters, codes);
    const next = stretch.next === null ? null : data.vocabulary.indexOf(stretch.next);
    const following = next === null ? null : [...codes.slice(1), next];
    return {
      ...stretch,
      on,
      masks,
      pictures,
      counts: countsOf(masks, pictures, codes),
      whole,
      pass,
      size: data.size,
      nextCode: next,
      vocabulary: data.vocabulary,
      without: whole.probabilities.at(-1),
      dropped: pass.probabilities.at(-1),
      losses:
        following && [whole, pass].map(({ probabilities }) => meanLoss(probabilities, following)),
    };
  }

  // --- gestures and parts ---

  function toggle(place) {
    const on = placesOn(store.view);
    if (!on.delete(place)) on.add(place);
    store.change({ places: data.places.filter((name) => on.has(name)).join(",") || "none" });
  }

  function look(at) {
    if (JSON.stringify(at) === JSON.stringify(looked)) return;
    looked = at;
    store.schedule();
  }

  function buildControls() {
    parts.p = slider({
      label: "dropout rate p",
      name: "p",
      title:
        "Chance of being dropped, at every place that is on. (The 2014 paper's p is the chance of being kept.)",
      onInput: (p) => store.change({ p }),
    });
    parts.flip = button("Flip the coins", "New coins: other masks at the same rate", () =>
      store.change({ seed: rows.after(store.view.seed) }),
    );
    parts.off = button("All off", "Drop nowhere", () => store.change({ places: "none" }));
    parts.window = slider({
      label: "text from",
      name: "window",
      title: "Where in the text (the part it was not trained on) the network reads",
      min: 0,
      max: data.last_window,
      step: 1,
      digits: 0,
      onInput: (window) => store.change({ window, typed: "" }),
    });
    parts.typed = element("input", {
      type: "text",
      name: "typed",
      class: "typed",
      "aria-label": "Type what the network reads",
      placeholder: "or type",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: data.longest_typed,
    });
    parts.typed.oninput = () => store.change({ typed: parts.typed.value });
    return element(
      "div",
      { class: "toolbar" },
      parts.p.node,
      element("span", { class: "control" }, parts.flip, parts.off),
      parts.window.node,
      element("span", { class: "control" }, parts.typed),
    );
  }

  function build() {
    parts.text = new TextStrip(data.size.context);
    parts.diagram = new TransformerDiagram(data.places, toggle);
    parts.heads = Array.from({ length: data.size.heads }, (_, head) => new HeadMap(head, look));
    parts.guesses = new Guesses();
    parts.loss = element("p", {});
    parts.note = element("p", { class: "note", role: "status" });
    parts.caption = new Caption();
    parts.rule = element("p", {
      class: "quiet rule",
      "data-testid": "readout",
      "aria-live": "polite",
    });
    root.replaceChildren(
      buildControls(),
      parts.text.node,
      parts.note,
      element(
        "div",
        { class: "transformer" },
        parts.diagram.node,
        element(
          "div",
          { class: "attention" },
          element("div", { class: "heads" }, ...parts.heads.map((head) => head.node)),
          parts.rule,
          element("p", { class: "quiet", text: networkWords(data) }),
        ),
        element("div", { class: "beyond" }, parts.guesses.node, parts.loss),
      ),
      parts.caption.node,
    );
  }

  function paintHeads(state, colours) {
    const room = Math.min(
      root.clientWidth < 700 ? 272 : 240,
      root.clientWidth - HEAD_ROOM.left - HEAD_ROOM.right,
    );
    const cell = Math.min(30, Math.floor(room / state.characters.length));
    parts.heads.forEach((map, head) =>
      map.paint(
        {
          weights: state.pass.attention[head],
          characters: state.characters,
          cell,
          dropping: state.on.size > 0,
          looked: looked?.head === head ? looked : null,
          kept: (query, key) =>
            !state.masks.attention ||
            state.masks.attention[(head * data.size.context + query) * data.size.context + key] ===
              1,
        },
        colours,
      ),
    );
  }

  function paintAttributes(view, state) {
    const counts = [...state.on].map((place) => state.counts[place]);
    const droppable = counts.reduce((sum, { of }) => sum + of, 0);
    showState(root, {
      "p-drop": view.p,
      scaling: "inverted",
      mode: "training",
      droppable,
      kept: droppable - counts.reduce((sum, { dropped }) => sum + dropped, 0),
      prediction: state.vocabulary[argmax(state.dropped)],
      places: [...state.on].join(","),
      seed: view.seed,
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
      const state = evaluate(view);
      const colours = stageColours(root);
      parts.p.set(view.p);
      parts.window.set(view.window);
      if (parts.typed.value !== view.typed && root.getRootNode().activeElement !== parts.typed)
        parts.typed.value = view.typed;
      parts.text.paint({
        ...state,
        isOut: (character) =>
          Boolean(state.masks.embedding) &&
          !state.masks.embedding[data.vocabulary.indexOf(character)],
      });
      const says = typedWords(
        view.typed,
        readable(view.typed, data.vocabulary, data.size.context),
        data.size.context,
      );
      setText(parts.note, says);
      parts.note.hidden = !says;
      parts.diagram.paint(state, colours);
      paintHeads(state, colours);
      parts.guesses.paint({
        without: state.without,
        dropped: state.dropped,
        next: state.nextCode,
        vocabulary: data.vocabulary,
      });
      setText(parts.rule, weightWords(state, looked));
      setText(parts.loss, lossWords(state));
      parts.caption.say(transformerCaption(view, state));
      paintAttributes(view, state);
    },
  };
}

export default stageOf(buildTransformerStage);
