/* What was said: the server's lines in its order, then the person's own that it has not confirmed. */

export const SENDING = "sending";
export const SENT = "sent";
export const FAILED = "failed";

export class Thread {
  constructor() {
    this.onChange = () => {};
    this.read = 0;
    this.clear();
  }

  clear() {
    this.known = new Map();
    this.last = 0;
    this.read = 0;
    this.onChange();
  }

  /* Takes the server's lines. `last` is the number after which to ask: only lines in a row count,
     an acknowledgement's number may run ahead of lines that are still on their way. */
  receive(lines) {
    for (const line of lines) {
      const own = this.known.get(line.id);
      const text = own ? own.text : line.text;
      this.known.set(line.id, { ...line, text, state: SENT });
      this.last = Math.max(this.last, line.n);
    }
    if (lines.length) this.onChange();
  }

  /* Adds a line of the person's own that is on its way. */
  add({ id, text, at }) {
    if (this.known.has(id)) return;
    this.known.set(id, { id, text, at, n: null, speaker: "customer", buttons: [], state: SENDING });
    this.onChange();
  }

  confirm(id, n) {
    this.change(id, { n, state: SENT, problem: "" });
  }

  fail(id, problem) {
    this.change(id, { state: FAILED, problem });
  }

  resume(id) {
    this.change(id, { state: SENDING, problem: "" });
  }

  change(id, changes) {
    const line = this.known.get(id);
    if (!line || (line.state === SENT && changes.state !== SENT)) return;
    this.known.set(id, { ...line, ...changes });
    this.onChange();
  }

  get lines() {
    const lines = [...this.known.values()];
    const confirmed = lines.filter((line) => line.n !== null).sort((a, b) => a.n - b.n);
    return [...confirmed, ...lines.filter((line) => line.n === null)];
  }

  get unread() {
    return this.lines.filter((line) => line.n > this.read && line.speaker !== "customer").length;
  }

  markRead() {
    this.read = this.last;
  }
}
