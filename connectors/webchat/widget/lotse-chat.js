/* One script tag brings the chat into a page:
 *   <script src="https://chat.example/chat/lotse-chat.js" defer></script>
 * data-lang="de|en", data-position="right|left", data-theme="auto|light|dark", data-open="true",
 * data-server="https://chat.example/chat/" if the chat is served from elsewhere than this file.
 * This file stays small and is asked for often; all else is loaded by version and kept for long.
 */
(() => {
  "use strict";
  const TRIES = 5;
  const PAUSE_MS = 3000;
  const script = document.currentScript;
  if (!script || document.querySelector("lotse-chat")) return;

  const base = new URL(script.dataset.server || ".", script.src);
  const options = { base: base.href, ...script.dataset };

  async function load() {
    const answer = await fetch(new URL("config", base), { credentials: "omit" });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const config = await answer.json();
    const { start } = await import(new URL(`${config.version}/main.js`, base).href);
    start({ config, options });
  }

  async function tryToLoad(left) {
    try {
      await load();
    } catch (error) {
      if (left > 1) setTimeout(() => tryToLoad(left - 1), PAUSE_MS);
      else console.warn("lotse-chat: the chat cannot be loaded.", error);
    }
  }

  tryToLoad(TRIES);
})();
