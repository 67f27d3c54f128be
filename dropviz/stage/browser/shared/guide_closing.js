// The end of a guide: the sentence to remember, two questions, and the lesson that comes next.

import { element } from "./elements.js";
import { keepProgress, progressIn } from "./progress.js";
import { wayTo } from "./way.js";

/** @import { CheckPayload, GuidePayload, NextPayload } from "./payload.d.ts" */
/** @import { ViewStore } from "./protocol.js" */

export class Closing {
  /** @param {ViewStore<any>} store */
  constructor(store) {
    this.store = store;
  }

  /** @param {GuidePayload} payload */
  opened({ name, keep, checks, next, opens }) {
    return element(
      "div",
      { class: "guide-end" },
      element("p", { class: "guide-keep", text: keep }),
      ...checks.map((check, at) => checkNode(check, name, `check-${at + 1}`)),
      ...(opens.length ? [this.waysInto(opens)] : []),
      this.wayTo(next),
    );
  }

  /** To what has a guide of its own. @param {[href: string, title: string][]} opens */
  waysInto(opens) {
    const links = opens.map(([href, text]) =>
      wayTo(this.store, href, { class: "guide-open", text }),
    );
    return element(
      "p",
      { class: "guide-opens" },
      "Open one first, with scenes of its own: ",
      ...links,
    );
  }

  /** @param {NextPayload} next */
  wayTo({ name, title, question }) {
    const link = wayTo(this.store, name, { class: "guide-way", text: `Next: ${title}` });
    return element("p", {}, link, ` ${question}`);
  }
}

/** @param {CheckPayload} check @param {string} guide @param {string} name under which it is kept */
function checkNode({ ask, answers, right, why }, guide, name) {
  const says = element("p", { class: "guide-why", role: "status" });
  const buttons = answers.map((text, at) =>
    element("button", {
      type: "button",
      class: "button guide-answer",
      "data-check": at,
      "aria-pressed": "false",
      text,
      onClick: () => {
        for (const [place, button] of buttons.entries())
          button.setAttribute("aria-pressed", String(place === at));
        says.textContent = `${at === right ? "Yes." : `Not quite: “${answers[right]}”.`} ${why}`;
        keepProgress(guide, { answers: { ...progressIn(guide).answers, [name]: at } });
      },
    }),
  );
  return element(
    "div",
    { class: "guide-check" },
    element("p", { class: "guide-question", text: ask }),
    element("div", { class: "guide-answers", role: "group", "aria-label": ask }, ...buttons),
    says,
  );
}
