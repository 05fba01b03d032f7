// Who are you?  The demo's users to choose from, elsewhere a field for a token.

import { Problem } from "./api.js";
import { byId, h } from "./dom.js";
import { initials } from "./side.js";

/** Show the choice with `notice` above it; `enter(token)` is called with what was chosen. */
export async function askWhoItIs(api, enter, notice = "") {
  const place = byId("sign-in");
  const say = h("p", { class: "sign-in-notice", role: "status" }, notice);
  const choice = h("div", { class: "sign-in-choice" });
  const brand = h("img", { src: "page/mark.svg", alt: "", width: 52, height: 52 });
  place.replaceChildren(h("div", { class: "sign-in-box" }, brand, h("h1", {}, "Parley"), h("p", { class: "sign-in-lead" }, "A CRM you talk to."), say, choice));
  place.hidden = false;
  choice.replaceChildren(...(await choices(api, enter, say)));
  choice.querySelector("button, input")?.focus();
}

async function choices(api, enter, say) {
  try {
    const { users } = await api.users();
    return [h("ul", { class: "people" }, users.map((user) => person(user, api, enter, say)))];
  } catch (error) {
    if (!(error instanceof Problem)) say.textContent = "Parley can’t be reached right now.";
    return [tokenForm(enter)];
  }
}

function person({ name, email, role, team }, api, enter, say) {
  const choose = async () => {
    try {
      enter((await api.signIn(email)).token);
    } catch (error) {
      say.textContent = error instanceof Problem ? error.message : "Parley can’t be reached right now.";
    }
  };
  const place = [role, team].filter(Boolean).join(" · ");
  const text = h("span", { class: "person-text" }, h("strong", {}, name), h("span", {}, place));
  return h("li", {}, h("button", { type: "button", class: "person", onclick: choose }, h("span", { class: "avatar", "aria-hidden": "true" }, initials(name)), text));
}

function tokenForm(enter) {
  const field = h("input", { type: "password", id: "token", autocomplete: "off", required: true, spellcheck: "false" });
  const submit = (event) => {
    event.preventDefault();
    enter(field.value.trim().replace(/^Bearer\s+/i, ""));
  };
  const help = h("p", { class: "sign-in-help" }, "An administrator makes one with ", h("code", {}, "parley token you@company"), ".");
  return h("form", { class: "token-form", onsubmit: submit }, h("label", { for: "token" }, "Access token"), field, h("button", { type: "submit", class: "button primary wide" }, "Sign in"), help);
}
