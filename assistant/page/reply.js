// One reply: its words, and beside them what the words are about.

import { verbOf } from "./abilities.js";
import { agenda } from "./agenda.js";
import { chart } from "./chart.js";
import { h, icon } from "./dom.js";
import { label } from "./format.js";
import { prose } from "./prose.js";
import { table } from "./table.js";

/** What was said, as the person's own bubble. */
export function saidByUser(text) {
  return h("article", { class: "turn mine", "aria-label": "You" }, h("p", { class: "bubble" }, text));
}

/** The reply's element, around `card` where it has one.  `act` has `say(text, shown)` and `undo()`. */
export function replyElement(response, card, { format, act }) {
  const parts = [
    response.receipts?.length ? receipts(response, format, act) : words(response, format),
    data(response.data, format),
    examples(response.data, act),
    question(response.question, act),
    card?.element,
    citations(response.citations),
  ];
  return h("article", { class: "turn theirs", "data-status": response.status, "aria-label": "Parley" }, parts);
}

/** Something went wrong on the way; `again` tries once more where that may help. */
export function trouble(text, again) {
  const button = again && h("button", { type: "button", class: "button", onclick: again }, icon("undo"), "Try again");
  return h("article", { class: "turn trouble", role: "alert" }, h("p", {}, icon("warn"), h("span", {}, text)), button);
}

/** Three dots, until there is an answer. */
export function thinking() {
  return h("article", { class: "turn theirs thinking", "aria-label": "Parley is thinking" }, h("span"), h("span"), h("span"));
}

function words(response, format) {
  const text = besides(response);
  return text ? h("div", { class: "words" }, prose(text, format)) : null;
}

// The reply is complete on its own.  What the card, the buttons, the table or the foot of the page say is left to them.
function besides({ reply, proposal, data: found, question: asked, parked = [] }) {
  const actions = proposal?.actions ?? [];
  const said = [
    ...actions.flatMap(({ summary, warnings = [] }) => [summary, ...warnings]),
    ...(asked?.options ?? []).map((option) => option.label),
    ...parked.map(({ summary }) => summary),
  ].map(folded);
  const cells = [...(found?.examples ?? []), ...(found?.rows ?? []).flatMap((row) => Object.values(row))].filter(isTelling).map(folded);
  const isSaid = (line) => said.some((text) => text && folded(line).includes(text));
  const isListed = (line) => cells.length > 0 && (MORE.test(line) || (isItem(line) && cells.some((text) => folded(line).includes(text))));
  const isAsked = (line) => proposal && ASKING.test(line);
  const isElsewhere = (line) => isSaid(line) || isListed(line) || isAsked(line);
  const lines = String(reply ?? "").split("\n");
  return lines.filter((line, index) => !isElsewhere(line) && !headsNothing(lines, index, isElsewhere)).join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

// A heading, such as a day's, whose items are shown elsewhere; the reply's first line stays.
function headsNothing(lines, index, isElsewhere) {
  const next = lines[index + 1];
  return index > 0 && /:\s*$/.test(lines[index]) && next !== undefined && isElsewhere(next);
}

const ASKING = /\(yes \/ no\b.*\)\s*$/; // the card's buttons ask that
const MORE = /^(?:[-•*–·]\s*)?and [\d,.]+ more\b/i; // the table has them all
const isTelling = (cell) => typeof cell === "string" && cell.length > 2;
const isItem = (line) => /^\s*(?:[-•*–·]|\d+[.):])\s/.test(line);
const folded = (text) => String(text).toLocaleLowerCase().replace(/\s+/g, " ").trim();

function data(found, format) {
  if (!found || found.kind === "nothing") return null;
  if (found.kind === "agenda") return agenda(found, format);
  const drawn = found.chart && chart(found.chart, format, found.currency);
  const rows = table(found, format);
  return drawn && rows ? [drawn, h("details", { class: "numbers" }, h("summary", {}, "The numbers"), rows)] : (drawn ?? rows);
}

function examples(found, act) {
  if (!found?.examples?.length) return null;
  const example = (text) => h("li", {}, h("button", { type: "button", class: "chip", onclick: () => act.say(text) }, text));
  return h("ul", { class: "tries" }, found.examples.map(example));
}

function question(asked, act) {
  if (!asked?.options?.length) return null;
  const option = ({ value, label: text }, index) =>
    h("li", {}, h("button", { type: "button", class: "option", "data-option": true, onclick: () => act.say(String(value), text) }, h("span", { class: "option-number" }, index + 1), h("span", {}, text)));
  return h("ol", { class: "options" }, asked.options.map(option));
}

// One receipt is what the words say; of several each has its line.
function receipts(response, format, act) {
  const { receipts: done, status } = response;
  const [first, ...others] = besides(response).replace(/^✅\s*/u, "").split("\n").filter((line) => !isItem(line));
  const lines = done.length > 1 ? done.map((receipt) => receiptLine(receipt, format)) : [];
  const canUndo = status === "done" && done.some(({ reversible }) => reversible !== false);
  const undo = h("button", { type: "button", class: "button quiet", "data-undo": true, onclick: () => act.undo() }, icon("undo"), "Undo");
  return [
    h(
      "section",
      { class: "receipts", "aria-label": "What was done" },
      h("p", {}, icon("check"), h("span", {}, first)),
      canUndo ? undo : null,
      lines.length ? h("ul", {}, lines) : null,
    ),
    others.length ? h("div", { class: "words" }, prose(others.join("\n"), format)) : null,
  ];
}

function receiptLine({ tool, target, changes }, format) {
  return h(
    "li",
    {},
    h("span", {}, `${verbOf(tool)} `, h("strong", {}, target?.name ?? "")),
    h("span", { class: "receipt-changes" }, changeWords(changes, format)),
  );
}

function changeWords(changes, format) {
  const word = ({ field, before, after }) => {
    const isNew = before === null || before === undefined || before === "";
    return `${label(field)} ${isNew ? "" : `${format.value(field, before)} → `}${format.value(field, after)}`;
  };
  return (changes ?? []).map(word).join(" · ");
}

function citations(list) {
  if (!list?.length) return null;
  const one = ({ title, source, quote }) =>
    h("li", {}, h("cite", {}, title || source), quote ? h("blockquote", {}, quote) : null, title && source ? h("span", { class: "source" }, source) : null);
  return h("details", { class: "citations" }, h("summary", {}, list.length === 1 ? "1 source" : `${list.length} sources`), h("ol", {}, list.map(one)));
}
