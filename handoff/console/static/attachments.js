/* Files of a reply: chosen, pasted or dropped, kept by the desk at once, sent with the next line.

   What is kept stands in the browser's session, too, so that a reload finds it again. */
(() => {
  "use strict";

  const MEGABYTE = 1_000_000;
  const box = () => document.querySelector("form[data-attach]");
  const list = (form) => form.querySelector(".attached");
  const ids = (form) => [...form.querySelectorAll(".attached [name=file]")].map((one) => one.value);
  const place = (form) => `files:${form.dataset.draft}`;
  const writes = () => document.querySelector('[data-may-write="yes"]') !== null;
  let underWay = 0;

  function tell(form, words) {
    form.querySelector(".attach-problem").textContent = words;
  }

  function part(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function keep(form) {
    const files = [...list(form).querySelectorAll("[data-file]")].map((item) => item.dataset.file);
    if (files.length) sessionStorage.setItem(place(form), JSON.stringify(files));
    else sessionStorage.removeItem(place(form));
    lotse.keepDraft(form);
  }

  function show(form, file) {
    const item = part("li", { className: "attached-file" });
    item.dataset.file = JSON.stringify(file);
    if (file.image) item.append(part("img", { src: file.url, alt: "" }));
    const name = part("span", { className: "attached-name", dir: "auto", textContent: file.name });
    const size = part("span", { className: "hint", textContent: file.size });
    const remove = part("button", { type: "button", className: "quiet", textContent: lotse.t("Entfernen") });
    remove.setAttribute("aria-label", lotse.t("%(name)s entfernen", { name: file.name }));
    remove.dataset.removes = file.id;
    const field = part("input", { type: "hidden", name: "file", value: file.id });
    item.append(name, size, remove, field);
    list(form).append(item);
  }

  function restore(form) {
    for (const file of JSON.parse(sessionStorage.getItem(place(form)) || "[]")) {
      show(form, JSON.parse(file));
    }
  }

  async function upload(form, file) {
    const waiting = part("li", { className: "attached-file" });
    waiting.append(part("span", { className: "attached-name", dir: "auto", textContent: file.name }));
    waiting.append(part("span", { className: "hint", textContent: lotse.t("wird hochgeladen …") }));
    list(form).append(waiting);
    underWay += 1;
    try {
      const answer = await fetch(form.dataset.attach, {
        method: "POST",
        body: file,
        headers: {
          "Content-Type": "application/octet-stream",
          "Lotse-File-Name": encodeURIComponent(file.name || lotse.t("Bild")),
          "X-CSRF-Token": form.elements.csrf.value,
        },
      });
      const told = await answer.json();
      if (answer.ok) show(form, told);
      else tell(form, told.problem || lotse.t("Nicht angehängt: Das Hochladen ist fehlgeschlagen."));
    } catch {
      tell(form, lotse.t("Nicht angehängt: Die Verbindung ist unterbrochen. Bitte noch einmal."));
    } finally {
      underWay -= 1;
      waiting.remove();
      keep(form);
    }
  }

  async function attach(files) {
    const form = box();
    if (!form || !writes() || !files.length) return;
    const most = Number(form.dataset.most);
    const largest = Number(form.dataset.largest);
    tell(form, "");
    for (const file of files) {
      if (ids(form).length >= most) {
        const words = form.querySelector(".attach-words").textContent;
        tell(form, [lotse.t("„%(name)s“ wurde nicht angehängt.", { name: file.name }), words].join(" "));
      } else if (file.size > largest) {
        const limit = Math.floor(largest / MEGABYTE);
        tell(form, lotse.t("„%(name)s“ wurde nicht angehängt: Sie ist größer als %(limit)s MB.", { name: file.name, limit }));
      } else {
        await upload(form, file);
      }
    }
  }

  async function remove(button) {
    const form = box();
    const body = new URLSearchParams({ csrf: form.elements.csrf.value });
    const item = button.closest("li");
    const next = item.nextElementSibling || item.previousElementSibling;
    item.remove();
    keep(form);
    (next?.querySelector("button") || form.elements.text).focus();
    // Should this get lost, the desk forgets the file by itself after two days.
    await fetch(`${form.dataset.attach}/${button.dataset.removes}/remove`, { method: "POST", body })
      .catch(() => tell(form, lotse.t("Entfernt; der Server löscht die Datei später.")));
  }

  /* Takes those files away that went with the line that was just said. */
  lotse.filesSent = (form) => {
    const sent = (form.dataset.sentFiles || "").split(" ");
    for (const item of list(form).querySelectorAll("li")) {
      if (sent.includes(item.querySelector("[name=file]")?.value)) item.remove();
    }
    delete form.dataset.sentFiles;
    keep(form);
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-attaches]")) box().querySelector(".attach-input").click();
    const removing = event.target.closest("[data-removes]");
    if (removing) remove(removing);
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches(".attach-input")) return;
    const files = [...event.target.files];
    event.target.value = "";
    attach(files);
    box().elements.text.focus();
  });

  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length || !event.target.closest("form[data-attach]")) return;
    event.preventDefault();
    attach(files);
  });

  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Everywhere: a file that misses the conversation must not replace the page.
    event.preventDefault();
    const here = event.target.closest(".conversation") && writes();
    event.dataTransfer.dropEffect = here ? "copy" : "none";
  });

  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (event.target.closest(".conversation")) attach([...event.dataTransfer.files]);
  });

  /* What is still on its way would not go with the line. */
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-attach]") || !underWay) return;
    event.preventDefault();
    event.stopPropagation();
    tell(event.target, lotse.t("Noch wird hochgeladen. Bitte gleich noch einmal senden."));
  }, true);

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (form.matches("form[data-attach]")) form.dataset.sentFiles = ids(form).join(" ");
  });

  function look() {
    const form = box();
    if (!form || form.dataset.filesKnown) return;
    form.dataset.filesKnown = "yes";
    restore(form);
  }

  document.addEventListener("htmx:afterSettle", look);
  document.addEventListener("DOMContentLoaded", look);
})();
