// Editing a card in place: a field for each argument, made after its tool's JSON schema.

import { h } from "./dom.js";
import { label } from "./format.js";
import { fromWallClock, toWallClock } from "./zone.js";

const MOMENTS = new Set(["starts_at", "occurred_at"]);
const DAYS = /_on$/;
const LONG = new Set(["note", "title"]);

/** The form for `proposal`; calls `finish` with what was changed (nothing: an empty list), or `rejectAll`. */
export function editor(proposal, { format, tools, finish, rejectAll }) {
  const parts = proposal.actions.map((action) => part(action, tools.get(action.tool), format));
  const submit = (event) => {
    event.preventDefault();
    if (parts.every(({ isDropped }) => isDropped())) rejectAll();
    else finish(parts.map(({ read }) => read()).filter(Boolean));
  };
  const cancel = () => finish([]);
  return h(
    "form",
    { class: "edit", onsubmit: submit, onkeydown: (event) => event.key === "Escape" && cancel(), "aria-label": "Edit the proposal" },
    parts.map(({ element }) => element),
    h(
      "footer",
      { class: "card-foot" },
      h("button", { type: "submit", class: "button primary" }, "Update"),
      h("button", { type: "button", class: "button", onclick: cancel }, "Back"),
    ),
  );
}

function part(action, tool, format) {
  const properties = propertiesOf(tool);
  const fields = editable(action.args).flatMap(([name, value]) => fieldsFor(name, value, properties[name] ?? {}, format));
  for (const one of fields) one.hint(action.changes);
  const drop = h("input", { type: "checkbox" });
  const set = h("div", { class: "fields" }, fields.map(({ element }) => element));
  drop.addEventListener("change", () => {
    set.classList.toggle("dropped", drop.checked);
    set.querySelectorAll("input, select, textarea").forEach((control) => { control.disabled = drop.checked; });
  });
  const legend = h("legend", {}, action.summary);
  const toggle = h("label", { class: "drop" }, drop, "Leave this out");
  const element = h("fieldset", { class: "edit-action" }, legend, set, toggle);
  return { element, isDropped: () => drop.checked, read: () => readPart(action.index, drop, fields) };
}

function readPart(index, drop, fields) {
  if (drop.checked) return { index, drop: true };
  const args = {};
  for (const { read, name, within } of fields) {
    const changed = read();
    if (changed === undefined) continue;
    if (within) args[within] = { ...args[within], [name]: changed };
    else args[name] = changed;
  }
  return Object.keys(args).length ? { index, args } : null;
}

const editable = (args) => Object.entries(args ?? {}).filter(([name, value]) => value !== null && !/(^|_)ids?$/.test(name));

// A custom field is an argument within `custom`.
function fieldsFor(name, value, schema, format) {
  const isMapping = typeof value === "object" && !Array.isArray(value);
  if (!isMapping) return [field(name, value, schema, format)];
  return Object.entries(value).map(([key, inner]) => ({ ...field(key, inner, {}, format), within: name }));
}

function field(name, value, schema, format) {
  const { control, read } = controlFor(name, value, resolved(schema), format);
  const before = control.value;
  const element = h("label", { class: LONG.has(name) ? "field long" : "field" }, h("span", {}, label(name)), control);
  // An empty field shows what will stand there if it stays empty.
  const hint = (changes = []) => {
    const after = changes.find((change) => change.field === name)?.after;
    if (control.value === "" && typeof after === "string") control.placeholder = after;
  };
  return { name, element, hint, read: () => (control.value === before ? undefined : read(control.value)) };
}

function controlFor(name, value, schema, format) {
  if (schema.enum) return { control: choice(schema.enum, value, name, format), read: (text) => text };
  if (Array.isArray(value)) return { control: line(value.join("; ")), read: (text) => text.split(/[;,]/).map((item) => item.trim()).filter(Boolean) };
  if (typeof value === "boolean") return { control: choice([true, false], value, name, format), read: (text) => text === "true" };
  if (MOMENTS.has(name) || schema.format === "date-time") return moment(value, format.timezone);
  if (DAYS.test(name) || schema.format === "date") return { control: line(value, "date"), read: (text) => text };
  if (typeof value === "number") return { control: line(value, "number"), read: Number };
  if (name === "note") return { control: paragraph(value), read: (text) => text };
  return { control: line(value), read: (text) => text.trim() };
}

const line = (value, type = "text") => {
  const control = h("input", { type, required: type !== "text", autocomplete: "off" });
  control.value = value;
  return control;
};

const paragraph = (value) => {
  const control = h("textarea", { rows: 3 });
  control.value = value;
  return control;
};

const choice = (values, chosen, name, format) => {
  const options = values.filter((value) => value !== null).map((value) => h("option", { value }, format.value(name, value)));
  const control = h("select", {}, options);
  control.value = String(chosen);
  return control;
};

function moment(iso, zone) {
  return { control: line(toWallClock(iso, zone), "datetime-local"), read: (wall) => fromWallClock(wall, zone) };
}

function propertiesOf(tool) {
  const schema = tool?.schema ?? tool?.parameters ?? tool?.input_schema ?? {};
  const definitions = schema.$defs ?? {};
  const entries = Object.entries(schema.properties ?? {});
  return Object.fromEntries(entries.map(([name, property]) => [name, { ...property, definitions }]));
}

// pydantic writes "or nothing" as anyOf, and an enumeration as a reference; a tenant's own list stands beside them.
function resolved(schema) {
  if (schema.enum) return schema;
  const some = schema.anyOf?.find((option) => option.type !== "null") ?? schema;
  const name = some.$ref?.split("/").pop();
  return name ? { ...(schema.definitions?.[name] ?? {}) } : some;
}
