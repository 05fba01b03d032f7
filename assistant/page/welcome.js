// The first screen: a greeting, and a few things to try.

import { byId, h, icon } from "./dom.js";

// Said of nobody in particular, so that they work on everybody's records.
const EXAMPLES = [
  "What’s on today?",
  "Which of my leads are negotiating?",
  "Which leads have had no contact for 14 days?",
  "Total value of my open deals by stage",
  "What’s overdue?",
  "Mark all my contacted leads as qualified",
];
const OWN = 3; // with names from one's own records

const PICTURES = [
  [/^(what.s on|agenda)|today|tomorrow|remind|schedule|book|\bmeeting\b/i, "calendar"],
  [/overdue|days\b/i, "clock"],
  [/how many|how much|by (status|month|stage|source|city)|worth|average|rate|total|pipeline/i, "chart"],
  [/^log|\bcall/i, "call"],
  [/^(set|mark|update|move|tag|make)/i, "pencil"],
  [/story|^who|^show/i, "person"],
  [/^which|leads/i, "list"],
];

/** Greet `me`; `say(text)` is called with the example that was chosen.  Some of `me.examples` come before our own. */
export function greet(me, say) {
  const examples = [...(me.examples ?? []).slice(0, OWN), ...EXAMPLES];
  const example = (text) => h("li", {}, h("button", { type: "button", class: "example", onclick: () => say(text) }, h("span", { class: "example-icon" }, icon(pictureFor(text))), h("span", {}, text)));
  byId("welcome").replaceChildren(
    h("h2", {}, `${greeting()}, ${me.name.split(" ")[0]}.`),
    h("p", {}, "Say what happened, what should change, or what you want to know. Every change is shown to you first."),
    h("ul", { class: "examples" }, examples.map(example)),
  );
}

const pictureFor = (text) => PICTURES.find(([pattern]) => pattern.test(text))?.[1] ?? "ask";

function greeting() {
  const hour = new Date().getHours();
  if (hour < 5) return "Good evening";
  if (hour < 12) return "Good morning";
  return hour < 18 ? "Good afternoon" : "Good evening";
}
