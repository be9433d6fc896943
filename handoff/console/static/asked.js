/* Popovers whose parts are fetched: the first field has the focus once it is there, and a ready text
   closes them, for it goes on in the reply. */
(() => {
  "use strict";

  document.addEventListener("htmx:afterSettle", (event) => {
    const popover = event.target.closest?.(".asked-popover:popover-open");
    if (popover && !popover.contains(document.activeElement)) popover.querySelector("[data-first]")?.focus();
  });

  // What is fetched anew at each opening must not be replaced under somebody's hands.
  document.addEventListener("toggle", (event) => {
    const part = event.newState === "closed" && event.target.querySelector("[data-fresh]");
    if (!part) return;
    const waiting = document.createElement("p");
    waiting.className = "hint";
    waiting.textContent = lotse.t("Wird geladen …");
    part.replaceChildren(waiting);
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-closes]")) event.target.closest("[popover]").hidePopover();
  }, true);
})();
