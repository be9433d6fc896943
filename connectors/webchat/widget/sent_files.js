/* Files that agents sent: pictures are shown, all can be saved. Their bytes come with the session's
   key and stay in this page; a name only ever becomes text. */

import { h, icon } from "./dom.js";

const SHOWN = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const FREED_MS = 60_000;

export class SentFiles {
  constructor({ texts, onFile, onShown }) {
    this.texts = texts;
    this.onFile = onFile;
    this.onShown = onShown;
  }

  show(file) {
    const place = h("div", { class: "sent-file" });
    const save = h(
      "button",
      { class: "save", type: "button", onclick: () => this.save(file, place) },
      icon("file"),
      h("span", { class: "file-name", dir: "auto" }, file.name),
      h("span", { class: "file-size" }, this.size(file.size)),
    );
    place.append(save);
    if (file.kind === "image") this.picture(file, place);
    return place;
  }

  async picture(file, place) {
    try {
      const body = await this.onFile(file.id);
      if (!SHOWN.includes(body.type)) return;
      const src = URL.createObjectURL(body);
      const done = () => {
        URL.revokeObjectURL(src);
        this.onShown();
      };
      // A page that forbids such pictures leaves the file to be saved.
      const image = h("img", { src, alt: file.name, onload: done });
      image.addEventListener("error", () => image.remove());
      place.prepend(image);
    } catch {
      // It can still be saved, and says so then if that fails, too.
      this.onShown();
    }
  }

  async save(file, place) {
    place.querySelector(".file-problem")?.remove();
    try {
      const body = await this.onFile(file.id);
      const href = URL.createObjectURL(body);
      h("a", { href, download: file.name }).click();
      setTimeout(() => URL.revokeObjectURL(href), FREED_MS);
    } catch {
      place.append(h("p", { class: "file-problem", role: "alert" }, this.texts.fileFailed));
    }
  }

  size(bytes) {
    const large = bytes >= 1_000_000;
    const number = large ? bytes / 1_000_000 : Math.max(1, bytes / 1000);
    const digits = { maximumFractionDigits: large ? 1 : 0 };
    const words = new Intl.NumberFormat(this.texts.language, digits).format(number);
    return `${words} ${large ? "MB" : "KB"}`;
  }
}
