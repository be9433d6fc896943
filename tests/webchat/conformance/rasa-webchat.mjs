/* Runs the unmodified rasa-webchat in jsdom: greeting, a line, the reply, all as a person sees them.
 * Usage: node rasa-webchat.mjs <server> <what to say> <what to wait for>; prints one JSON object. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { JSDOM, VirtualConsole } from "jsdom";

const PATIENCE_MS = 15_000;
const [server, words, expected] = process.argv.slice(2);

const bundle = readFileSync(createRequire(import.meta.url).resolve("rasa-webchat/lib/index.js"), "utf8");
const errors = [];
const virtualConsole = new VirtualConsole();
virtualConsole.on("jsdomError", (error) => errors.push(String(error.message)));
const dom = new JSDOM('<!doctype html><body><div id="chat"></div></body>', {
  url: `${server}/`,
  runScripts: "outside-only",
  pretendToBeVisual: true,
  virtualConsole,
});
const { window } = dom;
window.matchMedia ??= () => ({ matches: false, addListener() {}, removeListener() {} });
window.scrollTo = () => {};
window.HTMLElement.prototype.scrollIntoView = () => {};
window.eval(bundle);

window.WebChat.default(
  {
    socketUrl: server,
    socketPath: "/socket.io/",
    initPayload: "/greet",
    customData: { language: "de" },
    title: "Fördekom",
    embedded: true,
    customMessageDelay: () => 1,
    params: { storage: "session" },
  },
  window.document.getElementById("chat"),
);

const shown = () =>
  [...window.document.querySelectorAll(".rw-message")].map((one) => one.textContent).filter(Boolean);
const until = async (what, holds) => {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${what} did not come; shown: ${JSON.stringify(shown())}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

await until("the greeting", () => shown().some((text) => text.includes("Computerprogramm")));
await until("the answer to its own first word", () => shown().length === 2);
const field = window.document.querySelector(".rw-new-message");
// Browsers reach a form's fields by name, jsdom does not.
Object.defineProperty(field.form, "message", { value: field });
// React watches the property: set it as typing does, past React's own setter.
Object.getOwnPropertyDescriptor(window.HTMLTextAreaElement.prototype, "value").set.call(field, words);
field.dispatchEvent(new window.Event("input", { bubbles: true }));
const send = window.document.querySelector(".rw-send");
await until("the send button", () => !send.disabled);
send.click();
await until("the reply", () => shown().some((text) => text.includes(expected)));
const buttons = [...window.document.querySelectorAll(".rw-reply")].map((one) => one.textContent);

console.log(JSON.stringify({ shown: shown(), buttons, errors }));
window.close();
process.exit(0);
