/* Popovers: their parts hear that they have opened, to fetch what may have changed; and they close
   once their form has done its work. */
(() => {
  "use strict";

  document.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    const parts = event.target.querySelectorAll('[hx-trigger^="opened"]');
    for (const part of parts) htmx.trigger(part, "opened");
  }, true);

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!form.matches("form") || !event.detail.successful) return;
    const popover = form.closest(":popover-open");
    if (popover) popover.hidePopover();
  });
})();
