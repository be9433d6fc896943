/* Popovers whose parts are fetched: the first field has the focus once it is there, and a ready text
   closes them, for it goes on in the reply. */
(() => {
  "use strict";

  document.addEventListener("htmx:afterSettle", (event) => {
    const popover = event.target.closest?.(".offers:popover-open");
    if (popover && !popover.contains(document.activeElement)) popover.querySelector("[data-first]")?.focus();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-closes]")) event.target.closest("[popover]").hidePopover();
  }, true);
})();
