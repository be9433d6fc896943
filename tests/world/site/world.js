// One person's view of X and Facebook: shows what is there, live, and does what the person does.

import { action, author, bubble, choices, element, inlineForm, meta, timeOf, words } from "./parts.js";

const $ = (id) => document.getElementById(id);
const AGAIN_MS = 2000;
let view = null;
let me = localStorage.getItem("world-person") ?? "";
let open = null; // the form that is open below a post or comment: {id, kind}

async function ask(path, body) {
  const answer = await fetch(`/world${path}`, { method: "POST", body: body && JSON.stringify(body) });
  const given = await answer.json();
  $("problem").textContent = answer.ok ? "" : given.error;
  return answer.ok;
}

const asMe = (path, body) => ask(path, { person: me, ...body });
const person = () => view.people.find((one) => one.key === me);
const edited = (one) => one.edited ? "bearbeitet" : "";

function toggle(id, kind) {
  open = open?.id === id && open.kind === kind ? null : { id, kind };
  draw();
  document.querySelector("[data-draft]")?.focus();
}

function formBelow(id, kinds) {
  const kind = open?.id === id ? kinds[open.kind] : null;
  if (!kind) return null;
  const close = () => { open = null; draw(); };
  return inlineForm(`${open.kind}-${id}`, kind.label, { text: kind.text, send: kind.send, close });
}

// X

function xPost(post) {
  const own = post.author === me;
  const quoted = view.x.posts.find((one) => one.id === post.quoted);
  const replies = view.x.posts.filter((one) => one.reply_to === post.id);
  const by = `von ${post.name}`;
  return element("article", { class: classes(post, post.author === view.x.account.username), "data-id": post.id },
    meta(author(post.name), `@${post.author}`, timeOf(post.at), edited(post), post.hidden && "ausgeblendet"),
    ...words(`${post.text} ${post.private_link}`.trim(), writeOnX),
    quoted ? element("div", { class: "quote" }, `${quoted.name}: ${quoted.shown}`) : null,
    element("div", { class: "actions" },
      action("Antworten", `Antworten auf Beitrag ${by}`, () => toggle(post.id, "reply")),
      action("Zitieren", `Beitrag ${by} zitieren`, () => toggle(post.id, "quote")),
      own ? action("Bearbeiten", "Eigenen Beitrag bearbeiten", () => toggle(post.id, "edit")) : null,
      own ? action("Löschen", "Eigenen Beitrag löschen", () => ask(`/x/posts/${post.id}/delete`)) : null),
    formBelow(post.id, {
      reply: { label: `Deine Antwort (nur wer @${view.x.account.username} erwähnt, bekommt eine zurück)`, send: (text) => asMe("/x/posts", { text, reply_to: post.id }) },
      quote: { label: "Deine Worte dazu", send: (text) => asMe("/x/posts", { text, quote: post.id }) },
      edit: { label: "Neuer Text", text: post.shown, send: (text) => ask(`/x/posts/${post.id}/edit`, { text }) },
    }),
    element("div", { class: "replies" }, ...replies.map(xPost)));
}

function classes(one, byProvider) {
  return [byProvider && "provider", one.hidden && "hidden"].filter(Boolean).join(" ");
}

function writeOnX(text) {
  $("x-words").value = text;
  $("x-words").focus();
}

function xMessages() {
  const own = view.x.messages.filter((one) => one.from === me || one.to === me);
  return own.map((one) => bubble(one, { mine: one.from === me, notes: [one.from === me && one.read && "gelesen"] }));
}

// Facebook

function wallPost(post) {
  const top = post.comments.filter((one) => one.parent === post.id);
  return element("article", { class: post.by_page ? "provider" : "", "data-id": post.id },
    meta(author(post.author), timeOf(post.at)),
    ...words(post.text),
    element("div", { class: "actions" },
      action("Kommentieren", `Beitrag von ${post.author} kommentieren`, () => toggle(post.id, "comment"))),
    formBelow(post.id, { comment: commenting(post.id) }),
    element("div", { class: "replies" }, ...top.map((one) => comment(post, one))));
}

function comment(post, one) {
  const below = post.comments.filter((other) => other.parent === one.id);
  const own = one.author_id === person()?.facebook_id;
  return element("article", { class: classes(one, one.by_page), "data-id": one.id },
    meta(author(one.author), timeOf(one.at), one.hidden && "ausgeblendet",
      one.answered_privately && "privat beantwortet"),
    ...words(one.text),
    element("div", { class: "actions" },
      action("Antworten", `Auf Kommentar von ${one.author} antworten`, () => toggle(one.id, "comment")),
      own ? action("Bearbeiten", "Eigenen Kommentar bearbeiten", () => toggle(one.id, "edit")) : null,
      own ? action("Löschen", "Eigenen Kommentar löschen", () => ask(`/facebook/comments/${one.id}/delete`)) : null),
    formBelow(one.id, {
      comment: commenting(one.id),
      edit: { label: "Neuer Text", text: one.text, send: (text) => ask(`/facebook/comments/${one.id}/edit`, { text }) },
    }),
    element("div", { class: "replies" }, ...below.map((other) => comment(post, other))));
}

const commenting = (target) => ({
  label: "Dein Kommentar", send: (text) => asMe("/facebook/comments", { target, text }),
});

