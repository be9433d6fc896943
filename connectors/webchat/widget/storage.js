/* What the browser keeps, and nothing else: the session's key, lines not yet delivered, how far the
 * person has read, and whether the window is open. All of it is needed for what the person asked
 * for (TDDDG § 25 (2) 2); all of it is gone with `forget`. Without storage the chat works until the
 * page is left.
 */

const PREFIX = "lotse-chat";

export class Storage {
  constructor(base) {
    this.prefix = `${PREFIX}:${new URL(base).host}:`;
    this.memory = new Map();
  }

  session() {
    return this.get("session");
  }

  setSession(token) {
    this.set("session", token);
  }

  read() {
    return Number(this.get("read")) || 0;
  }

  setRead(n) {
    this.set("read", String(n));
  }

  wasOpen() {
    return this.get("open") === "1";
  }

  setOpen(open) {
    if (open) this.set("open", "1");
    else this.remove("open");
  }

  /* Each unsent line has a key of its own, so that two tabs never overwrite each other's. */
  keepUnsent(draft) {
    this.set(`unsent:${draft.id}`, JSON.stringify(draft));
  }

  dropUnsent(id) {
    this.remove(`unsent:${id}`);
  }

  unsent() {
    const drafts = this.names()
      .filter((name) => name.startsWith("unsent:"))
      .map((name) => parsed(this.get(name)))
      .filter((draft) => draft && typeof draft.id === "string" && typeof draft.text === "string");
    return drafts.sort((one, other) => String(one.at).localeCompare(String(other.at)));
  }

  forget() {
    for (const name of this.names()) this.remove(name);
  }

  names() {
    return this.keys()
      .filter((key) => key.startsWith(this.prefix))
      .map((key) => key.slice(this.prefix.length));
  }

  keys() {
    try {
      return Object.keys(localStorage);
    } catch {
      return [...this.memory.keys()];
    }
  }

  get(name) {
    try {
      return localStorage.getItem(this.prefix + name);
    } catch {
      return this.memory.get(this.prefix + name) ?? null;
    }
  }

  set(name, value) {
    try {
      localStorage.setItem(this.prefix + name, value);
    } catch {
      this.memory.set(this.prefix + name, value);
    }
  }

  remove(name) {
    try {
      localStorage.removeItem(this.prefix + name);
    } catch {
      this.memory.delete(this.prefix + name);
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
