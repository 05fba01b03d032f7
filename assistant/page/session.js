// What this tab remembers: the token, the conversation that is open, the role acted in.

const KEYS = { token: "parley.token", talk: "parley.talk", role: "parley.role" };

function read(name) {
  return sessionStorage.getItem(KEYS[name]) ?? "";
}

function keep(name, value) {
  if (value) sessionStorage.setItem(KEYS[name], value);
  else sessionStorage.removeItem(KEYS[name]);
}

/** Values that outlive a reload and not the tab. */
export const session = {
  get token() { return read("token"); },
  get talk() { return read("talk"); },
  get role() { return read("role"); },
  set talk(value) { keep("talk", value); },
  set role(value) { keep("role", value); },

  /** Begin as the holder of `token`; what was remembered of somebody else is forgotten. */
  begin(token) {
    this.end();
    keep("token", token);
  },

  end() {
    for (const name of Object.keys(KEYS)) keep(name, "");
  },
};

/** Take the token of a link like `/#token=…`, leaving none of it in the address bar; says whether it is a new one. */
export function takeTokenFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!given) return false;
  history.replaceState(null, "", location.pathname + location.search);
  const isNew = given !== session.token;
  if (isNew) session.begin(given);
  return isNew;
}

/** A new UUID; browsers offer randomUUID over plain HTTP on this machine only. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
