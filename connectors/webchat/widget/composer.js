/* Where the person writes: grows with the text, sends with Enter, says when it is too long. */

import { h, icon } from "./dom.js";

const WARN_BELOW = 300;

export class Composer {
  constructor({ config, texts, onSend }) {
    this.texts = texts;
    this.most = config.characters;
    this.onSend = onSend;
    // On touch screens Enter makes a new line; the button sends.
    this.touch = window.matchMedia("(pointer: coarse)");
    this.field = h("textarea", {
      class: "field",
      id: "field",
      rows: "1",
      placeholder: texts.placeholder,
      "aria-label": texts.field,
      "aria-describedby": "room",
      autocomplete: "off",
      enterkeyhint: "enter",
      oninput: () => this.changed(),
      onkeydown: (event) => this.onKey(event),
    });
    this.button = h(
      "button",
      { class: "send", type: "submit", "aria-label": texts.send, title: texts.send },
      icon("send"),
    );
    this.room = h("p", { class: "room", id: "room", "aria-live": "polite" });
    this.root = h(
      "form",
      { class: "composer", onsubmit: (event) => this.submit(event) },
      h("div", { class: "field-row" }, this.field, this.button),
      this.room,
    );
    this.changed();
  }

  onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || this.touch.matches) return;
    this.submit(event);
  }

  submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text || length(text) > this.most) return;
    this.field.value = "";
    this.changed();
    this.onSend({ text });
    this.field.focus();
  }

  changed() {
    const { field, texts } = this;
    const left = this.most - length(field.value.trim());
    this.button.setAttribute("aria-disabled", String(!field.value.trim() || left < 0));
    const words = left < 0 ? texts.tooLong(-left) : left < WARN_BELOW ? texts.left(left) : "";
    if (this.room.textContent !== words) this.room.textContent = words;
    this.room.classList.toggle("over", left < 0);
    this.grow();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  focus() {
    this.field.focus();
  }
}

/* Characters as the gateway counts them: an emoji is one. */
function length(text) {
  return [...text].length;
}
