// The requests: POST /chat, GET /chat, GET /chat/{session_id}, GET /me, GET /tools and the demo's /login.

const WAITS = [700, 1800, 4000]; // milliseconds before a request is sent again
const PATIENCE = 60_000; // milliseconds until an answer no longer comes
const PASSING = new Set([502, 503, 504]);

/** What the service refused, worded for the person. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The service answered ${status}.`);
    this.status = status;
  }
}

/** The service could not be reached, or not for now. */
export class Unreachable extends Error {}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The service as seen by the holder of `token`. */
export class Api {
  constructor(token = "") {
    this.token = token;
  }

  me = () => this.#patiently("GET", "me");
  talks = () => this.#patiently("GET", "chat");
  talk = (sessionId) => this.#patiently("GET", `chat/${encodeURIComponent(sessionId)}`);
  events = (sessionId, signal) =>
    fetch(`chat/${encodeURIComponent(sessionId)}/events`, { headers: { Authorization: `Bearer ${this.token}` }, signal, credentials: "omit" });
  users = () => this.#patiently("GET", "login");
  signIn = (email) => this.#once("POST", "login", { email });

  /** Each tool by its name. */
  async tools() {
    const body = await this.#patiently("GET", "tools");
    const list = Array.isArray(body) ? body : (body.items ?? body.tools ?? []);
    return new Map(list.map((tool) => [tool.name, tool]));
  }

  /** Say `turn`, which carries its message_id: sending it again does nothing twice. */
  say = (turn) => this.#patiently("POST", "chat", turn);

  async #patiently(method, path, body) {
    for (const wait of WAITS) {
      try {
        return await this.#once(method, path, body);
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        await pause(wait);
      }
    }
    return this.#once(method, path, body);
  }

  async #once(method, path, body) {
    const response = await this.#fetched(method, path, body);
    if (PASSING.has(response.status)) throw new Unreachable(`${response.status}`);
    const content = await response.json().catch(() => ({}));
    if (!response.ok) throw new Problem(response.status, content);
    return content;
  }

  async #fetched(method, path, body) {
    const headers = { Accept: "application/json" };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    if (body) headers["Content-Type"] = "application/json";
    const signal = AbortSignal.timeout(PATIENCE);
    try {
      return await fetch(path, { method, headers, body: body && JSON.stringify(body), signal, credentials: "omit" });
    } catch (error) {
      throw new Unreachable(error.message);
    }
  }
}
