// A reply's words, laid out as they are written: paragraphs, lists, and facts ("City: Portland").

import { h } from "./dom.js";

const ITEM = /^\s*[•*-]\s+(.*)$/;
const FACT = /^([^:.?!“"]{2,28}): (\S.*)$/;
const HEAD = /^(.{2,60}):$/;

/** The elements that show `text`; a date in a fact is written as `format` does. */
export function prose(text, format) {
  const lines = text.split("\n");
  const blocks = [];
  while (lines.length) blocks.push(block(lines, format));
  return blocks.filter(Boolean);
}

function block(lines, format) {
  const items = taken(lines, ITEM);
  if (items.length) return h("ul", { class: "points" }, items.map(([, text]) => h("li", {}, text)));
  const facts = FACT.test(lines[1] ?? "") ? taken(lines, FACT) : [];
  if (facts.length) return h("dl", { class: "facts" }, facts.map(([, name, value]) => [h("dt", {}, name), h("dd", {}, format.value("", value))]));
  const [head] = ITEM.test(lines[1] ?? "") ? taken(lines, HEAD, 1) : [];
  return head ? h("p", { class: "points-head" }, head[1]) : paragraph(lines);
}

// The lines from the first on that fit the pattern, which leave the list.
function taken(lines, pattern, most = Infinity) {
  const found = [];
  while (lines.length && found.length < most && pattern.test(lines[0])) found.push(pattern.exec(lines.shift()));
  return found;
}

function paragraph(lines) {
  const text = [];
  while (lines.length && lines[0].trim() && !(text.length && startsBlock(lines))) text.push(lines.shift());
  if (!text.length) lines.shift();
  return text.length ? h("p", {}, text.join("\n")) : null;
}

const startsBlock = ([line, next = ""]) => ITEM.test(line) || (FACT.test(line) && FACT.test(next)) || (HEAD.test(line) && ITEM.test(next));
