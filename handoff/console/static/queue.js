/* Puts who waits into the page as the desk tells it: rows that are new come with the word, the others
   are here already. A page that lacks one of them fetches the list. */
(() => {
  "use strict";

  const OWN = "#tabs, #list-state, #troubles";
  const asked = new WeakMap();
  let last = null;

  function parsed(html) {
    const content = document.createDocumentFragment();
    content.append(...new DOMParser().parseFromString(html, "text/html").body.children);
    return content;
  }

  /* The word with all rows that it is about, as far as they were ever told. */
  function remembered(told) {
    const content = parsed(told.html);
    const fresh = new Map([...content.querySelectorAll(".rows > li")].map((row) => [row.id, row]));
    const rows = told.order.map(([key]) => {
      const id = `row-${key}`;
      return [id, fresh.get(id) || last?.rows.get(id)];
    });
    return { ...told, content, rows: new Map(rows), at: performance.now() };
  }

  /* What stands for an element that stays as it is. */
  function same(element) {
    const sign = document.createElement(element.localName);
    sign.id = element.id;
    sign.dataset.same = "";
    return sign;
  }

  function rowOf([key, version], rows) {
    const shown = document.getElementById(`row-${key}`);
    if (shown?.dataset.v === version) return same(shown);
    const told = rows.get(`row-${key}`);
    return told?.dataset.v === version ? told.cloneNode(true) : null;
  }

  function shows(path) {
    return document.getElementById("list-state")?.getAttribute("hx-get") === path;
  }

  function place(word) {
    const rows = word.order.map((one) => rowOf(one, word.rows));
    if (rows.includes(null)) return false;
    const lists = document.getElementById("lists");
    const content = word.content.cloneNode(true);
    for (const own of content.querySelectorAll(OWN)) own.remove();
    content.querySelector(".rows")?.replaceChildren(...rows);
    content.prepend(...[...lists.querySelectorAll(OWN)].map(same));
    htmx.swap(lists, content, { swapStyle: "keyed" }, { contextElement: lists });
    return true;
  }

  /* The list that is fetched now has to come whatever its version: the page is not what it was. */
  function forgetVersion() {
    document.getElementById("list-state")?.setAttribute("hx-headers", "{}");
  }

  function placeQueue(told) {
    if (!told.order) {
      if (told.again) last = null;
      if (told.again && shows(told.path)) forgetVersion();
      return shows(told.path) && !told.again;
    }
    last = remembered(told);
    if (!shows(told.path)) return false;
    if (place(last)) return true;
    forgetVersion();
    return false;
  }

  document.addEventListener("htmx:beforeSend", (event) => {
    asked.set(event.detail.xhr, performance.now());
  });

  // A list that was asked for before the last word may know less than that.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "lists" || !last || !shows(last.path)) return;
    if (!(asked.get(event.detail.xhr) < last.at)) return;
    window.lotse.counted(String(last.waiting));
    if (place(last)) return;
    forgetVersion();
    window.lotse.refreshQueue(last.pace);
  });

  Object.assign(window.lotse, { placeQueue });
})();
