/* What an agent types is theirs until it is said: kept over reloads, cleared once its line stands
   in the transcript, and sent under the same line id however often it is tried. */
(() => {
  "use strict";

  const ID_BYTES = 12;

  const box = () => document.querySelector("form[data-draft]");
  const place = (form) => `draft:${form.dataset.draft}`;

  function newLineId() {
    const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function keep(form) {
    const text = form.elements.text.value;
    if (text || form.querySelector(".attached [name=file]")) {
      const draft = { text, line: form.elements.line.value, sent: form.dataset.sent || "" };
      sessionStorage.setItem(place(form), JSON.stringify(draft));
    } else {
      sessionStorage.removeItem(place(form));
    }
  }

  function restore(form) {
    const kept = sessionStorage.getItem(place(form));
    if (!kept || form.elements.text.value) return;
    const draft = JSON.parse(kept);
    form.elements.text.value = draft.text;
    form.elements.line.value = draft.line;
    form.dataset.sent = draft.sent;
  }

  /* Empties the box of what was said; words typed since then stay, as a new line. */
  function settle(form) {
    const said = `[data-line="agent-${CSS.escape(form.elements.line.value)}"]`;
    if (!document.querySelector(said)) return;
    const field = form.elements.text;
    const sent = form.dataset.sent || field.value;
    field.value = field.value.startsWith(sent) ? field.value.slice(sent.length).trimStart() : field.value;
    form.elements.line.value = newLineId();
    delete form.dataset.sent;
    lotse.filesSent(form);
    keep(form);
  }

  function look() {
    const form = box();
    if (!form) return;
    if (!form.dataset.known) {
      form.dataset.known = "yes";
      restore(form);
    }
    settle(form);
  }

  lotse.keepDraft = keep;

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form) keep(form);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (!form.matches("form[data-draft]")) return;
    form.dataset.sent = form.elements.text.value;
    keep(form);
  });

  document.addEventListener("htmx:afterSettle", look);
  document.addEventListener("DOMContentLoaded", look);
})();
