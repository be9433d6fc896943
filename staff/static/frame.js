/* What every page needs: a word when an answer is an error, the way back to the login, and a
   navigation that shows where one is. */
(() => {
  "use strict";

  /* Words in the reader's language: these files hold them in German, `words.<language>.js` the
     others. A value stands at `%(name)s`. */
  function t(words, values = {}) {
    const found = (window.lotseWords || {})[words] || words;
    return found.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
  }

  const WORDS = {
    403: t("Das ist nicht erlaubt, oder die Seite war zu lange offen. Neu laden hilft."),
    404: t("Das gibt es nicht mehr."),
    413: t("Das ist zu groß."),
    429: t("Zu viel auf einmal. Bitte einen Moment warten."),
    503: t("Ein Teil des Systems antwortet gerade nicht. Bitte gleich noch einmal."),
  };
  const SHOWN_MS = 7000;
  let hiding = 0;

  function say(words) {
    const toast = document.getElementById("toast");
    toast.textContent = words;
    toast.hidden = false;
    clearTimeout(hiding);
    hiding = setTimeout(() => { toast.hidden = true; }, SHOWN_MS);
  }

  function fetchedByItself(event) {
    return event.detail.elt.closest("[data-live]") !== null;
  }

  document.addEventListener("htmx:configRequest", (event) => {
    if (fetchedByItself(event)) event.detail.headers["Lotse-Live"] = "1";
  });

  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) {
      location.reload();
    } else if (!fetchedByItself(event)) {
      say(WORDS[status] || t("Bei uns ist etwas schiefgegangen. Bitte gleich noch einmal."));
    }
  });

  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, (event) => {
      if (!fetchedByItself(event)) say(t("Keine Verbindung. Bitte gleich noch einmal."));
    });
  }

  /* On a narrow screen the navigation is wider than its room. */
  document.addEventListener("DOMContentLoaded", () => {
    const areas = document.querySelector(".bar-areas");
    const here = areas?.querySelector("[aria-current]");
    if (!here) return;
    areas.scrollLeft = here.offsetLeft - areas.offsetLeft - (areas.clientWidth - here.offsetWidth) / 2;
  });

  window.lotse = { say, t };
})();
