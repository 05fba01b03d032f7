// The rows of an answer.

import { h } from "./dom.js";
import { isNumber, label } from "./format.js";

const HIDDEN = /(^|_)id$/;
const MONEY = /(^|_)amount$/;
const PILLS = new Set(["status", "stage"]);

/** A table of `data`, or nothing where it has no rows. */
export function table(data, format) {
  const columns = columnsOf(data);
  const records = data.rows ?? [];
  if (!records.length || !columns.length) return null;
  for (const column of columns) column.isNumeric = records.every((record) => isNumeric(column.read(record)));
  const currency = columns.find(({ name }) => name === "currency");
  const shown = currency && columns.some(({ name }) => MONEY.test(name)) ? columns.filter((column) => column !== currency) : columns;
  const line = (record) => h("tr", {}, shown.map((column) => cell(column, record, currency?.read(record), format)));
  return h(
    "figure",
    { class: "data" },
    h(
      "div",
      { class: "data-scroll", tabindex: "0", role: "group", "aria-label": "Table" },
      h("table", {}, h("thead", {}, h("tr", {}, shown.map(heading))), h("tbody", {}, records.map(line))),
    ),
    caption(data, records.length),
  );
}

// A column is a name or {name, label}; a row is a list in the columns' order or a mapping by their names.
function columnsOf(data) {
  const given = data.columns ?? Object.keys(data.rows?.[0] ?? {});
  const column = (one, index) => {
    const name = typeof one === "string" ? one : (one.name ?? one.key ?? "");
    return { name, title: one.label ?? label(name), read: (record) => (Array.isArray(record) ? record[index] : record[name]) };
  };
  return given.map(column).filter(({ name }) => !HIDDEN.test(name));
}

const isBlank = (value) => value === null || value === undefined || value === "";
const isNumeric = (value) => isBlank(value) || isNumber(String(value));
const aligned = (column) => column.isNumeric && "number";
const heading = (column) => h("th", { scope: "col", class: aligned(column) }, column.title);

function cell(column, record, currency, format) {
  const value = column.read(record);
  const shown = format.value(column.name, value, currency);
  const isPill = PILLS.has(column.name) && !isBlank(value);
  return h("td", { class: aligned(column) }, isPill ? h("span", { class: "pill", "data-value": value }, shown) : shown);
}

function caption(data, shown) {
  const total = data.total ?? shown;
  return total > shown ? h("figcaption", {}, `The first ${shown} of ${total}.`) : null;
}
