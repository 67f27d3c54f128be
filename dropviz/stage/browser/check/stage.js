// Stage of "Check yourself": a card is asked, answered or revealed, and comes again later.

import { button, dropdown } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { Caption, showState, stageOf } from "../shared/protocol.js";
import { CardNode } from "./card_node.js";
import { eraseCards, keepCard, knownCards } from "./kept.js";
import { asked, dueNow, soonest, wait } from "./leitner.js";
import { paperOf } from "./paper.js";
import { boxes, caption } from "./shelf.js";

/** @import { ViewStore } from "../shared/protocol.js" */
/** @import { Known } from "./leitner.js" */
/** @import { CardPayload, CardsData, CardsView } from "./payload.d.ts" */

const NOTHING = -1;

class CheckStage {
  /** @param {HTMLElement} root @param {ViewStore<CardsView>} store @param {CardsData} data */
  constructor(root, store, data) {
    this.root = root;
    this.store = store;
    this.data = data;
    this.byName = new Map(data.cards.map((card) => [card.name, card]));
    this.asksToErase = false;
    this.topic = dropdown({
      label: "Topic",
      name: "topic",
      options: [["mixed", "all topics, mixed"], ...Object.entries(data.topics)],
      onPick: (/** @type {CardsView["topic"]} */ topic) => {
        this.round = [];
        store.change({ topic, card: "", answer: NOTHING });
      },
    });
    this.place = element("div", { class: "check-place" });
    this.shelf = element("div");
    this.erasing = element("div", { class: "check-erase" });
    this.caption = new Caption();
    this.paper = element("div", { class: "paper-place" });
    const print = button("Print", "Questions, and the answers on a page of their own", () =>
      globalThis.print(),
    );
    root.replaceChildren(
      element("div", { class: "toolbar" }, this.topic.node, print),
      this.place,
      this.shelf,
      this.caption.node,
      this.erasing,
      this.paper,
    );
    /** @type {string[]} */
    this.round = []; // cards that are asked though none is due
    /** @type {CardNode | null} */
    this.card = null;
    this.shown = "";
    this.takesFocus = false;
    this.pressed = this.pressed.bind(this);
  }

  open() {
    document.addEventListener("keydown", this.pressed);
  }

  close() {
    document.removeEventListener("keydown", this.pressed);
  }

  // Keys are for the card while nothing else on the page has the focus.
  /** @param {KeyboardEvent} event */
  pressed(event) {
    const path = event.composedPath();
    const ours = path[0] === document.body || path.includes(this.place);
    if (!ours || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.repeat && this.card?.act(event.key)) event.preventDefault();
  }

  /** @param {CardsView} view */
  names({ topic }) {
    const cards = this.data.cards.filter((card) => topic === "mixed" || card.topic === topic);
    return cards.map(({ name }) => name);
  }

  // The card on the stage: the one in the view, else the first that is due.
  /** @param {CardsView} view @param {Record<string, Known>} known */
  current(view, known) {
    return this.byName.get(view.card || dueNow(this.names(view), known, Date.now())[0]);
  }

  /** @param {string} name @param {boolean} right */
  grade(name, right) {
    const now = Date.now();
    keepCard(name, asked(knownCards(now)[name], right, now), now);
  }

  // The keys go on with the card that is then on the stage.
  /** @param {Partial<CardsView>} patch */
  change(patch) {
    this.takesFocus = true;
    this.store.change(patch);
  }

  goOn() {
    const next = this.round[this.round.indexOf(this.store.view.card) + 1];
    if (!next) this.round = [];
    this.change({ card: next ?? "", answer: NOTHING });
  }

  /** @param {CardsView} view */
  paint(view) {
    const now = Date.now();
    const known = knownCards(now);
    const names = this.names(view);
    const card = this.current(view, known);
    this.topic.set(view.topic);
    this.caption.say(caption(names, known, now));
    const shown = JSON.stringify([card?.name, view.answer, view.topic, known, this.asksToErase]);
    if (shown !== this.shown) this.rebuild(view, card, names, known, now);
    this.shown = shown;
    if (this.takesFocus) this.card?.focus();
    this.takesFocus = false;
    showState(this.root, {
      card: card?.name ?? "",
      answer: view.answer,
      due: dueNow(names, known, now).length,
    });
  }

  /**
   * @param {CardsView} view
   * @param {CardPayload | undefined} card
   * @param {string[]} names
   * @param {Record<string, Known>} known
   * @param {number} now
   */
  rebuild(view, card, names, known, now) {
    this.card = card ? this.cardNode(card, view, known[card.name], now) : null;
    this.place.replaceChildren(this.card?.node ?? this.restNode(names, known, now));
    this.shelf.replaceChildren(boxes(names, known));
    this.erasing.replaceChildren(...(Object.keys(known).length ? this.erasingNodes() : []));
    this.paper.replaceChildren(paperOf(this.data.cards.filter(({ name }) => names.includes(name))));
  }

  /**
   * @param {CardPayload} card
   * @param {CardsView} view
   * @param {Known | undefined} known
   * @param {number} now
   */
  cardNode(card, view, known, now) {
    return new CardNode(card, view.answer, {
      topic: this.data.topics[card.topic],
      again: known && known.due > now ? `It comes again ${wait(known.due, now)}.` : "",
      store: this.store,
      choose: (at) => {
        this.grade(card.name, at === card.right);
        this.change({ card: card.name, answer: at });
      },
      reveal: () => this.change({ card: card.name, answer: card.answers.length }),
      grade: (right) => {
        this.grade(card.name, right);
        this.goOn();
      },
      next: () => this.goOn(),
    });
  }

  // No card is due.
  /** @param {string[]} names @param {Record<string, Known>} known @param {number} now */
  restNode(names, known, now) {
    const round = soonest(names, known);
    return element(
      "section",
      { class: "check-card" },
      element("h2", { text: "No card is due" }),
      element("p", { text: `The next one comes ${wait(known[round[0]].due, now)}.` }),
      button("Ask me all the same", "All cards, the one that comes next first", () => {
        this.round = round;
        this.change({ card: round[0], answer: NOTHING });
      }),
    );
  }

  erasingNodes() {
    const ask = (/** @type {boolean} */ asks) => {
      this.asksToErase = asks;
      this.store.schedule();
    };
    if (!this.asksToErase)
      return [
        "Kept in this browser alone. ",
        button("Erase my cards", "Asks once more", () => ask(true), {
          class: "button quiet-button",
        }),
      ];
    const erase = () => {
      eraseCards();
      ask(false);
    };
    return [
      "Erase what this browser has kept of your cards? ",
      button("Erase", "It cannot be undone", erase),
      " ",
      button("Keep", "Change nothing", () => ask(false)),
    ];
  }
}

export default stageOf(
  (root, /** @type {ViewStore<CardsView>} */ store, /** @type {CardsData} */ data) =>
    new CheckStage(root, store, data),
);
