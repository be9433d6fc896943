/* Puts a ready text into the reply in the making: after what was typed, never in its place. */
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ready]");
    if (!button) return;
    const box = document.querySelector("form[data-draft]").elements.text;
    box.value = box.value ? `${box.value.trimEnd()}\n${button.dataset.ready}` : button.dataset.ready;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
