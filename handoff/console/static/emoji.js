/* Emoji: chosen from a list by key or mouse, or looked for while writing, by :word and Tab. */
(() => {
  "use strict";

  const TYPED = /(?:^|\s):(\p{L}{2,})$/u;
  const picker = () => document.querySelector(".emoji-popover");
  const field = () => document.querySelector("form[data-draft] textarea");

  function typed(text) {
    if (text.selectionStart !== text.selectionEnd) return null;
    return TYPED.exec(text.value.slice(0, text.selectionStart));
  }

  function insert(text, emoji) {
    const found = typed(text);
    const from = found ? text.selectionStart - found[1].length - 1 : text.selectionStart;
    text.focus();
    text.setRangeText(emoji, from, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    if (!event.target.matches("form[data-draft] textarea") || !picker()) return;
    const found = typed(event.target);
    if (!found) return;
    event.preventDefault();
    lotse.pick(picker(), found[1]);
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest(".emoji-popover [data-emoji]");
    if (!option) return;
    picker().hidePopover();
    insert(field(), option.dataset.emoji);
  });
})();
