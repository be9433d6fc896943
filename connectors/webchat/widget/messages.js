/* The log: every line once, in order, spoken by whom and when. */

import { h, hidden, icon } from "./dom.js";
import { SentFiles } from "./sent_files.js";
import { clock, dayName, dayOf, pieces } from "./format.js";

const NEAR_END = 80;
const SAME_BREATH_MS = 5 * 60 * 1000;

export class Messages {
  constructor({ config, texts, onRetry, onButton, onFile }) {
    this.config = config;
    this.texts = texts;
    this.onRetry = onRetry;
    this.onButton = onButton;
    this.files = new SentFiles({ texts, onFile, onShown: () => this.sticks && this.toEnd() });
    this.shown = new Map();
    this.list = h("div", {
      class: "log",
      role: "log",
      "aria-label": texts.log,
      "aria-live": "polite",
      tabindex: "0",
    });
    this.dots = this.typingDots();
    this.below = h(
      "button",
      { class: "below", type: "button", hidden: true, onclick: () => this.goToEnd() },
      icon("down"),
      texts.newBelow,
    );
    this.root = h("div", { class: "log-place" }, this.list, this.below);
    this.list.append(this.dots);
    this.sticks = true;
    this.top = 0;
    this.list.addEventListener("scroll", () => this.scrolled());
    // Bars and the keyboard take room away: who read the end goes on reading the end.
    new ResizeObserver(() => this.sticks && this.toEnd()).observe(this.list);
  }

  typingDots() {
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    return h("div", { class: "typing", hidden: true }, dots);
  }

  showTyping(typing) {
    this.dots.hidden = !typing;
    if (typing && this.sticks) this.toEnd();
  }

  /* Brings the log to what the thread says; known lines keep their elements. */
  show(lines) {
    // A history that comes back is not read aloud; what comes one by one is.
    const many = lines.length - this.shown.size > 3;
    this.list.setAttribute("aria-live", many ? "off" : "polite");
    const added = this.arrange(lines);
    if (this.sticks || added.some((line) => line.state === "sending")) this.toEnd();
    else if (added.length) this.below.hidden = false;
    if (many) requestAnimationFrame(() => this.list.setAttribute("aria-live", "polite"));
  }

  arrange(lines) {
    const added = [];
    const keep = new Set();
    let place = this.list.firstChild;
    const put = (key, build) => {
      keep.add(key);
      const element = this.shown.get(key) ?? build();
      this.shown.set(key, element);
      if (element === place) place = place.nextSibling;
      else this.list.insertBefore(element, place);
      return element;
    };
    let previous = null;
    for (const line of lines) {
      const at = new Date(line.at);
      if (!previous || dayOf(new Date(previous.at)) !== dayOf(at)) {
        put(`day:${dayOf(at)}`, () => this.day(at));
        previous = null;
      }
      if (!this.shown.has(line.id)) added.push(line);
      const element = put(line.id, () => this.line(line));
      element.classList.toggle("follows", follows(previous, line));
      this.update(element, line, line === lines.at(-1));
      previous = line;
    }
    for (const [key, element] of this.shown) {
      if (keep.has(key)) continue;
      element.remove();
      this.shown.delete(key);
    }
    return added;
  }

  day(at) {
    return h("div", { class: "day" }, h("span", {}, dayName(at, this.texts)));
  }

  line(line) {
    const { texts } = this;
    const name = this.nameOf(line);
    const bubble = h("div", { class: "bubble" }, hidden(texts.says(name)));
    if (line.speaker === "notice") bubble.prepend(icon("info"));
    bubble.append(h("div", { class: "text", dir: "auto" }, ...this.content(line)));
    bubble.append(...(line.files ?? []).map((file) => this.files.show(file)));
    const meta = h("div", { class: "meta" });
    const parts = line.speaker === "customer" || line.speaker === "notice" ? [] : [this.byline(line, name)];
    return h("div", { class: `line ${line.speaker}`, "data-id": line.id }, ...parts, bubble, meta);
  }

  byline(line, name) {
    const mark = icon(line.speaker === "agent" ? "person" : "robot");
    return h("div", { class: "byline", "aria-hidden": "true" }, mark, name);
  }

  nameOf({ speaker, author }) {
    const { texts, config } = this;
    if (speaker === "customer") return texts.you;
    if (speaker === "agent") return author || texts.team;
    return speaker === "notice" ? texts.notice : config.assistant;
  }

  content(line) {
    const parts = pieces(line.text).map((piece) => this.piece(piece));
    if (line.image && /^(https:|\/)/.test(line.image)) {
      parts.push(
        h("img", {
          src: line.image,
          alt: this.texts.image,
          loading: "lazy",
          referrerpolicy: "no-referrer",
          onload: () => this.sticks && this.toEnd(),
        }),
      );
    }
    return parts;
  }

  piece({ kind, text, href, name }) {
    if (kind === "link") {
      return h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, text);
    }
    if (kind === "hidden") {
      const words = this.texts.hidden[name] ?? this.texts.hiddenOther;
      return h("span", { class: "hidden-data", title: this.texts.hiddenTitle }, icon("lock"), words);
    }
    return text;
  }

  /* Brings what changes in a line: its state, and buttons as long as it is the last. */
  update(element, line, last) {
    const state = `${line.state}:${line.problem ?? ""}:${last}`;
    if (element.dataset.shown === state) return;
    element.dataset.shown = state;
    element.querySelector(".meta").replaceChildren(...this.meta(line));
    element.querySelector(".choices")?.remove();
    if (last && line.buttons?.length) element.append(this.choices(line.buttons));
  }

  meta(line) {
    const { texts } = this;
    const time = h("time", { datetime: line.at }, clock(new Date(line.at), texts.language));
    if (line.speaker !== "customer") return [time];
    if (line.state === "failed") {
      const why = h("span", { class: "problem" }, icon("alert"), texts.failed);
      const again = h(
        "button",
        { class: "retry", type: "button", onclick: () => this.onRetry(line.id) },
        icon("retry"),
        texts.retry,
      );
      return line.problem === "too_long" ? [why] : [why, again];
    }
    const sent = line.state === "sent";
    const mark = h("span", { class: `tick ${line.state}` }, icon(sent ? "check" : "clock"));
    mark.append(hidden(sent ? texts.sent : texts.sending));
    return [time, mark];
  }

  choices(buttons) {
    return h(
      "div",
      { class: "choices" },
      ...buttons.map(({ title, payload }) =>
        h(
          "button",
          { class: "choice", type: "button", onclick: () => this.onButton({ text: title, payload }) },
          title,
        ),
      ),
    );
  }

  /* Only the person scrolls up; growing and shrinking content never does. */
  scrolled() {
    const { scrollTop } = this.list;
    if (this.atEnd()) this.sticks = true;
    else if (scrollTop < this.top) this.sticks = false;
    this.top = scrollTop;
    if (this.sticks) this.below.hidden = true;
  }

  atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  goToEnd() {
    this.list.focus();
    this.toEnd();
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.top = this.list.scrollTop;
    this.sticks = true;
    this.below.hidden = true;
  }
}

function follows(previous, line) {
  if (!previous || previous.speaker !== line.speaker || previous.author !== line.author) return false;
  return new Date(line.at) - new Date(previous.at) < SAME_BREATH_MS;
}
