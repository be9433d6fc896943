/* Who is speaking, always in sight: the head of the panel and what there is to know below it. */

import { h, icon } from "./dom.js";
import { initials, promised } from "./format.js";

const BACK_MS = 3000;

export class Presence {
  constructor({ config, texts }) {
    this.config = config;
    this.texts = texts;
    this.avatar = h("span", { class: "avatar", "aria-hidden": "true" });
    this.name = h("span", { class: "speaker-name" });
    this.role = h("span", { class: "speaker-role" });
    this.head = h("div", { class: "speaker", role: "status" }, this.avatar, this.labels());
    this.queue = h("div", { class: "bar bar-queue", role: "status", hidden: true });
    this.line = h("div", { class: "bar bar-lost", role: "status", hidden: true });
    this.status = "";
    this.showSpeaker({ speaker: "assistant", name: "", until: null });
  }

  labels() {
    return h("span", { class: "speaker-labels" }, this.name, this.role);
  }

  showSpeaker({ speaker, name, until }) {
    const { texts, config } = this;
    const shown = {
      assistant: { name: config.assistant, role: texts.robot, mark: icon("robot") },
      queue: { name: config.brand, role: texts.waiting, mark: icon("clock") },
      agent: {
        name: name || texts.team,
        role: texts.human,
        mark: name ? initials(name) : icon("person"),
      },
      nobody: { name: config.brand, role: texts.ended, mark: icon("check") },
    }[speaker];
    if (!shown) return;
    this.name.textContent = shown.name;
    this.role.textContent = shown.role;
    this.avatar.replaceChildren(shown.mark);
    this.avatar.dataset.speaker = speaker;
    this.showQueue(speaker, until);
  }

  showQueue(speaker, until) {
    const { texts } = this;
    const hints = {
      queue: [until ? texts.queue(promised(new Date(until), texts)) : texts.queueOpen, texts.queueLeave],
      nobody: [texts.closedHint],
    }[speaker];
    this.queue.hidden = !hints;
    if (!hints) return;
    const [first, second] = hints;
    this.queue.replaceChildren(
      icon(speaker === "queue" ? "clock" : "info"),
      h("p", {}, h("strong", {}, first), second ? h("span", {}, second) : null),
    );
  }

  /* `status` is connecting, open or lost. A first connection that takes its time is no news. */
  showStatus(status) {
    const before = this.status;
    this.status = status;
    clearTimeout(this.fading);
    if (status === "lost") this.say("offline", this.texts.lost, { phone: true });
    else if (status === "open" && before === "lost") {
      this.say("check", this.texts.back, { calm: true });
      this.fading = setTimeout(() => (this.line.hidden = true), BACK_MS);
    } else if (status === "open") this.line.hidden = true;
  }

  say(mark, words, { phone = false, calm = false } = {}) {
    const { config, texts } = this;
    const number = config.phone?.replace(/[^+\d]/g, "");
    const call = phone && number ? h("a", { href: `tel:${number}` }, texts.phone(config.phone)) : null;
    this.line.classList.toggle("calm", calm);
    this.line.replaceChildren(icon(mark), h("p", {}, h("span", {}, words), call));
    this.line.hidden = false;
  }
}
