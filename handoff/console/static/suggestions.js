/* Puts a suggestion into the reply in the making, where the caret stands; sending is the agent's. */
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-suggestion]");
    if (!chosen) return;
    chosen.closest("[popover]").hidePopover();
    const field = document.querySelector("form[data-draft]").elements.text;
    lotse.insertText(field, chosen.dataset.suggestion);
  });
})();
