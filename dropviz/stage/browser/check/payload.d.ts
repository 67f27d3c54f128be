// Written by scripts/payload_types.py from what Python sends.

import type { ImposedView, View } from "../shared/payload.d.ts";

/** The cards in the order in which they are first asked, and the titles of their topics. */
export interface CardsPayload {
  cards: CardPayload[];
  topics: Record<string, string>;
}

/**
 * What is on the stage of *Check yourself*.
 *
 * topic : of the cards that are asked; all of them where they are mixed
 * card : the one on the stage, by name; "" for the next that is due
 * answer : what was answered: -1 nothing yet, else a place, or one that there is not where the
 *     answer was revealed without a choice
 */
export interface CardsView extends View {
  topic: "mixed" | "scaling" | "masks" | "modes" | "places" | "helps" | "theory";
  card: string;
  answer: number;
}

/**
 * A card, as `Card` has it.
 *
 * href, lesson : link and title of the lesson that shows the answer; empty where none does
 */
export interface CardPayload {
  name: string;
  topic: string;
  ask: string;
  answers: string[];
  right: number;
  why: string;
  href: string;
  lesson: string;
}

export interface CardsData extends CardsPayload, ImposedView {
  view: CardsView;
  defaults: CardsView;
}
