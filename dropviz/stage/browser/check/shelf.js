// What is known of the cards, box by box and in words.

import { element } from "../shared/elements.js";
import { DAYS, dueNow, SOON } from "./leitner.js";

/** @typedef {Record<string, import("./leitner.js").Known>} KnownCards */

/** How many cards are in each box. @param {string[]} names @param {KnownCards} known */
export function counts(names, known) {
  const counted = { fresh: 0, boxes: Array(DAYS.length + 1).fill(0) };
  for (const name of names)
    if (Object.hasOwn(known, name)) counted.boxes[known[name].box] += 1;
    else counted.fresh += 1;
  return counted;
}

/** @param {string[]} names @param {KnownCards} known */
export function boxes(names, known) {
  const { fresh, boxes } = counts(names, known);
  const cells = [
    ["new", fresh],
    [`${SOON} minutes`, boxes[0]],
    ...DAYS.map((days, at) => [days === 1 ? "1 day" : `${days} days`, boxes[at + 1]]),
  ];
  const items = cells.map(([label, count]) =>
    element(
      "li",
      { "data-count": count },
      element("b", { text: String(count) }),
      element("span", { text: String(label) }),
    ),
  );
  return element(
    "ol",
    { class: "check-boxes", "aria-label": "Cards by how long they wait" },
    ...items,
  );
}

/** @param {string[]} names @param {KnownCards} known @param {number} now */
export function caption(names, known, now) {
  const due = dueNow(names, known, now).length;
  const { fresh } = counts(names, known);
  const verb = due === 1 ? "is" : "are";
  const ofThem = fresh && fresh < due ? `, ${fresh} of them new` : "";
  const cards = names.length === 1 ? "card" : "cards";
  return `${due} of ${names.length} ${cards} ${verb} due${ofThem}. What you know waits longer each time.`;
}
