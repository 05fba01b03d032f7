// Follow-ups and tasks as a list of days.

import { h, icon } from "./dom.js";
import { recordsOf } from "./table.js";

const PICTURES = { call: "call", meeting: "person", viewing: "search", email: "mail", task: "list" };

/** The days of `data` with what is on them, or nothing where it is empty. */
export function agenda(data, format) {
  const items = recordsOf(data);
  if (!items.length) return null;
  const days = Map.groupBy ? Map.groupBy(items, dayOf(format)) : grouped(items, dayOf(format));
  return h("div", { class: "agenda" }, [...days].map(([day, list]) => section(day, list, format)));
}

const isMoment = (when) => String(when ?? "").includes("T");

const dayOf = (format) => ({ when }) => {
  if (!when) return "No day";
  return isMoment(when) ? format.dayOfMoment(when) : format.day(when);
};

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function section(day, items, format) {
  return h("section", {}, h("h3", {}, day), h("ul", {}, items.map((item) => entry(item, format))));
}

function entry({ title, kind, type, when, lead, overdue }, format) {
  const isNamed = !lead || title.includes(lead);
  return h(
    "li",
    {},
    h("span", { class: "agenda-time" }, isMoment(when) ? format.clock(when) : "Any time"),
    h("span", { class: "agenda-icon" }, icon(PICTURES[kind] ?? PICTURES[type] ?? "calendar")),
    h("span", { class: "agenda-title" }, title, isNamed ? null : h("span", { class: "agenda-lead" }, lead)),
    overdue ? h("span", { class: "pill", "data-value": "overdue" }, "Overdue") : null,
  );
}
