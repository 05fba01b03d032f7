// The chat page: signs in, then brings the conversation, the side and the message field together.

import { Api, Problem, Unreachable } from "./api.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { follow } from "./events.js";
import { Format } from "./format.js";
import { session, takeTokenFromAddress } from "./session.js";
import { Side } from "./side.js";
import { askWhoItIs } from "./sign-in.js";
import { Talk } from "./talk.js";
import { greet } from "./welcome.js";

const NEW = "New conversation";

class Page {
  constructor(api, me, tools) {
    Object.assign(this, { api, me });
    const format = new Format(me);
    const on = {
      added: (element) => this.#reveal(element),
      sent: () => this.#talking(true),
      signedOut: () => leave("Your sign-in has run out. Please sign in again."),
      turn: (response) => this.#turned(response),
    };
    this.talk = new Talk({ api, log: byId("log"), format, tools, on });
    this.composer = new Composer({ say: (text) => this.#say(text), approve: () => this.#approve() });
    this.side = new Side({
      leave: () => leave(),
      newTalk: () => this.#begin(),
      open: (id) => this.#open(id),
      role: (role) => this.#act(role),
    });
  }

  async start() {
    byId("app").hidden = false;
    this.#act(session.role);
    greet(this.me, (text) => this.#say(text));
    if (session.talk) await this.#open(session.talk);
    else this.#begin();
  }

  #say(text) {
    if (this.talk.isBusy) return false;
    this.talk.say(text);
    return true;
  }

  #approve() {
    const card = this.talk.shown;
    if (card) this.talk.act.approve(card);
  }

  // Cards are settled and changed in other windows and in the terminal, too.
  #follow(id) {
    if (this.followed === id) return;
    this.unfollow?.();
    this.followed = id;
    this.heard = [];
    this.isStale = false;
    this.unfollow = id ? follow(this.api, id, (event) => { this.heard.push(event); this.#takeIn(id); }) : null;
  }

  // What comes while an answer is awaited may be of one's own doing: the answer is shown first.
  async #takeIn(id) {
    if (this.talk.isBusy || id !== this.followed) return;
    const isNews = this.heard.splice(0).map((event) => this.talk.hear(event)).some(Boolean);
    this.isStale ||= isNews;
    if (this.isStale && !this.talk.isEditing) await this.#refresh(id);
  }

  async #refresh(id) {
    try {
      const found = await this.talk.open(id, true);
      if (!found) return;
      this.isStale = false;
      this.#offer(found.response ?? {});
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    }
  }

  #begin() {
    this.#follow("");
    this.talk.reset();
    session.talk = "";
    byId("title").textContent = NEW;
    this.#talking(false);
    this.#offer({});
    this.#list();
    this.composer.focus();
  }

  async #open(id) {
    try {
      const { title, response } = await this.talk.open(id);
      session.talk = id;
      byId("title").textContent = title || NEW;
      this.#talking(true);
      this.#offer(response ?? {});
      this.#follow(id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#begin(); // it is gone, or somebody else's
    }
    this.#list();
  }

  #turned(response) {
    const isFirst = session.talk !== response.session_id;
    session.talk = response.session_id;
    this.#offer(response);
    byId("announcer").textContent = response.reply;
    if (isFirst) this.#list();
    this.#follow(response.session_id);
    this.#takeIn(response.session_id);
    this.composer.focus();
  }

  // To its end, or to its beginning where it is longer than the screen.
  #reveal(element) {
    const isLong = element.offsetHeight > byId("scroll").clientHeight - 40;
    element.scrollIntoView({ block: isLong ? "start" : "end" });
  }

  #offer(response) {
    this.composer.suggest(response);
    this.composer.wait(response.parked, (id) => this.talk.cards.get(id)?.name);
    const last = byId("log").lastElementChild;
    if (last) this.#reveal(last); // the foot may have grown over it
  }

  // A list that cannot be had now is no reason to stop talking.
  async #list() {
    try {
      const { items = [] } = await this.api.talks();
      this.side.list(items, session.talk);
      const current = items.find(({ session_id: id }) => id === session.talk);
      if (current?.title) byId("title").textContent = current.title;
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    }
  }

  #act(role) {
    const isLess = Boolean(role) && role !== this.me.role;
    session.role = isLess ? role : "";
    this.talk.role = session.role;
    this.side.who(this.me, session.role);
    byId("acting").hidden = !isLess;
    byId("acting").textContent = isLess ? `Acting as ${role}` : "";
  }

  #talking(isTalking) {
    byId("welcome").hidden = isTalking;
  }
}

function leave(notice = "") {
  session.end();
  byId("app").hidden = true;
  askWhoItIs(new Api(), enter, notice);
}

// The page begins anew for whoever signs in: nothing of the one before stays on it.
function enter(token) {
  session.begin(token);
  location.reload();
}

async function open() {
  if (!session.token) return leave();
  const api = new Api(session.token);
  try {
    const [me, tools] = await Promise.all([api.me(), api.tools().catch(() => new Map())]);
    byId("sign-in").hidden = true;
    await new Page(api, me.user ?? me, tools).start();
  } catch (error) {
    if (error instanceof Problem) leave(error.status === 401 ? "That sign-in is no longer good." : error.message);
    else if (error instanceof Unreachable) leave("Parley can’t be reached right now.");
    else throw error;
  }
  return undefined;
}

addEventListener("hashchange", () => takeTokenFromAddress() && location.reload());
takeTokenFromAddress();
open();
