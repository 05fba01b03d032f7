// The side: earlier conversations, who is signed in, and the role they act in.

import { byId, h, icon } from "./dom.js";

const ROLES = ["agent", "manager", "admin"];
const named = (role) => role.charAt(0).toUpperCase() + role.slice(1);

/** Two letters for a name. */
export const initials = (name) => name.split(/\s+/).map((part) => part[0]).slice(0, 2).join("").toUpperCase();

/** The side with its buttons wired to `on.newTalk()`, `on.open(id)`, `on.role(role)` and `on.leave()`. */
export class Side {
  constructor(on) {
    this.on = on;
    byId("new-talk").replaceChildren(icon("plus"), "New conversation");
    byId("new-talk").onclick = () => this.#then(() => on.newTalk());
    byId("open-side").replaceChildren(icon("menu"));
    byId("open-side").onclick = () => this.toggle(true);
    byId("close-side").replaceChildren(icon("close"));
    byId("close-side").onclick = () => this.toggle(false);
    byId("shade").onclick = () => this.toggle(false);
    byId("side").onkeydown = (event) => event.key === "Escape" && this.toggle(false);
    this.isNarrow = matchMedia("(max-width: 860px)");
    this.isNarrow.onchange = () => this.toggle(false);
    this.toggle(false);
  }

  /** On a narrow screen the side lies over the page, and is out of reach while closed. */
  toggle(isOpen) {
    byId("app").classList.toggle("side-open", isOpen);
    byId("side").inert = this.isNarrow.matches && !isOpen;
    byId("open-side").setAttribute("aria-expanded", String(isOpen));
    if (isOpen) byId("close-side").focus();
  }

  /** List `talks`, newest first, with the open one marked. */
  list(talks, openId) {
    const item = ({ session_id: id, title, pinned }) =>
      h("li", {}, h("button", { type: "button", class: "talk", "aria-current": id === openId && "true", onclick: () => this.#then(() => this.on.open(id)) }, pinned ? "★ " : null, title || "Untitled"));
    byId("talks").replaceChildren(...talks.map(item));
  }

  /** Show who is signed in, with the roles that theirs allows. */
  who(me, role) {
    const allowed = ROLES.slice(0, ROLES.indexOf(me.role) + 1);
    const leave = h("button", { type: "button", class: "icon-button", "aria-label": "Switch user", title: "Switch user", onclick: () => this.on.leave() }, icon("swap"));
    const place = allowed.length > 1 ? this.#roles(allowed, role || me.role) : h("span", { class: "who-role" }, [named(me.role), me.team].filter(Boolean).join(" · "));
    byId("who").replaceChildren(h("span", { class: "avatar", "aria-hidden": "true" }, initials(me.name)), h("span", { class: "who-text" }, h("strong", {}, me.name), place), leave);
  }

  #roles(allowed, chosen) {
    const options = allowed.map((role) => h("option", { value: role }, `As ${role}`));
    const select = h("select", { class: "role", "aria-label": "Role to act in", onchange: () => this.on.role(select.value) }, options);
    select.value = chosen;
    return select;
  }

  #then(action) {
    this.toggle(false);
    action();
  }
}
