// A button that copies the link of what is on the stage.

import { button } from "./controls.js";

/** @import { ViewStore } from "./protocol.js" */

const SAID_MS = 2000;

/** @param {ViewStore<any>} store */
export function copyButton(store) {
  const title = "Copies the address: who opens it sees what you see";
  const node = button("Copy link", title, copy, { class: "button quiet-button copy-link" });
  node.setAttribute("aria-live", "polite");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let back = undefined;

  async function copy() {
    store.flush(); // the address then says all
    const done = await copied(location.href);
    node.textContent = done ? "Copied" : "Copy it from the address bar";
    clearTimeout(back);
    back = setTimeout(() => (node.textContent = "Copy link"), SAID_MS);
  }

  return node;
}

/** Whether it could be: a page that came without https may not. @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text);
  }
}

/** As a person would, with a selection. @param {string} text */
function copiedByHand(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed"; // else the page scrolls to it
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
