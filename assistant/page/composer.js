// The message field, the suggestions and the cards that wait, at the foot of the page.

import { byId, h, icon } from "./dom.js";
import { possessive } from "./talk.js";

// What there is a button for already: on the card, at the receipt, among the options, on the strip of waiting cards.
const BUTTONS = {
  proposal: /^(yes|no|cancel|approve|reject)\b.?$/i,
  receipts: /^undo$/i,
  question: /^\d+$/,
  parked: /^back to /i,
};

/** The field: `say(text)` is called with what was typed, `approve()` on Ctrl+Enter in an empty field. */
export class Composer {
  constructor({ say, approve }) {
    Object.assign(this, { say, approve, past: [], back: 0 });
    this.field = byId("message");
    byId("send").replaceChildren(icon("send"));
    byId("composer").addEventListener("submit", (event) => this.#submitted(event));
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("input", () => this.#grow());
  }

  /** Be ready to type; on a touch screen that would bring the keyboard up over what there is to read. */
  focus() {
    if (matchMedia("(pointer: fine)").matches) this.field.focus({ preventScroll: true });
  }

  clear() {
    this.#write("");
  }

  /** Offer what a reply suggests as chips. */
  suggest(response) {
    const has = (part) => (Array.isArray(response[part]) ? response[part].length > 0 : Boolean(response[part]));
    const isButton = (text) => Object.entries(BUTTONS).some(([part, words]) => has(part) && words.test(text.trim()));
    const offered = (response.suggestions ?? []).filter((text) => !isButton(text));
    byId("chips").replaceChildren(...offered.map((text) => h("button", { type: "button", class: "chip", onclick: () => this.say(text) }, text)));
  }

  /** Name the cards that wait besides the one shown; `nameOf(id)` is whom a card is about, where the page has seen it. */
  wait(parked = [], nameOf) {
    const strip = byId("waiting");
    const chip = ({ proposal_id: id, summary }) => {
      const words = nameOf(id) ? possessive(nameOf(id)) : summary;
      return h("button", { type: "button", class: "chip parked", title: summary, onclick: () => this.say(`back to ${words}`) }, icon("clock"), summary);
    };
    strip.hidden = parked.length === 0;
    strip.replaceChildren(h("span", { class: "waiting-label" }, "Still waiting"), ...parked.map(chip));
  }

  #submitted(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text || !this.say(text)) return;
    this.past.push(text);
    this.back = 0;
    this.#write("");
  }

  #key(event) {
    if (event.isComposing) return;
    const isEmpty = this.field.value.trim() === "";
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && isEmpty) this.approve();
    else if (event.key === "Enter" && !event.shiftKey) this.#submitted(event);
    else if (event.key === "ArrowUp" && (isEmpty || this.back > 0)) this.#recall(event, 1);
    else if (event.key === "ArrowDown" && this.back > 0) this.#recall(event, -1);
  }

  #recall(event, step) {
    event.preventDefault();
    this.back = Math.min(Math.max(this.back + step, 0), this.past.length);
    this.#write(this.back ? this.past.at(-this.back) : "");
  }

  #write(text) {
    this.field.value = text;
    this.#grow();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 180)}px`;
  }
}
