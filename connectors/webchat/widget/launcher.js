/* The button that opens and closes the chat, with the number of unread lines. */

import { h, hidden, icon } from "./dom.js";

export class Launcher {
  constructor({ texts, onToggle }) {
    this.texts = texts;
    this.badge = h("span", { class: "badge", "aria-hidden": "true", hidden: true });
    this.words = h("span", { class: "launcher-words" }, texts.launch);
    this.news = hidden("", { role: "status" });
    this.button = h(
      "button",
      {
        class: "launcher",
        type: "button",
        "aria-expanded": "false",
        "aria-controls": "panel",
        onclick: onToggle,
      },
      icon("chat"),
      this.words,
      this.badge,
    );
    this.root = h("div", { class: "launcher-place" }, this.button, this.news);
    this.showUnread(0);
  }

  setOpen(open) {
    this.button.setAttribute("aria-expanded", String(open));
  }

  showUnread(n) {
    this.badge.textContent = n > 9 ? "9+" : String(n);
    this.badge.toggleAttribute("hidden", n === 0);
    const unread = n ? this.texts.unread(n) : "";
    this.button.setAttribute("aria-label", [this.texts.launch, unread].filter(Boolean).join(", "));
    if (this.news.textContent !== unread) this.news.textContent = unread;
  }

  focus() {
    this.button.focus();
  }
}
