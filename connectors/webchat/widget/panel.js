/* The window of the chat: head, log, suggestions, composer; a dialog for keyboards and readers. */

import { Composer } from "./composer.js";
import { h, hidden, icon } from "./dom.js";
import { Messages } from "./messages.js";
import { Presence } from "./presence.js";

const CAN_FOCUS = "button:not([hidden]), a[href], textarea, [tabindex='0']";
const LIMITED_MS = 12_000;

export class Panel {
  constructor({ config, texts, onClose, onSend, onRetry, onFile, onRestart }) {
    this.texts = texts;
    this.onSend = (draft) => {
      onSend(draft);
      this.goOn();
    };
    this.presence = new Presence({ config, texts });
    this.messages = new Messages({
      config,
      texts,
      onButton: this.onSend,
      onFile,
      onRetry: (id) => {
        onRetry(id);
        this.goOn();
      },
    });
    this.composer = new Composer({ config, texts, onSend });
    this.typingWords = hidden("", { role: "status" });
    this.limited = h("div", { class: "bar bar-limited", role: "alert", hidden: true });
    this.starters = this.suggestions();
    this.menu = this.moreOptions(onRestart);
    this.root = h(
      "section",
      { class: "panel", id: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
      h("h2", { class: "only-read", id: "title" }, texts.title(config.brand)),
      this.head(onClose),
      this.presence.queue,
      this.presence.line,
      this.messages.root,
      this.typingWords,
      this.limited,
      this.starters,
      this.composer.root,
      foot(config, texts),
    );
    this.root.addEventListener("keydown", (event) => this.keepFocusInside(event));
  }

  head(onClose) {
    const close = h(
      "button",
      { class: "plain", type: "button", "aria-label": this.texts.closeLabel, onclick: onClose },
      icon("close"),
    );
    return h("div", { class: "head" }, this.presence.head, this.menuButton, close, this.menu);
  }

  /* A disclosure: its button, and what it shows. Beginning anew is asked back, it cannot be undone. */
  moreOptions(onRestart) {
    const { texts } = this;
    this.menuButton = h(
      "button",
      {
        class: "plain",
        type: "button",
        "aria-label": texts.menu,
        "aria-expanded": "false",
        "aria-controls": "menu",
        onclick: () => (this.menu.hidden ? this.openMenu() : this.closeMenu()),
      },
      icon("menu"),
    );
    this.restartButton = h(
      "button",
      {
        class: "danger",
        type: "button",
        onclick: () => {
          this.closeMenu();
          onRestart();
          this.composer.focus();
        },
      },
      texts.restartConfirm,
    );
    const cancel = h("button", { type: "button", onclick: () => this.closeMenu() }, texts.cancel);
    return h(
      "div",
      { class: "menu", id: "menu", role: "group", "aria-label": texts.restart, hidden: true },
      h("strong", {}, texts.restart),
      h("p", {}, texts.restartWarning),
      h("div", { class: "menu-buttons" }, cancel, this.restartButton),
    );
  }

  openMenu() {
    this.menu.hidden = false;
    this.menuButton.setAttribute("aria-expanded", "true");
    this.restartButton.focus();
  }

  /* Returns whether there was something to close. */
  closeMenu() {
    if (this.menu.hidden) return false;
    this.menu.hidden = true;
    this.menuButton.setAttribute("aria-expanded", "false");
    this.menuButton.focus();
    return true;
  }

  suggestions() {
    const { texts } = this;
    const chips = texts.starters.map((text) =>
      h("button", { class: "choice", type: "button", onclick: () => this.onSend({ text }) }, text),
    );
    return h(
      "div",
      { class: "starters", role: "group", "aria-label": texts.startersLabel, hidden: true },
      ...chips,
    );
  }

  show() {
    this.root.hidden = false;
    this.composer.grow();
    this.messages.toEnd();
  }

  hide() {
    this.root.hidden = true;
  }

  /* With a keyboard the person goes on writing; on a phone the keyboard would hide the greeting. */
  focus({ keyboard }) {
    if (keyboard) this.composer.focus();
    else this.messages.list.focus();
  }

  /* A button that was pressed goes away; the focus must not go with it. */
  goOn() {
    this.focus({ keyboard: !this.modal });
  }

  setModal(modal) {
    this.modal = modal;
    if (modal) this.root.setAttribute("aria-modal", "true");
    else this.root.removeAttribute("aria-modal");
  }

  keepFocusInside(event) {
    if (event.key !== "Tab" || !this.modal) return;
    const inside = [...this.root.querySelectorAll(CAN_FOCUS)].filter((one) => one.offsetParent);
    const [first, last] = [inside[0], inside.at(-1)];
    const focused = this.root.getRootNode().activeElement;
    if (event.shiftKey && focused === first) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && focused === last) {
      event.preventDefault();
      first.focus();
    }
  }

  showLines(thread) {
    const { lines } = thread;
    this.messages.show(lines);
    const begun = lines.some((line) => line.speaker !== "notice");
    this.starters.hidden = begun || !lines.length;
    if (lines.at(-1)?.speaker !== "customer") this.limited.hidden = true;
  }

  showSpeaker(speaker) {
    this.presence.showSpeaker(speaker);
  }

  showStatus(status) {
    this.presence.showStatus(status);
  }

  showTyping(typing) {
    this.messages.showTyping(typing);
    this.typingWords.textContent = typing ? this.texts.typing(this.presence.name.textContent) : "";
  }

  showLimited({ code, text }) {
    const { texts } = this;
    const own = {
      too_many_lines: texts.tooManyLines,
      too_many_sessions: texts.tooManySessions,
      unavailable: texts.unavailable,
    }[code];
    clearTimeout(this.limitedEnds);
    this.limited.replaceChildren(icon("alert"), h("p", {}, own ?? text));
    this.limited.hidden = false;
    this.limitedEnds = setTimeout(() => (this.limited.hidden = true), LIMITED_MS);
  }
}

function foot(config, texts) {
  const link = (href, words) =>
    href ? h("a", { href, target: "_blank", rel: "noopener" }, words) : null;
  return h(
    "div",
    { class: "foot" },
    h("span", {}, texts.hint),
    link(config.links.privacy, texts.privacy),
    link(config.links.imprint, texts.imprint),
  );
}
