/* Notes: opens and closes their column, completes @names, and makes room for the next note. */
(() => {
  "use strict";

  const ID_BYTES = 12;
  const NAMES_SHOWN = 4;
  const MENTION = /(?:^|[^\w@.])@([\w.-]*)$/;

  const panel = () => document.querySelector(".notes");
  const shown = (element) => element.offsetParent !== null;

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* A key means that one wants to write; a pointer opens and closes. */
  function toggle(byPointer) {
    const notes = panel();
    if (byPointer && notes.dataset.open && shown(notes)) {
      delete notes.dataset.open;
      return;
    }
    notes.dataset.open = "yes";
    notes.querySelector(":scope > .note-form textarea").focus();
  }

  function colleagues(start) {
    const wanted = start.toLowerCase();
    return [...document.querySelectorAll("#colleagues [data-login]")].filter((one) =>
      one.dataset.login.startsWith(wanted)
      || one.textContent.toLowerCase().split(" ").some((part) => part.startsWith(wanted)));
  }

  const begun = (field) => MENTION.exec(field.value.slice(0, field.selectionStart));

  function hint(field) {
    const found = begun(field);
    const some = found ? colleagues(found[1]).slice(0, NAMES_SHOWN) : [];
    const names = some.map((one) => `@${one.dataset.login} ${one.textContent}`);
    const words = names.length ? `Tab: ${names.join(" · ")}` : "";
    const sign = field.form.querySelector(".mention-hint");
    if (sign.textContent !== words) sign.textContent = words;
  }

  /* Writes the first name that fits; true if there was one to write. */
  function complete(field) {
    const found = begun(field);
    const [first] = found ? colleagues(found[1]) : [];
    if (!first) return false;
    const from = field.selectionStart - found[1].length;
    field.setRangeText(`${first.dataset.login} `, from, field.selectionStart, "end");
    hint(field);
    return true;
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-opens-notes]")) return;
    event.preventDefault();
    toggle(event.detail > 0);
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-mentions]")) hint(event.target);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest(".notes")) delete panel().dataset.open;
    if (event.key !== "Tab" || event.shiftKey || !event.target.matches("[data-mentions]")) return;
    if (complete(event.target)) event.preventDefault();
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!form.matches(".note-form") || !event.detail.successful) return;
    form.reset();
    form.elements.note.value = newId();
    hint(form.elements.text);
  });
})();
