/* The command bar: every command that can be used just now, and every conversation of the list. */
(() => {
  "use strict";

  const bar = () => document.getElementById("commands");
  const list = () => document.getElementById("commands-list");

  function offerConversations() {
    for (const old of list().querySelectorAll("[data-goes]")) old.remove();
    for (const row of document.querySelectorAll("[data-open]")) {
      const option = document.createElement("button");
      option.type = "button";
      option.tabIndex = -1;
      option.setAttribute("role", "option");
      option.dataset.goes = row.id;
      const words = document.createElement("span");
      words.className = "option-words";
      const parts = [".row-heading", ".row-words", ".row-foot span"];
      words.textContent = parts.map((part) => row.querySelector(part).textContent.trim()).join(" · ");
      option.append(words);
      list().append(option);
    }
  }

  function open() {
    for (const option of list().querySelectorAll("[data-runs]")) {
      if (lotse.usable(option.dataset.runs)) delete option.dataset.off;
      else option.dataset.off = "";
    }
    offerConversations();
    document.querySelector(":popover-open")?.hidePopover();
    lotse.pick(bar());
  }

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest("#commands [role=option]");
    if (event.target.closest("[data-opens-commands]")) open();
    if (!option) return;
    bar().hidePopover();
    // What was there when the bar opened may have gone since.
    const { goes, runs } = option.dataset;
    const element = goes ? document.getElementById(goes) : lotse.usable(runs);
    if (element) lotse.use(element);
  });
})();
