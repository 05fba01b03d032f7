// The conversation: what was said, what came back, and which cards are still open.

import { Problem, Unreachable } from "./api.js";
import { Card } from "./card.js";
import { label } from "./format.js";
import { replyElement, saidByUser, thinking, trouble } from "./reply.js";
import { newId } from "./session.js";

const THINKING_AFTER = 250; // milliseconds: quicker answers need no dots

const UNREACHABLE = "Parley can’t be reached right now. Your message is kept and is never carried out twice.";

/** A conversation shown in `log`.  `on` has `sent()`, `added(element)`, `turn(response)` and, after a 401, `signedOut()`. */
export class Talk {
  constructor({ api, log, format, tools, on }) {
    Object.assign(this, { api, log, format, tools, on });
    this.act = {
      say: (text, shown) => this.say(text, shown),
      undo: () => this.say("undo"),
      approve: (card) => this.decide(card, "approve", "Yes"),
      reject: (card) => this.decide(card, "reject", "No"),
      edit: (card, edits) => this.decide(card, "edit", this.#told(card, edits), edits),
      bringBack: (card) => this.say(`back to ${possessive(card.name)}`),
    };
    this.role = "";
    this.reset();
  }

  /** Begin a new conversation. */
  reset() {
    this.sessionId = "";
    this.lastReply = "";
    this.cards = new Map();
    this.isBusy = false;
    this.generation = (this.generation ?? 0) + 1;
    this.log.replaceChildren();
  }

  /** Show an earlier conversation as it stands now; `again`: unless it was left or goes on just now. */
  async open(sessionId, again = false) {
    const { turns = [], messages = turns, proposals = [], title = "" } = await this.api.talk(sessionId);
    if (again && (this.isBusy || this.sessionId !== sessionId)) return null;
    this.reset();
    this.sessionId = sessionId;
    for (const turn of messages) {
      const said = turn.message ?? turn.text;
      this.#add(saidByUser(said || this.#decided(turn.decision)));
      this.#show(turn.response);
    }
    const open = new Set(proposals.map(({ id }) => id));
    for (const [id, card] of this.cards) if (!open.has(id)) this.#settle(id, card, "closed");
    return { title, response: messages.at(-1)?.response };
  }

  say(message, shown = message) {
    return this.#send({ message }, shown);
  }

  decide(card, type, shown, actions) {
    const { id, version } = card.proposal;
    return this.#send({ decision: { proposal_id: id, version, type, ...(actions ? { actions } : {}) } }, shown);
  }

  /** The card that the last reply showed, while it waits. */
  get shown() {
    return [...this.cards.values()].find((card) => card.state === "open");
  }

  async #send(content, shown) {
    if (this.isBusy) return;
    const turn = { ...content, message_id: newId() };
    if (this.sessionId) turn.session_id = this.sessionId;
    if (this.lastReply) turn.in_reply_to = this.lastReply;
    if (this.role) turn.role = this.role;
    this.#add(saidByUser(shown));
    this.on.sent();
    await this.#deliver(turn);
  }

  async #deliver(turn) {
    const { generation } = this;
    this.isBusy = true;
    const dots = thinking();
    const timer = setTimeout(() => this.#add(dots), THINKING_AFTER);
    try {
      const response = await this.api.say(turn);
      if (generation !== this.generation) return;
      this.isBusy = false;
      if (response.status === "failed") this.#add(this.#retry(response.reply, turn)); // such an answer is not kept
      else this.#answered(response);
    } catch (error) {
      if (generation === this.generation) this.#failed(error, turn);
    } finally {
      clearTimeout(timer);
      dots.remove();
    }
  }

  #answered(response) {
    this.sessionId = response.session_id;
    this.#show(response);
    this.on.turn(response);
  }

  #failed(error, turn) {
    this.isBusy = false;
    if (error instanceof Problem && error.status === 401) return this.on.signedOut();
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    const isPassing = error instanceof Unreachable || error.status === 429;
    const text = error instanceof Unreachable ? UNREACHABLE : error.message;
    this.#add(isPassing ? this.#retry(text, turn) : trouble(text));
    return undefined;
  }

  // The same message_id goes again: whatever became of the first, it is done once.
  #retry(text, turn) {
    const element = trouble(text, () => {
      if (this.isBusy) return;
      element.remove();
      this.#deliver(turn);
    });
    return element;
  }

  #show(response) {
    this.lastReply = response.reply_id;
    this.#retire(response);
    const card = response.proposal && new Card(response.proposal, this);
    if (card) this.cards.set(response.proposal.id, card);
    this.#add(replyElement(response, card, this));
  }

  // What the last reply offered is over, and so are the cards that no longer wait.
  #retire(response) {
    const parked = new Set((response.parked ?? []).map(({ proposal_id: id }) => id));
    for (const [id, card] of this.cards) {
      if (id === response.proposal?.id) card.retire(card.proposal.version === response.proposal.version ? "repeated" : "replaced");
      else if (parked.has(id)) card.retire("parked");
      else this.#settle(id, card, { done: "done", cancelled: "cancelled" }[response.status] ?? "closed");
    }
    if (response.status !== "answered") this.#disable("[data-option]");
    if (response.status === "done") this.#disable("[data-undo]");
  }

  #settle(id, card, state) {
    card.retire(state);
    this.cards.delete(id);
  }

  #disable(selector) {
    this.log.querySelectorAll(selector).forEach((button) => { button.disabled = true; });
  }

  /** Take in what became of a card elsewhere; says whether the conversation is to be opened again to show it. */
  hear({ name, value }) {
    if (name === "cards") return this.#differs(value.proposals);
    if (name !== "card_settled") return !this.#knows(value.proposal);
    const card = this.cards.get(value.proposal_id);
    if (card) this.#settle(value.proposal_id, card, { applied: "done", rejected: "cancelled" }[value.state] ?? "closed");
    return Boolean(card);
  }

  /** Whether somebody changes a card in its form just now. */
  get isEditing() {
    return [...this.cards.values()].some((card) => card.form);
  }

  #knows({ id, version }) {
    return (this.cards.get(id)?.proposal.version ?? 0) >= version;
  }

  #differs(proposals) {
    return proposals.length !== this.cards.size || !proposals.every((proposal) => this.#knows(proposal));
  }

  #add(element) {
    this.log.append(element);
    this.on.added(element);
  }

  #told(card, edits) {
    const names = Object.fromEntries(card.proposal.actions.map((action) => [action.index, action.summary]));
    const told = ({ index, drop, args }) => {
      if (drop) return `Leave out: ${names[index]}`;
      return Object.entries(args).map(([name, value]) => `${label(name)}: ${this.format.value(name, value)}`).join(", ");
    };
    return edits.map(told).join("\n");
  }

  #decided(decision) {
    if (!decision) return "…";
    const card = this.cards.get(decision.proposal_id);
    if (decision.type === "edit") return card ? this.#told(card, decision.actions ?? []) : "Edit";
    return decision.type === "approve" ? "Yes" : "No";
  }
}

/** `Sarah Smith` → `Sarah Smith's`: how the service knows a card by name. */
export const possessive = (name) => (name ? `${name}'s` : "it");
