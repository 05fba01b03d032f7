// The rows of an answer.

import { h } from "./dom.js";
import { isNumber, label } from "./format.js";

const HIDDEN = /(^|_)id$/;
const MONEY = /(^|_)amount$|^value$/;
const PILLS = new Set(["status", "stage"]);

/** A table of `data`, or nothing where it has no rows. */
export function table(data, format) {
  const records = data.rows ?? [];
  const columns = columnsOf(data).filter((column) => isWorthShowing(column, records));
  if (!records.length || !columns.length) return null;
  for (const column of columns) column.isNumeric = records.every((record) => isNumeric(column.read(record)));
  const currencyOf = currencyReader(data, columns);
  const shown = columns.filter(({ name }) => name !== "currency" || !columns.some((other) => MONEY.test(other.name)));
  const line = (record) => h("tr", {}, shown.map((column) => cell(column, record, currencyOf(record), format)));
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

/** The rows of `data` as mappings by column name. */
export function recordsOf(data) {
  const columns = columnsOf(data);
  return (data.rows ?? []).map((record) => Object.fromEntries(columns.map(({ name, read }) => [name, read(record)])));
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

// Nobody needs a column of nothing, or of the one owner whose leads these are.
function isWorthShowing({ name, read }, records) {
  const values = new Set(records.map(read));
  return !(values.size === 1 && name === "owner" && records.length > 1) && [...values].some((value) => !isBlank(value));
}

function currencyReader(data, columns) {
  const column = columns.find(({ name }) => name === "currency");
  return (record) => column?.read(record) ?? data.currency;
}

const isBlank = (value) => value === null || value === undefined || value === "";
const isNumeric = (value) => isBlank(value) || isNumber(String(value));
const LONG = 32; // characters from which a cell is broken into lines
const aligned = (column) => column.isNumeric && "number";
const heading = (column) => h("th", { scope: "col", class: aligned(column) }, column.title);

function cell(column, record, currency, format) {
  const value = column.read(record);
  const shown = format.value(column.isNumeric && column.name === "value" && currency ? "amount" : column.name, value, currency);
  const isPill = PILLS.has(column.name) && !isBlank(value);
  const className = aligned(column) || (shown.length > LONG && "long");
  return h("td", { class: className }, isPill ? h("span", { class: "pill", "data-value": value }, shown) : shown);
}

function caption(data, shown) {
  const total = data.total ?? shown;
  return total > shown ? h("figcaption", {}, `The first ${shown} of ${total}.`) : null;
}