function messenger() {
  const thread = view.facebook.threads.find((one) => one.psid === person()?.psid);
  if (!thread) return [];
  const last = thread.messages.at(-1);
  const shown = thread.messages.map((one) => bubble(one, {
    mine: !one.by_page, notes: [edited(one), !one.by_page && one.read && "gelesen", one.reaction],
  }));
  // Quick replies go away as soon as something else is said; buttons of a template stay.
  thread.messages.forEach((one, index) => {
    const offered = choices(one === last ? one : { ...one, quick_replies: [] }, {
      quickReply: (reply) => asMe("/facebook/messages", { text: reply.title, payload: reply.payload }),
      postback: (button) => asMe("/facebook/postbacks", { title: button.title, payload: button.payload }),
    });
    if (offered) shown[index] = [shown[index], offered];
  });
  if (thread.typing) shown.push(element("p", { class: "typing" }, "schreibt …"));
  return shown.flat();
}

// Drawing

const drawn = {}; // what each list shows

const keyOf = (one) => [one.closest("[data-id]")?.dataset.id, one.id, one.textContent].join(" ");

// A list is touched only if it has changed, and the focus stays where it was.
function fill(id, children, empty) {
  const list = $(id);
  const fresh = element("div", {}, ...(children.length ? children : [element("p", { class: "empty" }, empty)]));
  if (drawn[id] === fresh.innerHTML) return;
  drawn[id] = fresh.innerHTML;
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const focused = list.contains(document.activeElement) && document.activeElement !== list
    ? keyOf(document.activeElement) : null;
  list.replaceChildren(...fresh.childNodes);
  if (focused) [...list.querySelectorAll("button, textarea")].find((one) => keyOf(one) === focused)?.focus();
  if (list.classList.contains("chat") && atEnd) list.scrollTop = list.scrollHeight;
}

function draw() {
  const draft = document.querySelector("[data-draft]");
  const kept = draft && { id: draft.id, text: draft.value };
  const roots = view.x.posts.filter((one) => !view.x.posts.some((other) => other.id === one.reply_to));
  fill("x-posts", roots.reverse().map(xPost), "Noch nichts. Schreibe, was du auf dem Herzen hast.");
  fill("x-messages", xMessages(), "Noch keine Nachrichten.");
  fill("facebook-posts", [...view.facebook.posts].reverse().map(wallPost), "Noch keine Beiträge.");
  fill("facebook-messages", messenger(), "Noch keine Nachrichten.");
  const again = kept && document.getElementById(kept.id);
  if (again) again.value = kept.text;
  $("now").textContent = timeOf(view.now);
  $("x-state").textContent = view.x.webhooks.some((one) => one.valid) ? "verbunden" : "nicht verbunden";
  $("facebook-state").textContent = view.facebook.subscribed.length ? "verbunden" : "nicht verbunden";
  document.querySelectorAll("[data-account]").forEach((one) => { one.textContent = `@${view.x.account.username}`; });
  document.querySelectorAll("[data-page]").forEach((one) => { one.textContent = view.facebook.page.name; });
  $("x-text").placeholder = `@${view.x.account.username} …`;
  drawPeople();
}

function drawPeople() {
  if (!person()) me = view.people[0]?.key ?? "";
  const options = view.people.map((one) => element("option", { value: one.key }, `${one.name} (@${one.key})`));
  $("who").replaceChildren(...options);
  $("who").value = me;
}

async function follow() {
  for (;;) {
    try {
      const answer = await fetch(`/world/view${view ? `?after=${view.version}` : ""}`);
      view = await answer.json();
      draw();
      await tellRead();
    } catch {
      $("problem").textContent = "Die Übungswelt antwortet nicht. Neuer Versuch gleich.";
      await new Promise((done) => { setTimeout(done, AGAIN_MS); });
    }
  }
}

// Whoever looks at the page reads what is on it.
async function tellRead() {
  if (document.hidden || !me) return;
  const thread = view.facebook.threads.find((one) => one.psid === person()?.psid);
  if (thread?.messages.some((one) => one.by_page && !one.read)) await asMe("/facebook/read", {});
  if (view.x.messages.some((one) => one.to === me && !one.read)) await asMe("/x/read", {});
}

// Writing

function composer(id, send) {
  const form = $(id);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const area = form.elements.text;
    if (await send(area.value, event.submitter?.value)) area.value = "";
    area.focus();
  });
  form.elements.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button"));
    }
  });
}

composer("x-post", (text) => asMe("/x/posts", { text }));
composer("x-message", (text) => asMe("/x/messages", { text }));
composer("facebook-message", (text) => asMe("/facebook/messages", { text }));
composer("facebook-post", (text, by) => by === "page"
  ? ask("/facebook/posts", { text }) : asMe("/facebook/visits", { text }));

$("who").addEventListener("change", (event) => {
  me = event.target.value;
  localStorage.setItem("world-person", me);
  open = null;
  draw();
});

$("create").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { name, username } = Object.fromEntries(new FormData(event.target));
  if (!await ask("/people", { name, username })) return;
  me = username;
  localStorage.setItem("world-person", me);
  event.target.reset();
  $("newcomer").open = false;
});

document.querySelectorAll("[data-advance]").forEach((button) => {
  button.addEventListener("click", () => ask("/clock", { advance: Number(button.dataset.advance) }));
});

follow();
