/* Ready texts: a shortcut typed in the reply, or one chosen from the list, becomes its text. What
   nobody knows stays as {{variable}}, is told beneath the box, and Tab goes from one to the next. */
(() => {
  "use strict";

  const SHORTCUT = /(?:^|\s)\/([\p{L}\d-]*)$/u;
  const VARIABLE = /\{\{\s*[^{}\s][^{}\n]{0,59}?\s*\}\}/g;

  const form = () => document.querySelector("form[data-draft]");
  const picker = () => document.querySelector(".texts-popover");
  const texts = () => [...document.querySelectorAll(".texts-popover [data-text]")];

  function typed(field) {
    if (field.selectionStart !== field.selectionEnd) return null;
    return SHORTCUT.exec(field.value.slice(0, field.selectionStart));
  }

  function gaps(text) {
    return [...text.matchAll(VARIABLE)].map((found) => ({ at: found.index, words: found[0] }));
  }

  function select(field, gap, from = 0) {
    field.setSelectionRange(from + gap.at, from + gap.at + gap.words.length);
  }

  function insert(field, text) {
    const found = typed(field);
    const from = found ? field.selectionStart - found[1].length - 1 : field.selectionStart;
    field.focus();
    field.setRangeText(text, from, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const [first] = gaps(text);
    if (first) select(field, first, from);
  }

  /* Selects the next gap after the caret; true if there was one. */
  function toNextGap(field) {
    const next = gaps(field.value).find((gap) => gap.at >= field.selectionEnd);
    if (next) select(field, next);
    return Boolean(next);
  }

  /* Puts a text in the place of its shortcut, or opens the list; true if there was one. */
  function expand(field, key) {
    const found = typed(field);
    if (!found || !picker()) return false;
    const exact = texts().find((text) => text.dataset.shortcut === found[1].toLowerCase());
    if (exact) insert(field, exact.dataset.text);
    else if (key === "Tab") lotse.pick(picker(), found[1]);
    return Boolean(exact) || key === "Tab";
  }

  function tell() {
    const open = new Set(gaps(form().elements.text.value).map((gap) => gap.words));
    const words = open.size ? lotse.t("Vor dem Senden auszufüllen: %(gaps)s", { gaps: [...open].join(", ") }) : "";
    const sign = form().querySelector(".gaps");
    if (sign.textContent !== words) sign.textContent = words;
  }

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!["Tab", " "].includes(event.key) || !field.matches("form[data-draft] textarea")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    const done = expand(field, event.key) || (event.key === "Tab" && toNextGap(field));
    if (done) event.preventDefault();
  });

  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-draft]")) tell();
  });

  window.lotse.insertText = insert;

  document.addEventListener("click", (event) => {
    const text = event.target.closest(".texts-popover [data-text]");
    if (!text) return;
    picker().hidePopover();
    insert(form().elements.text, text.dataset.text);
  });

  for (const kind of ["htmx:afterSettle", "DOMContentLoaded"]) {
    document.addEventListener(kind, () => { if (form()) tell(); });
  }
})();
