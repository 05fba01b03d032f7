// Values as a person reads them, in the locale and time zone of the person signed in.

const LABELS = {
  amount: "Amount",
  closed_on: "Closed",
  due_on: "Due",
  duration_minutes: "Length",
  email: "E-mail",
  expected_amount: "Expected amount",
  expected_close_on: "Expected close",
  last_contacted: "Last contact",
  lead_id: "Lead",
  next_follow_up_at: "Next follow-up",
  occurred_at: "When",
  opened_on: "Opened",
  owner_id: "Owner",
  starts_at: "When",
};
const SLUGS = new Set(["status", "stage", "kind", "type", "role", "source"]);
const MONEY = /(^|_)amount$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const NOTHING = "—";

/** `starts_at` → `When`, `lease_ends` → `Lease ends`. */
export function label(field) {
  const name = field.replace(/^custom\./, "");
  return LABELS[name] ?? sentence(name);
}

const sentence = (slug) => {
  const words = String(slug).replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** How a person's values are written: `value(field, value)`, `moment(iso)`, `plain(number)`. */
export class Format {
  constructor({ locale = "en-US", timezone } = {}) {
    this.locale = supported(locale);
    this.timezone = timezone;
  }

  value(field, value, currency) {
    if (value === null || value === undefined || value === "") return NOTHING;
    if (Array.isArray(value)) return value.length ? value.map((item) => this.value(field, item)).join(", ") : NOTHING;
    if (typeof value === "boolean") return value ? "Yes" : "No";
    if (typeof value === "object") return this.#pairs(value);
    return this.#scalar(field, value, currency);
  }

  #pairs(object) {
    if ("amount" in object) return this.#money(object.amount, object.currency);
    return Object.entries(object).map(([key, value]) => `${label(key)}: ${this.value(key, value)}`).join("\n");
  }

  #scalar(field, value, currency) {
    const text = String(value);
    if (field === "last_contacted" && MOMENT.test(text)) return this.dayOfMoment(text);
    if (MOMENT.test(text)) return this.moment(text);
    if (DAY.test(text)) return this.day(text);
    if (MONEY.test(field) && isNumber(text)) return this.#money(text, currency);
    if (field === "duration_minutes") return `${text} min`;
    if (SLUGS.has(field)) return sentence(text);
    return typeof value === "number" ? this.plain(value) : text;
  }

  plain(number) {
    return new Intl.NumberFormat(this.locale, { maximumFractionDigits: 2 }).format(number);
  }

  #money(amount, currency) {
    const whole = Number(amount) % 1 === 0;
    const digits = { minimumFractionDigits: whole ? 0 : 2, maximumFractionDigits: whole ? 0 : 2 };
    const style = currency ? { style: "currency", currency } : {};
    return new Intl.NumberFormat(this.locale, { ...style, ...digits }).format(Number(amount));
  }

  moment(iso) {
    const when = new Date(iso);
    const options = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" };
    return when.toLocaleString(this.locale, { ...options, ...yearUnlessThis(when), timeZone: this.timezone });
  }

  /** A date without a clock is the same day everywhere. */
  day(iso) {
    return this.#date(new Date(`${iso}T00:00:00Z`), "UTC");
  }

  /** The day on which a moment falls for this person. */
  dayOfMoment(iso) {
    return this.#date(new Date(iso), this.timezone);
  }

  #date(when, timeZone) {
    const options = { weekday: "short", day: "numeric", month: "short", ...yearUnlessThis(when) };
    return when.toLocaleDateString(this.locale, { ...options, timeZone });
  }

  clock(iso) {
    return new Date(iso).toLocaleTimeString(this.locale, { hour: "numeric", minute: "2-digit", timeZone: this.timezone });
  }
}

export const isNumber = (text) => text !== "" && Number.isFinite(Number(text));

const yearUnlessThis = (when) => (when.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" });

function supported(locale) {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? "en-US";
  } catch {
    return "en-US";
  }
}
