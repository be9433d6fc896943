/* Passes on that the board is out of date: at once, then at most once a second, never the last word lost. */
(() => {
  "use strict";

  const PACE_MS = 1_000;
  let last = -PACE_MS;
  let waiting = 0;

  function tell() {
    last = performance.now();
    waiting = 0;
    htmx.trigger(document.body, "board:stale");
  }

  for (const news of ["live:lists", "live:queue"]) {
    document.addEventListener(news, () => {
      waiting ||= setTimeout(tell, Math.max(0, last + PACE_MS - performance.now()));
    });
  }
})();
