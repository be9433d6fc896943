/* Puts the chat into the page: one custom element with a shadow of its own, wired together here. */

import { useTimeZone } from "./format.js";
import { Connection } from "./connection.js";
import { h } from "./dom.js";
import { Launcher } from "./launcher.js";
import { Panel } from "./panel.js";
import { Storage } from "./storage.js";
import { textsFor } from "./texts.js";
import { Thread } from "./thread.js";

const NAME = "lotse-chat";
const STYLES = ["tokens.css", "frame.css", "head.css", "log.css", "composer.css"];
const SMALL_SCREEN = "(max-width: 560px), (max-height: 520px)";

class LotseChat extends HTMLElement {
  setUp({ config, options }) {
    const language = options.lang || document.documentElement.lang || navigator.language;
    this.texts = textsFor(language, config);
    this.lang = this.texts.language;
    this.storage = new Storage(options.base);
    this.thread = new Thread();
    this.small = window.matchMedia(SMALL_SCREEN);
    this.connection = new Connection({
      base: options.base,
      thread: this.thread,
      storage: this.storage,
    });
    this.launcher = new Launcher({ texts: this.texts, onToggle: () => this.toggle() });
    this.panel = new Panel({
      config,
      texts: this.texts,
      onClose: () => this.close(),
      onSend: (draft) => this.connection.send(draft),
      onRetry: (id) => this.connection.retry(id),
      onFile: (id) => this.connection.file(id),
      onRestart: () => this.connection.restart(),
    });
    this.dataset.position = options.position === "left" ? "left" : "right";
    if (["light", "dark"].includes(options.theme)) this.dataset.theme = options.theme;
    this.opensAtOnce = options.open === "true" || this.storage.wasOpen();
  }

  async connectedCallback() {
    if (this.shadowRoot) return; // the page has only moved the element
    const shadow = this.attachShadow({ mode: "open" });
    const styles = STYLES.map((file) => styleSheet(file));
    shadow.append(...styles.map((style) => style.link), this.launcher.root, this.panel.root);
    this.listen();
    await Promise.all(styles.map((style) => style.loaded));
    this.dataset.ready = "";
    if (this.storage.session()) this.connection.open();
    if (this.opensAtOnce) this.open({ focus: false });
  }

  listen() {
    this.thread.onChange = () => this.refresh();
    this.connection.onStatus = (status) => this.panel.showStatus(status);
    this.connection.onSpeaker = (speaker) => this.panel.showSpeaker(speaker);
    this.connection.onTyping = (typing) => this.panel.showTyping(typing);
    this.connection.onLimited = (limited) => this.panel.showLimited(limited);
    this.shadowRoot.addEventListener("keydown", (event) => this.onKey(event));
    this.small.addEventListener("change", () => this.panel.setModal(this.small.matches));
    window.visualViewport?.addEventListener("resize", () => this.fitKeyboard());
    window.visualViewport?.addEventListener("scroll", () => this.fitKeyboard());
  }

  get isOpen() {
    return this.hasAttribute("open");
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  open({ focus = true } = {}) {
    if (this.isOpen) return;
    this.setAttribute("open", "");
    this.storage.setOpen(true);
    this.panel.setModal(this.small.matches);
    this.panel.show();
    this.launcher.setOpen(true);
    this.connection.open();
    this.refresh();
    if (focus) this.panel.focus({ keyboard: !this.small.matches });
  }

  close() {
    if (!this.isOpen) return;
    this.removeAttribute("open");
    this.storage.setOpen(false);
    this.panel.hide();
    this.launcher.setOpen(false);
    this.launcher.focus();
  }

  refresh() {
    this.panel.showLines(this.thread);
    if (this.isOpen) {
      this.thread.markRead();
      this.storage.setRead(this.thread.read);
    } else {
      this.thread.read = Math.max(this.thread.read, this.storage.read());
    }
    this.launcher.showUnread(this.thread.unread);
  }

  onKey(event) {
    if (event.key === "Escape" && this.isOpen) {
      event.stopPropagation();
      if (!this.panel.closeMenu()) this.close();
    }
  }

  /* On phones the keyboard covers the page: the panel takes the part that is left. */
  fitKeyboard() {
    const { height, offsetTop } = window.visualViewport;
    this.style.setProperty("--lc-visible-height", `${Math.round(height)}px`);
    this.style.setProperty("--lc-visible-top", `${Math.round(offsetTop)}px`);
  }
}

function styleSheet(file) {
  const link = h("link", { rel: "stylesheet", href: new URL(file, import.meta.url).href });
  const loaded = new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
  return { link, loaded };
}

export function start({ config, options }) {
  useTimeZone(config.timezone);
  if (document.querySelector(NAME)) return;
  if (!customElements.get(NAME)) customElements.define(NAME, LotseChat);
  const chat = document.createElement(NAME);
  chat.setUp({ config, options });
  document.body.append(chat);
}
