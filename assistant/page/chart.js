// A small drawing of an answer's Vega-Lite chart: bars for labels and numbers, columns along time.

import { h } from "./dom.js";

const MOST = 24; // more than that is for the table

/** A drawing of the chart in `spec`, its numbers money where there is a `currency`; nothing for another kind of chart. */
export function chart(spec, format, currency) {
  const [along, across] = axes(spec?.encoding);
  const points = pointsOf(spec?.data?.values, along?.field, across?.field);
  if (points.length < 2 || points.length > MOST || points.some(({ size }) => size < 0)) return null;
  const most = Math.max(...points.map(({ size }) => size)) || 1;
  const isAlongTime = along.type === "temporal" || (spec.mark?.type ?? spec.mark) === "line";
  const words = (size) => (currency ? format.value("amount", size, currency) : format.plain(size));
  const marks = points.map(({ label, size }) => mark(format.value(isAlongTime ? "" : "status", label), words(size), size / most));
  return h("figure", { class: "chart" }, h("ol", { class: isAlongTime ? "chart-columns" : "chart-bars" }, marks));
}

// The axis of the labels, then that of the numbers.
function axes({ x, y } = {}) {
  return y?.type === "quantitative" ? [x, y] : [y, x];
}

function pointsOf(values, label, size) {
  if (!Array.isArray(values) || !label || !size) return [];
  return values.map((value) => ({ label: value[label], size: Number(value[size]) })).filter((point) => Number.isFinite(point.size));
}

function mark(label, number, share) {
  const bar = h("span", { class: "chart-bar" });
  const row = h("li", {}, h("span", { class: "chart-label" }, label), bar, h("span", { class: "chart-number" }, number));
  row.style.setProperty("--share", share);
  return row;
}
