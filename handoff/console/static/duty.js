/* Counts down how long an offer is kept; when its time is over, has the part fetched again. */
(() => {
  "use strict";

  const SECOND = 1_000;

  function update() {
    for (const element of document.querySelectorAll("time[data-left]")) {
      // Counted from when it was shown: neither clock has to be right.
      element.dataset.ends ??= Date.now() + Number(element.dataset.left) * SECOND;
      const left = Math.ceil((Number(element.dataset.ends) - Date.now()) / SECOND);
      const words = lotse.t("noch %(seconds)s s", { seconds: Math.max(left, 0) });
      if (element.textContent !== words) element.textContent = words;
      if (left <= 0 && !element.dataset.over) {
        element.dataset.over = "yes";
        htmx.trigger(document.body, "live:offers");
      }
    }
  }

  setInterval(update, SECOND);
})();
