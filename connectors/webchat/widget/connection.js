/* Talks to the gateway: goes on after the last line seen, and sends each line until it is kept. */

import { io } from "./vendor/socket.io.esm.min.js";

const ACK_MS = 10_000;
const TYPING_MS = 30_000;
const SESSION_AGAIN_MS = 5_000;
const FINAL = ["too_long", "empty"];

export class Connection {
  constructor({ base, thread, storage }) {
    this.thread = thread;
    this.storage = storage;
    this.onStatus = this.onSpeaker = this.onTyping = this.onLimited = () => {};
    this.session = null; // whose lines go out; null while nothing can
    this.shown = null; // whose lines are on show
    this.flushing = false;
    const home = new URL("../", base);
    this.home = home;
    this.socket = io(home.origin, {
      path: `${home.pathname}socket.io`,
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
      timeout: 10_000,
    });
    this.listen();
    for (const draft of storage.unsent()) thread.add(draft);
  }

  listen() {
    this.socket.on("connect", () => this.askSession());
    this.socket.on("disconnect", (reason) => this.lost(reason));
    this.socket.on("connect_error", () => this.onStatus("lost"));
    this.socket.on("session_confirm", (token) => this.confirmed(token));
    this.socket.on("history", ({ lines, reset }) => this.heard(lines, reset));
    this.socket.on("speaker", (speaker) => this.spoken(speaker));
    this.socket.on("typing", () => this.typing());
    this.socket.on("limited", (limited) => this.limited(limited));
  }

  open() {
    if (this.socket.active) return;
    this.onStatus("connecting");
    this.socket.connect();
  }

  send({ text, payload }) {
    const id = crypto.randomUUID?.() ?? randomId();
    const draft = { id, text, payload, at: new Date().toISOString() };
    this.storage.keepUnsent(draft);
    this.thread.add(draft);
    this.open();
    this.flush();
  }

  /* Returns a file that an agent sent. Only whoever has the session gets it. */
  async file(id) {
    const headers = { Authorization: `Bearer ${this.storage.session()}` };
    const address = new URL(`chat/files/${encodeURIComponent(id)}`, this.home);
    const answer = await fetch(address, { headers, credentials: "omit", cache: "no-store" });
    if (!answer.ok) throw new Error(`The file did not come: ${answer.status}.`);
    return answer.blob();
  }

  retry(id) {
    this.thread.resume(id);
    this.open();
    this.flush();
  }

  /* Begins anew: this device forgets the conversation, the gateway opens another one. */
  restart() {
    this.storage.forget();
    this.storage.setOpen(true);
    this.session = this.shown = null;
    this.thread.clear();
    this.socket.disconnect();
    this.open();
  }

  askSession() {
    const token = this.storage.session();
    this.session = null;
    this.show(token);
    this.socket.emit("session_request", { session_id: token, after: this.thread.last });
  }

  /* Another session than the one on show (begun anew, here or in another tab) has other lines. */
  show(token) {
    if (this.shown && this.shown !== token) this.forgetLines();
    this.shown = token;
  }

  confirmed(token) {
    this.show(token);
    this.storage.setSession(token);
    this.session = token;
    this.onStatus("open");
    this.flush();
  }

  heard(lines, reset) {
    if (reset) this.forgetLines();
    if (lines.some((line) => line.speaker !== "customer")) this.quiet();
    for (const line of lines) this.storage.dropUnsent(line.id);
    this.thread.receive(lines);
  }

  spoken(speaker) {
    if (["queue", "agent"].includes(speaker.speaker)) this.quiet();
    this.onSpeaker(speaker);
  }

  typing() {
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => this.quiet(), TYPING_MS);
    this.onTyping(true);
  }

  quiet() {
    clearTimeout(this.typingEnds);
    this.onTyping(false);
  }

  limited(limited) {
    this.onLimited(limited);
    // Declined before there was a session: ask again when it makes sense.
    if (!this.session) {
      const pause = Math.max(limited.retry_after * 1000, SESSION_AGAIN_MS);
      setTimeout(() => this.socket.connected && !this.session && this.askSession(), pause);
    }
  }

  lost(reason) {
    this.session = null;
    this.quiet();
    if (reason !== "io client disconnect") this.onStatus("lost");
    if (reason === "io server disconnect") setTimeout(() => this.open(), SESSION_AGAIN_MS);
  }

  /* Sends what waits, one after the other, so that lines arrive in the order they were written. */
  async flush() {
    if (this.flushing) return;
    this.flushing = true;
    try {
      for (let draft = this.next(); draft && this.session; draft = this.next()) {
        await this.deliver(draft);
      }
    } finally {
      this.flushing = false;
    }
  }

  next() {
    const sending = new Set(
      this.thread.lines.filter((line) => line.state === "sending").map((line) => line.id),
    );
    return this.storage.unsent().find((draft) => sending.has(draft.id));
  }

  async deliver({ id, text, payload }) {
    let answer;
    try {
      answer = await this.socket
        .timeout(ACK_MS)
        .emitWithAck("user_uttered", { id, message: payload ?? text, session_id: this.session });
    } catch {
      // No answer. Connected, the person may try again; otherwise it goes with the next connection.
      if (this.socket.connected) this.thread.fail(id, "unavailable");
      else this.session = null;
      return;
    }
    if (answer?.n) {
      this.storage.dropUnsent(id);
      this.thread.confirm(id, answer.n);
    } else {
      if (FINAL.includes(answer?.code)) this.storage.dropUnsent(id);
      this.thread.fail(id, answer?.code ?? "unavailable");
    }
  }

  /* Starts the view anew; what is unsent stays, and goes to the new session. */
  forgetLines() {
    this.thread.clear();
    this.storage.setRead(0);
    for (const draft of this.storage.unsent()) this.thread.add(draft);
  }
}

/* For pages without a secure context, where the browser hides randomUUID. */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
