/* A search field over a list of options, by keyboard: arrows choose, Enter takes. What is taken is
   clicked; whoever made the list hears of that. An option with data-off is not there just now. */
(() => {
  "use strict";

  const options = (picker) => [...picker.querySelectorAll("[role=option]")];
  const visible = (picker) => options(picker).filter((option) => !option.hidden);
  const input = (picker) => picker.querySelector("[role=combobox]");
  const isChosen = (option) => option.getAttribute("aria-selected") === "true";

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
    const found = visible(picker).length > 0;
    picker.querySelector(".picker-none").textContent = found ? "" : lotse.t("Nichts gefunden.");
    choose(picker, 0);
  }

  function open(picker, words = "") {
    if (!picker.matches(":popover-open")) picker.showPopover();
    input(picker).value = words;
    input(picker).focus();
    filter(picker);
  }

  document.addEventListener("input", (event) => {
    const picker = event.target.closest("[data-picker]");
    if (picker) filter(picker);
  });

  document.addEventListener("keydown", (event) => {
    const picker = event.target.matches("[role=combobox]") && event.target.closest("[data-picker]");
    if (!picker || event.isComposing) return;
    const place = visible(picker).findIndex(isChosen);
    if (event.key === "ArrowDown") choose(picker, place + 1);
    else if (event.key === "ArrowUp") choose(picker, place - 1);
    else if (event.key === "Enter") visible(picker)[Math.max(place, 0)]?.click();
    else return;
    event.preventDefault();
  });

  document.addEventListener("toggle", (event) => {
    if (!event.target.matches("[data-picker]")) return;
    if (event.newState === "open") filter(event.target);
    else input(event.target).value = "";
  }, true);

  window.lotse.pick = open;
})();
