/* Hears from the desk which part of the page is out of date, and has htmx fetch that part again. */
(() => {
  "use strict";

  const SILENCE_MS = 40_000;
  const RETRY_MS = 4_000;
  const NOTE_MS = 6_000;
  const PROBLEM_MS = 30_000;
  const SECOND_MS = 1_000;
  const SCROLLED_UP = -60;
  const brand = document.title.split(" · ").pop();

  let source = null;
  let path = null;
  let silence = 0;
  let waiting = null;
  let marked = 0;
  let later = 0;
  let fetched = -Infinity;

  const openPath = () => document.querySelector("[data-stream]")?.dataset.stream || "";

  function show(state) {
    const sign = document.getElementById("live");
    sign.dataset.state = state;
    sign.lastElementChild.textContent = state === "on" ? "Live" : lotse.t("Getrennt");
  }

  function heard() {
    clearTimeout(silence);
    silence = setTimeout(connect, SILENCE_MS);
    show("on");
  }

  function refresh(part) {
    htmx.trigger(document.body, `live:${part}`);
  }

  function connect() {
    source?.close();
    path = openPath();
    const segment = path.slice(path.lastIndexOf("/") + 1);
    source = new EventSource(`/console/live?conversation=${encodeURIComponent(segment)}`);
    source.addEventListener("hello", () => {
      heard();
      refresh("lists");
      refresh("offers");
      refresh("conversation");
    });
    source.addEventListener("lists", () => { heard(); refresh("lists"); });
    source.addEventListener("offers", () => { heard(); refresh("offers"); });
    source.addEventListener("queue", (event) => { heard(); moved(JSON.parse(event.data)); });
    source.addEventListener("conversation", () => { heard(); refresh("conversation"); });
    source.addEventListener("beat", heard);
    source.addEventListener("ended", () => location.reload());
    source.addEventListener("error", broken);
  }

  function broken() {
    show("off");
    if (source.readyState !== EventSource.CLOSED) return;
    // Refused for good: by a login that ended, which this request finds out, or by a full desk.
    refresh("lists");
    clearTimeout(silence);
    silence = setTimeout(connect, RETRY_MS);
  }

  /* Who waits is told as it is shown; whoever shows another list fetches that, at a pace. */
  function moved(told) {
    counted(String(told.waiting));
    if (!window.lotse.placeQueue?.(told)) refreshQueue(told.pace);
  }

  function refreshQueue(pace) {
    later ||= setTimeout(() => {
      later = 0;
      fetched = performance.now();
      refresh("queue");
    }, Math.max(0, fetched + pace * SECOND_MS - performance.now()));
  }

  /* How many wait is told with the word that they have changed: other lists need fetch nothing. */
  function counted(many) {
    const state = document.getElementById("list-state");
    const shown = document.querySelector("#tab-queue .count");
    if (!state || !shown || state.dataset.waiting === many) return;
    state.dataset.waiting = many;
    shown.textContent = many;
    shown.classList.toggle("busy", many !== "0");
    // What comes with the next list counts, whatever its version.
    delete state.dataset.v;
    delete document.getElementById("tabs").dataset.v;
    count();
  }

  function announce(words) {
    document.getElementById("announce").textContent = words;
  }

  function count() {
    const state = document.getElementById("list-state");
    if (!state) return;
    const now = Number(state.dataset.waiting);
    const open = document.querySelector("[data-conversation] h1");
    const heading = open || document.querySelector("#tabs [aria-current] .tab-name");
    const wanted = Number(state.dataset.marked);
    const offered = document.querySelector(".offer") ? `${lotse.t("Angebot")} · ` : wanted ? `${lotse.t("Notiz")} · ` : "";
    const fresh = document.documentElement.dataset.fresh ? `${lotse.t("Neu")} · ` : "";
    document.title = `${offered || fresh}${now ? `(${now}) ` : ""}${heading.textContent} · ${brand}`;
    if (waiting !== null && now > waiting) announce(lotse.t("Jemand wartet in der Warteschlange."));
    if (waiting !== null && wanted > marked) announce(lotse.t("Eine Notiz für Sie."));
    waiting = now;
    marked = wanted;
  }

  function mark() {
    const open = document.querySelector("[data-conversation]")?.dataset.conversation;
    for (const row of document.querySelectorAll("[data-open]")) {
      if (row.dataset.open === open) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  document.addEventListener("htmx:afterSettle", () => {
    count();
    mark();
    if (openPath() !== path) connect();
  });

  document.addEventListener("htmx:load", (event) => {
    const added = event.detail.elt;
    if (added.matches(".pane-note")) {
      setTimeout(() => added.remove(), added.matches(".problem") ? PROBLEM_MS : NOTE_MS);
    }
    if (!added.matches(".line.customer")) return;
    announce(lotse.t("Neue Nachricht in der offenen Unterhaltung."));
    const scroll = added.closest(".scroll");
    if (!scroll.closest(".current")) return;
    const newer = document.querySelector(".newer");
    if (newer && scroll.scrollTop < SCROLLED_UP) newer.hidden = false;
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".newer")) return;
    document.querySelector(".current > .scroll").scrollTop = 0;
  });

  document.addEventListener("scroll", (event) => {
    const newer = document.querySelector(".newer");
    if (newer && event.target.matches?.(".current > .scroll") && event.target.scrollTop >= SCROLLED_UP) {
      newer.hidden = true;
    }
  }, { capture: true, passive: true });

  Object.assign(window.lotse, { counted, refreshQueue });

  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", connect);
  document.addEventListener("DOMContentLoaded", () => { count(); mark(); });
})();
