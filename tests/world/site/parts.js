// The pieces of the page: posts, comments and messages as elements. Text is never HTML.

const DEEP_LINK = /https?:\/\/[^\s/]+\/messages\/compose\?recipient_id=\d+\S*/;
const clock = new Intl.DateTimeFormat("de-DE", {
  day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin",
});

export function timeOf(iso) {
  return clock.format(new Date(iso));
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

export function action(words, label, onclick) {
  return element("button", { type: "button", "aria-label": label, onclick }, words);
}

export function meta(...parts) {
  return element("div", { class: "meta" }, ...parts.filter(Boolean).map((part) =>
    typeof part === "string" ? element("span", {}, part) : part));
}

export function author(name) {
  return element("strong", {}, name);
}

// A post's words; X shows a link into private messages as a button.
export function words(text, writePrivately) {
  const found = writePrivately && text.match(DEEP_LINK);
  if (!found) return [element("p", { class: "words" }, text)];
  const rest = text.replace(found[0], "").trim();
  const given = new URL(found[0]).searchParams.get("text") || "";
  return [
    element("p", { class: "words" }, rest),
    element("button", { type: "button", class: "quiet", onclick: () => writePrivately(given) },
      "Private Nachricht senden"),
  ];
}

// A small form that opens below something and says what was written.
export function inlineForm(key, label, { text = "", send, close }) {
  const area = element("textarea", { rows: "2", required: true, "data-draft": key, id: key });
  area.value = text;
  const submit = async (event) => {
    event.preventDefault();
    if (await send(area.value)) close();
  };
  return element("form", { class: "inline", onsubmit: submit },
    element("label", { for: key }, label), area,
    element("div", { class: "row" },
      element("button", {}, "Senden"),
      element("button", { type: "button", class: "quiet", onclick: close }, "Abbrechen")));
}

function attachment(given) {
  if (!given) return null;
  if (given.type === "template") {
    const { text, elements = [] } = given.payload;
    return element("p", { class: "words" }, text || elements.map((one) => one.title).join("\n"));
  }
  return element("p", { class: "words" }, `Anhang (${given.type}): ${given.payload?.url ?? ""}`);
}

function templateButtons(given) {
  if (given?.type !== "template") return [];
  const { buttons = [], elements = [] } = given.payload;
  return [...buttons, ...elements.flatMap((one) => one.buttons ?? [])];
}

export function bubble(message, { mine, notes = [] }) {
  return element("div", { class: `bubble${mine ? " mine" : ""}`, "data-id": message.mid ?? message.id },
    message.text ? element("p", { class: "words" }, message.text) : null,
    attachment(message.attachment),
    meta(timeOf(message.at), ...notes));
}

export function choices(message, { quickReply, postback }) {
  const replies = (message.quick_replies ?? []).map((one) =>
    element("button", { type: "button", "data-payload": one.payload ?? "", onclick: () => quickReply(one) }, one.title ?? one.content_type));
  const buttons = templateButtons(message.attachment).map((one) => one.type === "web_url"
    ? element("span", {}, `${one.title}: ${one.url}`)
    : element("button", { type: "button", "data-payload": one.payload, onclick: () => postback(one) }, one.title));
  const all = [...replies, ...buttons];
  return all.length ? element("div", { class: "choices", role: "group", "aria-label": "Antworten" }, ...all) : null;
}
