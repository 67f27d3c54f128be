// Around the charts of a run: its button, how far it is, and what is said of it.

import { element, setAttr, setText } from "../elements.js";
import { sameValue } from "./arms.js";

// Train, or Cancel while a run goes on. What blocks it is its title.
export class TrainButton {
  /** @param {() => void} onPress */
  constructor(onPress) {
    this.node = element("button", {
      type: "button",
      class: "train",
      "data-testid": "train",
      onClick: onPress,
    });
  }

  /**
   * @param {string} label
   * @param {boolean} running
   * @param {string | null} asked until Python answers
   * @param {string} blocked why it cannot be pressed, or ""
   */
  paint(label, running, asked, blocked) {
    setText(this.node, label);
    this.node.classList.toggle("running", running);
    setAttr(this.node, "aria-disabled", Boolean(asked || blocked));
    const title = running ? "Stop this run" : "Train all networks of all arms";
    setAttr(this.node, "title", blocked || title);
  }
}

/**
 * The line of what goes on, its bar, and the button of an offer.
 * @param {() => void} onOffer
 */
export function progressLine(onOffer) {
  const text = element("strong", { class: "status-text", "data-testid": "status" });
  const detail = element("span", { class: "quiet status-detail" });
  const offer = element("button", { type: "button", class: "button", onClick: onOffer });
  const hint = element("span", { class: "quiet hint" });
  const done = element("span");
  const bar = element(
    "div",
    {
      class: "progress",
      role: "progressbar",
      "aria-label": "Training",
      "aria-valuemin": 0,
      "aria-valuemax": 100,
    },
    done,
  );
  const line = element("div", { class: "status-line" }, text, detail, offer, hint);
  return {
    line,
    node: element("div", { class: "status" }, line, bar),
    /**
     * @param {{says: string, more: string, label: string | null, share: number, running: boolean,
     *   why: string}} now label: of the offer; share: of the steps done, from 0 to 1
     */
    paint({ says, more, label, share, running, why }) {
      setAttr(text, "aria-live", running ? "off" : "polite");
      setText(text, says);
      setText(detail, more);
      setText(hint, why);
      offer.hidden = !label;
      setText(offer, label ?? "");
      setAttr(bar, "aria-valuenow", Math.round(100 * share));
      done.style.setProperty("--share", String(share));
      bar.classList.toggle("running", running);
      bar.classList.toggle("done", share === 1 && !running);
    },
  };
}

// Sentences that Python says of a run, or what will be said.
export class SaidTexts {
  /** @param {string} before @param {string} [name] */
  constructor(before, name) {
    this.before = before;
    this.node = element("div", { class: "said-text", "data-said": name });
    /** @type {string[]} */
    this.texts = [];
  }

  /**
   * Whether nothing has been said yet.
   * @param {string[]} [said]
   */
  paint(said = []) {
    const texts = said.length ? said : [this.before];
    if (!sameValue(texts, this.texts))
      this.node.replaceChildren(...texts.map((text) => element("p", { text })));
    this.texts = texts;
    return !said.length;
  }
}
