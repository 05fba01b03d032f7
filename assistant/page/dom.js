// Elements without markup strings: whatever comes from a record or a person only ever becomes text.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and listeners (`onclick: fn`); children are nodes, strings or nothing. */
export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The element of that id, which index.html has. */
export const byId = (id) => document.getElementById(id);

// Strokes on a grid of 20 by 20.
const ICONS = {
  arrow: "M4 10h11M11 5.5 15.5 10 11 14.5",
  ask: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM8 8.2a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1M10 13.6v.1",
  calendar: "M4 5.5h12v11H4zM4 8.5h12M7 3.5v3M13 3.5v3",
  call: "M5 4h2.5l1.2 3.2-1.5 1.2a8 8 0 0 0 4.4 4.4l1.2-1.5L16 12.5V15a1.5 1.5 0 0 1-1.6 1.5A11 11 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4z",
  chart: "M4 16.5V11M8 16.5v-9M12 16.5V9.5M16 16.5v-13",
  check: "M4.5 10.5 8.5 14.5 15.5 6",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6.5V10l2.5 1.8",
  close: "M5.5 5.5l9 9M14.5 5.5l-9 9",
  deal: "M3.5 7h13v9h-13zM7.5 7V4.5h5V7M3.5 11h13",
  list: "M7.5 5.5h9M7.5 10h9M7.5 14.5h9M3.7 5.5h.1M3.7 10h.1M3.7 14.5h.1",
  mail: "M3.5 5.5h13v9.5h-13zM3.5 6.5l6.5 5 6.5-5",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  note: "M5 3.5h10v13H5zM7.5 7h5M7.5 10h5M7.5 13h3",
  pencil: "M4 16l.7-3.2L13 4.5l2.5 2.5-8.3 8.3zM11.5 6l2.5 2.5",
  person: "M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4.5 16.5c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5",
  plus: "M10 4.5v11M4.5 10h11",
  search: "M9 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM12.6 12.6l3.9 3.9",
  send: "M10 16V4.5M5 9.3l5-5 5 5",
  swap: "M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3",
  undo: "M7.5 5 4 8.5 7.5 12M4.5 8.5h7a4 4 0 0 1 0 8H9",
  warn: "M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.3v.1",
};

/** A picture of the given name; it says nothing to a screen reader. */
export function icon(name) {
  const path = svg("path", { d: ICONS[name] ?? ICONS.note });
  return svg("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true", focusable: "false" }, path);
}
