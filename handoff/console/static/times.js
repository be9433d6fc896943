/* Keeps waiting times and deadlines true while a page stands open; the words are those of times.py. */
(() => {
  "use strict";

  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  const SOON = 3 * MINUTE;
  const WINDOW_SOON = 2 * HOUR;
  const EVERY_MS = 5_000;
  // The server's clock decides, so a wrong clock in the browser does no harm.
  const ahead = Date.now() - Date.parse(document.body.dataset.now);

  function duration(span) {
    if (span < MINUTE) return "< 1 min";
    if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
    if (span < DAY) {
      const minutes = String(Math.floor((span % HOUR) / MINUTE)).padStart(2, "0");
      return `${Math.floor(span / HOUR)}:${minutes} h`;
    }
    const days = Math.floor(span / DAY);
    return days === 1
      ? lotse.t("%(number)s Tag", { number: days })
      : lotse.t("%(number)s Tage", { number: days });
  }

  const still = (span) => lotse.t("noch %(span)s", { span: duration(span) });
  const overdue = (span) => lotse.t("%(span)s überfällig", { span: duration(span) });

  function write(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }

  function update() {
    const now = Date.now() - ahead;
    for (const element of document.querySelectorAll("time[data-since]")) {
      write(element, duration(now - Date.parse(element.dateTime)));
    }
    for (const element of document.querySelectorAll("time[data-due]")) {
      const left = Date.parse(element.dateTime) - now;
      const state = left <= 0 ? "late" : left < SOON ? "soon" : "calm";
      write(element, left <= 0 ? overdue(-left) : still(left));
      element.dataset.state = state;
    }
    for (const element of document.querySelectorAll("time[data-window]")) {
      const left = Date.parse(element.dateTime) - now;
      write(element, left <= 0 ? lotse.t("geschlossen") : still(left));
      element.dataset.state = left <= 0 ? "late" : left <= WINDOW_SOON ? "soon" : "calm";
    }
  }

  setInterval(update, EVERY_MS);
  document.addEventListener("visibilitychange", update);
  document.addEventListener("htmx:afterSettle", update);
})();
