/* The keyboard of the review inbox: one key teaches a sentence, the next one is there. */
(() => {
  "use strict";

  const typing = (element) => element.matches("textarea, input:not([type=radio]):not([type=checkbox])");
  const busy = () => document.querySelector("#card .htmx-request, #card.htmx-request") !== null;

  function press(event) {
    const key = CSS.escape(event.key);
    const anger = document.querySelector(`[data-anger="${key}"]`);
    const place = document.querySelector(`[data-focus-key="${key}"]`);
    const button = document.querySelector(
      event.key === "Enter" ? "[data-confirm]" : `[data-key="${key}"]`,
    );
    if (!anger && !place && !button) return;
    event.preventDefault();
    if (anger) anger.checked = true;
    else if (place) place.focus();
    else if (!busy()) button.click();
  }

  function mark(entity) {
    const box = document.getElementById("marked");
    const { selectionStart: start, selectionEnd: end, value } = box;
    const words = value.slice(start, end).trim().replace(/^\[|\]$/g, "");
    if (!words) return;
    const from = start + value.slice(start, end).indexOf(value.slice(start, end).trim());
    const until = from + value.slice(start, end).trim().length;
    box.setRangeText(`[${words}](${entity})`, from, until, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (event.key === "Escape") target.blur();
    else if (target.matches("textarea") && event.key === "Enter" && target.closest("#label")) {
      event.preventDefault();
      target.blur();
    } else if (!typing(target) && !(target.matches("button, a, summary") && event.key === "Enter")) {
      press(event);
    }
  });

  // A box that was typed into must not catch the keys that are meant for the next sentence.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("#label")) document.activeElement.blur();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-entity], [data-marked]");
    if (!button) return;
    if (button.dataset.entity) return mark(button.dataset.entity);
    const box = document.getElementById("marked");
    box.value = button.dataset.marked;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
