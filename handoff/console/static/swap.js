/* The swap style "keyed": what has not changed stays as it is, with focus, scroll and typed text.

   Children are matched by id. The same data-v: the old one stays. data-merge: the old one stays and
   its children are matched in turn, unless its data-order says that the fresh one is the older of
   the two, overtaken on its way. data-stay: the old one stays although the fresh page lacks it, until
   it goes by itself. data-same: it stands for the old one, whatever that is. Anything else is
   replaced. */
(() => {
  "use strict";

  function adopt(old, fresh) {
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
  }

  function chosen(old, fresh, added) {
    if (old && "same" in fresh.dataset) return old;
    if (old && Number(fresh.dataset.order) < Number(old.dataset.order)) return old;
    if (old && old.dataset.v !== undefined && old.dataset.v === fresh.dataset.v) return old;
    if (old && "merge" in old.dataset && "merge" in fresh.dataset) {
      adopt(old, fresh);
      merge(old, fresh, added);
      return old;
    }
    added.push(fresh);
    return fresh;
  }

  function staying(node, source) {
    return node.dataset?.stay !== undefined && !source.querySelector(`#${CSS.escape(node.id)}`);
  }

  function merge(target, source, added) {
    const known = new Map([...target.children].map((child) => [child.id, child]));
    const wanted = [...source.children].map((fresh) => chosen(known.get(fresh.id), fresh, added));
    const keep = new Set(wanted);
    for (const node of [...target.childNodes]) {
      if (!keep.has(node) && !staying(node, source)) node.remove();
    }
    let next = target.firstElementChild;
    for (const element of wanted) {
      // Past what stays by itself: moving an element would close its popover.
      while (next && !keep.has(next)) next = next.nextElementSibling;
      if (element === next) next = next.nextElementSibling;
      else target.insertBefore(element, next);
    }
  }

  htmx.defineExtension("keyed", {
    handleSwap(style, target, fragment) {
      if (style !== "keyed") return false;
      const focused = document.activeElement;
      const added = [];
      merge(target, fragment, added);
      // An element that was moved has lost the focus on the way.
      if (focused !== document.activeElement && focused.isConnected) {
        focused.focus({ preventScroll: true });
      }
      return added;
    },
  });
})();
