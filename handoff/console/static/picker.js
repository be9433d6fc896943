/* A search field over a list of options, by keyboard: arrows choose, Enter takes. What is taken is
   clicked; whoever made the list hears of that. An option with data-off is not there just now.
   A list that is fetched may come later than the first keys: they are kept until it is there. */
(() => {
  "use strict";

  const options = (picker) => [...picker.querySelectorAll("[role=option]")];
  const visible = (picker) => options(picker).filter((option) => !option.hidden);
  const input = (picker) => picker.querySelector("[role=combobox]");
  const list = (picker) => picker.querySelector("[role=listbox]");
  const isChosen = (option) => option.getAttribute("aria-selected") === "true";

  const arrived = new WeakSet();
  const kept = new WeakMap();
  const awaited = (picker) => list(picker).matches("[hx-get]") && !arrived.has(list(picker));

  function choose(picker, place) {
    const shown = visible(picker);
    const chosen = shown[Math.min(Math.max(place, 0), shown.length - 1)];
    options(picker).forEach((option, number) => {
      option.id ||= `${picker.id}-option-${number}`;
      option.setAttribute("aria-selected", String(option === chosen));
    });
    if (chosen) input(picker).setAttribute("aria-activedescendant", chosen.id);
    else input(picker).removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  function filter(picker) {
    const words = input(picker).value.toLowerCase().split(/\s+/);
    for (const option of options(picker)) {
      const text = option.textContent.toLowerCase();
      option.hidden = "off" in option.dataset || !words.every((word) => text.includes(word));
    }
    const none = !awaited(picker) && visible(picker).length === 0;
    picker.querySelector(".picker-none").textContent = none ? lotse.t("Nichts gefunden.") : "";
    choose(picker, 0);
  }

  function open(picker, words = "") {
    if (!picker.matches(":popover-open")) picker.showPopover();
    input(picker).value = words;
    input(picker).focus();
    filter(picker);
  }

  function press(picker, key) {
    const place = visible(picker).findIndex(isChosen);
    if (key === "ArrowDown") choose(picker, place + 1);
    else if (key === "ArrowUp") choose(picker, place - 1);
    else visible(picker)[Math.max(place, 0)]?.click();
  }

  function keep(picker, key) {
    kept.set(picker, [...(kept.get(picker) || []), key]);
  }

  document.addEventListener("input", (event) => {
    const picker = event.target.closest("[data-picker]");
    if (!picker) return;
    // Arrows pressed before this chose from another list.
    kept.delete(picker);
    filter(picker);
  });

  document.addEventListener("keydown", (event) => {
    const picker = event.target.matches("[role=combobox]") && event.target.closest("[data-picker]");
    if (!picker || event.isComposing) return;
    if (!["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    event.preventDefault();
    if (awaited(picker)) keep(picker, event.key);
    else press(picker, event.key);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const fetched = event.detail.elt;
    const picker = fetched.matches("[role=listbox]") && fetched.closest("[data-picker]");
    if (!picker) return;
    arrived.add(fetched);
    if (!picker.matches(":popover-open")) return;
    const keys = kept.get(picker) || [];
    kept.delete(picker);
    filter(picker);
    for (const key of keys) press(picker, key);
  });

  // Before, not after: "toggle" comes when the first keys may already have been pressed.
  document.addEventListener("beforetoggle", (event) => {
    const picker = event.target;
    if (!picker.matches("[data-picker]")) return;
    kept.delete(picker);
    if (event.newState === "open") filter(picker);
    else input(picker).value = "";
  }, true);

  // Only what is shown can be scrolled.
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches("[data-picker]") || event.newState !== "open") return;
    options(event.target).find(isChosen)?.scrollIntoView({ block: "nearest" });
  }, true);

  window.lotse.pick = open;
})();
