// A scene of a guide that is on: the answers to choose from, what to do or what it meant, the way on.

import { element } from "./elements.js";

/** @import { Guide } from "./guide.js" */
/** @import { GuideScenePayload } from "./payload.d.ts" */

/** @param {Guide} guide @param {GuideScenePayload} scene */
export function sceneNodes(guide, scene) {
  const { guess, says, came } = guide.visit;
  const answers = scene.answers.map((text, at) =>
    element(
      "button",
      {
        type: "button",
        class: "button guide-answer",
        "data-answer": at,
        "data-came": String(came === at),
        "aria-pressed": String(guess === at),
        onClick: () => guide.choose(at),
      },
      text,
      ...(came === at ? [element("span", { class: "guide-came", text: " ✓ so it was" })] : []),
    ),
  );
  const last = guide.scene === guide.scenes.length;
  return [
    element(
      "div",
      { class: "guide-answers", role: "group", "aria-label": "Your guess" },
      ...answers,
    ),
    element(
      "div",
      { class: "guide-row" },
      element("p", {
        class: says ? "guide-says" : "guide-do",
        role: "status",
        text: says || scene.do,
      }),
      element("button", {
        type: "button",
        class: `button guide-next${says ? " main" : ""}`,
        text: says ? (last ? "Finish" : "Next") : "Skip",
        onClick: () => guide.next(),
      }),
    ),
  ];
}
