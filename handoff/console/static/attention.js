/* A short sound, and a word in the title of a window nobody looks at, for what waits for this agent:
   an offer, an answer of somebody they write with, a note that names them. Can be switched off
   under "?". */
(() => {
  "use strict";

  const SETTING = "sound-off";
  const TONES = [660, 880];
  const TONE_SECONDS = 0.12;
  const LOUDNESS = 0.08;
  const AT_MOST_EVERY_MS = 3_000;

  let audio = null;
  let last = 0;
  let before = null;

  const enabled = () => localStorage.getItem(SETTING) !== "yes";

  function ring() {
    // Browsers let a page sound only after somebody has used it.
    if (!enabled() || audio?.state !== "running" || Date.now() - last < AT_MOST_EVERY_MS) return;
    last = Date.now();
    document.documentElement.dataset.rang = String(Number(document.documentElement.dataset.rang || 0) + 1);
    TONES.forEach((tone, number) => {
      const from = audio.currentTime + number * TONE_SECONDS;
      const volume = new GainNode(audio, { gain: 0 });
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
      volume.gain.linearRampToValueAtTime(0, from + TONE_SECONDS);
      const sound = new OscillatorNode(audio, { frequency: tone });
      sound.connect(volume).connect(audio.destination);
      sound.start(from);
      sound.stop(from + TONE_SECONDS);
    });
  }

  function now() {
    const state = document.getElementById("list-state");
    if (!state) return null;
    const offers = [...document.querySelectorAll(".offer")].map((offer) => offer.id);
    const { unanswered, marked } = state.dataset;
    return { offers, unanswered: Number(unanswered), marked: Number(marked) };
  }

  function look() {
    const seen = now();
    if (!seen) return;
    const answered = before !== null && seen.unanswered > before.unanswered;
    const named = before !== null && seen.marked > before.marked;
    const offered = before !== null && seen.offers.some((offer) => !before.offers.includes(offer));
    before = seen;
    if (!(answered || named || offered)) return;
    if (document.hidden && answered) document.documentElement.dataset.fresh = "yes";
    ring();
  }

  function wake() {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
  }

  // Before live.js writes the title: capturing comes first.
  document.addEventListener("htmx:afterSettle", look, true);
  document.addEventListener("pointerdown", wake);
  document.addEventListener("keydown", wake);

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !document.documentElement.dataset.fresh) return;
    delete document.documentElement.dataset.fresh;
    document.title = document.title.replace(/^Neu · /, "");
  });

  document.addEventListener("DOMContentLoaded", () => {
    before = now();
    const box = document.getElementById("sound-on");
    box.checked = enabled();
    box.addEventListener("change", () => {
      localStorage.setItem(SETTING, box.checked ? "no" : "yes");
      if (box.checked) ring();
    });
  });
})();
