// A proposal: what would be changed, from what to what, and the buttons that decide it.

import { pictureOf } from "./abilities.js";
import { h, icon } from "./dom.js";
import { editor } from "./edit.js";
import { label } from "./format.js";

const ENDINGS = {
  cancelled: ["close", "Not done"],
  closed: ["close", "No longer open"],
  done: ["check", "Done"],
  parked: ["clock", "Waiting"],
  repeated: ["clock", "Shown again below"],
  replaced: ["pencil", "Changed below"],
};

const TOLD = new Set(["parked", "cancelled", "closed"]); // the others are told again below
const FEW = 3;

/** A card for `proposal`.  `act` has `approve`, `reject`, `edit(actions)` and `bringBack`, each given the card. */
export class Card {
  constructor(proposal, { format, tools, act }) {
    Object.assign(this, { proposal, format, tools, act });
    this.state = "open";
    this.head = h("header", { class: "card-head" });
    this.body = h("div", { class: "card-body" }, actionsOf(proposal.actions, format));
    this.foot = h("footer", { class: "card-foot" });
    this.element = h("section", { class: "card", "aria-label": "Proposal" }, this.head, this.body, this.foot);
    this.open();
  }

  get name() {
    return this.proposal.actions[0]?.target?.name ?? "";
  }

  /** Show the card with its buttons. */
  open() {
    this.state = "open";
    delete this.element.dataset.state;
    this.head.replaceChildren(h("span", { class: "card-title" }, "Shall I go ahead?"), this.#small());
    this.foot.replaceChildren(
      h("button", { type: "button", class: "button primary", onclick: () => this.act.approve(this) }, icon("check"), "Yes, do it"),
      h("button", { type: "button", class: "button", onclick: () => this.act.reject(this) }, "No"),
      h("button", { type: "button", class: "button quiet", onclick: () => this.edit() }, icon("pencil"), "Edit"),
    );
  }

  /** Show the card without buttons: it is `done`, `cancelled`, `replaced`, `repeated`, `closed`, or `parked` to be brought back. */
  retire(state) {
    this.state = state;
    this.element.dataset.state = state;
    this.closeEditor();
    this.body.replaceChildren(...(TOLD.has(state) ? [inBrief(this.proposal.actions)] : []));
    const [picture, words] = ENDINGS[state];
    this.head.replaceChildren(h("span", { class: "card-title" }, icon(picture), words), this.#small());
    const back = h("button", { type: "button", class: "button", onclick: () => this.act.bringBack(this) }, icon("undo"), "Bring back");
    this.foot.replaceChildren(...(state === "parked" ? [back] : []));
  }

  edit() {
    const finish = (edits) => {
      this.closeEditor();
      if (edits.length) this.act.edit(this, edits);
      else this.foot.querySelector(".quiet")?.focus();
    };
    this.form = editor(this.proposal, { format: this.format, tools: this.tools, finish, rejectAll: () => this.act.reject(this) });
    this.element.classList.add("editing");
    this.body.after(this.form);
    this.form.querySelector("input, select, textarea")?.focus();
  }

  closeEditor() {
    this.form?.remove();
    this.form = null;
    this.element.classList.remove("editing");
  }

  #small() {
    const { version, expires_at: until } = this.proposal;
    const parts = [version > 1 && `version ${version}`, this.state === "open" && until && `waits until ${this.format.clock(until)}`];
    return h("span", { class: "card-small" }, parts.filter(Boolean).join(" · "));
  }
}

function actionsOf(actions, format) {
  if (isAlike(actions)) return bulk(actions, format);
  return h("ol", { class: "actions" }, actions.map((action) => one(action, format)));
}

function one(action, format) {
  return h(
    "li",
    { class: "action" },
    h("span", { class: "action-icon" }, icon(pictureOf(action.tool))),
    h("div", { class: "action-text" }, h("p", { class: "summary" }, action.summary), changes(action, format), notes(action)),
  );
}

function changes(action, format) {
  if (!action.changes?.length) return null;
  const isNew = action.changes.every(({ before }) => before === null || before === undefined);
  const head = isNew ? ["Field", "Value"] : ["Field", "Before", "After"];
  return h(
    "table",
    { class: isNew ? "changes new" : "changes" },
    h("thead", { class: "sr-only" }, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, action.changes.map((change) => changeRow(change, isNew, action.args?.currency, format))),
  );
}

function changeRow({ field, before, after }, isNew, currency, format) {
  const was = isNew ? null : h("td", { class: "before" }, format.value(field, before, currency));
  return h("tr", {}, h("th", { scope: "row" }, label(field)), was, h("td", { class: "after" }, format.value(field, after, currency)));
}

function notes(action) {
  const lines = (action.warnings ?? []).map((text) => h("li", { class: "warning" }, icon("warn"), h("span", {}, text)));
  if (action.reversible === false) lines.push(h("li", { class: "warning" }, icon("warn"), h("span", {}, "This can’t be undone.")));
  return lines.length ? h("ul", { class: "warnings" }, lines) : null;
}

function inBrief(actions) {
  const more = actions.length - FEW;
  const lines = actions.slice(0, FEW).map(({ summary }) => h("li", {}, summary));
  return h("ul", { class: "brief" }, lines, more > 0 ? h("li", {}, `and ${more} more`) : null);
}

// Many records changed in one and the same field read best as one table.
function isAlike(actions) {
  const [first] = actions;
  const fits = ({ tool, changes: list }) => tool === first.tool && list?.length === 1 && list[0].field === first.changes[0].field;
  return actions.length > 3 && first.changes?.length === 1 && actions.every(fits);
}

function bulk(actions, format) {
  const [{ field }] = actions[0].changes;
  return h(
    "table",
    { class: "bulk" },
    h("thead", {}, h("tr", {}, ["Record", label(field), "Will be"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, actions.map((action) => bulkRow(action, format))),
  );
}

function bulkRow(action, format) {
  const [{ field, before, after }] = action.changes;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, action.target.name, notes(action)),
    h("td", { class: "before" }, format.value(field, before, action.args?.currency)),
    h("td", { class: "after" }, format.value(field, after, action.args?.currency)),
  );
}
