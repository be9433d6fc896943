/* The keyboard: everything an agent does all day, without a mouse. Can be switched off under "?". */
(() => {
  "use strict";

  const SETTING = "keys-off";
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");
  const enabled = () => localStorage.getItem(SETTING) !== "yes";

  function step(by) {
    const rows = [...document.querySelectorAll("[data-open]")];
    const focused = document.activeElement.closest("[data-open]");
    const from = focused || document.querySelector("[data-open][aria-current]");
    const start = from ? rows.indexOf(from) : by > 0 ? -1 : rows.length;
    rows[Math.min(Math.max(start + by, 0), rows.length - 1)]?.focus();
  }

  function back() {
    const places = ["[data-open][aria-current]", "[data-open]", "#tabs [aria-current]"];
    const shown = (element) => element !== null && element.offsetParent !== null;
    const place = places.map((one) => document.querySelector(one)).find(shown);
    // On a narrow screen there is no list beside the conversation.
    if (place) place.focus();
    else document.activeElement.blur();
  }

  function enter(popover) {
    popover?.querySelector("[data-first]")?.focus();
  }

  function use(element) {
    if (element.matches("textarea")) element.focus();
    else element.click();
    // At once: the next key may come before the browser tells that the popover is open.
    enter(element.popoverTargetElement);
  }

  /* The element that a key stands for, if it can be used just now. */
  function usable(key) {
    const elements = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
    return elements.find((element) => element.offsetParent !== null);
  }

  function press(event) {
    if (event.key === "j") return step(1);
    if (event.key === "k") return step(-1);
    if (event.key === "Escape") return back();
    const element = usable(event.key);
    if (!element) return undefined;
    event.preventDefault();
    return use(element);
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("textarea")) {
      event.preventDefault();
      target.form.requestSubmit();
    } else if (event.key === "Escape" && target.matches("textarea")) {
      back();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !typing(target)) {
      if (enabled() && !document.querySelector(":popover-open")) press(event);
    }
  });

  Object.assign(window.lotse, { use, usable });

  document.addEventListener("toggle", (event) => {
    if (event.newState === "open") enter(event.target);
  }, true);

  document.addEventListener("htmx:afterSettle", () => {
    // Whoever has just taken over wants to write.
    const claimed = document.querySelector('[data-may-write="yes"]');
    const pane = document.getElementById("pane");
    if (claimed && pane.dataset.claiming) document.querySelector("[data-key=r]").focus();
    if (claimed) delete pane.dataset.claiming;
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("[data-claims]")) {
      document.getElementById("pane").dataset.claiming = "yes";
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("keys-on");
    box.checked = enabled();
    box.addEventListener("change", () => {
      localStorage.setItem(SETTING, box.checked ? "no" : "yes");
    });
  });
})();
