/* Cuts a message into text, links and placeholders, and words times. Pure: no page needed. */

const PIECES = /(https?:\/\/[^\s<>"]+)|\[([A-ZÄÖÜ]+)_\d+\]/g;
const CLOSING = /[.,;:!?'»“”)\]]+$/;

/* Returns [{kind: "text" | "link" | "hidden", text, href?}] in order; joined it is the message. */
export function pieces(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(PIECES)) {
    const piece = match[1] ? link(match[1]) : { kind: "hidden", text: match[0], name: match[2] };
    if (!piece) continue;
    if (match.index > end) found.push({ kind: "text", text: text.slice(end, match.index) });
    found.push(piece);
    end = match.index + piece.text.length;
  }
  if (end < text.length) found.push({ kind: "text", text: text.slice(end) });
  return found;
}

/* A full stop behind an address belongs to the sentence, a bracket only if it was not opened. */
function link(raw) {
  let text = raw.replace(CLOSING, "");
  if (raw[text.length] === ")" && text.includes("(") && !text.includes(")")) text += ")";
  try {
    const { protocol, href } = new URL(text);
    return ["http:", "https:"].includes(protocol) ? { kind: "link", text, href } : null;
  } catch {
    return null;
  }
}

/* The provider's time zone: the window and the team's words must tell the same time. */
let timeZone;

export function useTimeZone(name) {
  timeZone = name;
}

export function clock(moment, language) {
  const parts = { hour: "2-digit", minute: "2-digit", timeZone };
  return new Intl.DateTimeFormat(language, parts).format(moment);
}

/* Returns midnight of the moment's calendar day, as a number that grows by a day each day. */
export function dayOf(moment) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", timeZone };
  return Date.parse(new Intl.DateTimeFormat("en-CA", parts).format(moment));
}

/* Days between two moments as people count them. */
export function daysBetween(earlier, later) {
  return Math.round((dayOf(later) - dayOf(earlier)) / 86_400_000);
}

export function dayName(moment, { language, today, yesterday, now = new Date() }) {
  const ago = daysBetween(moment, now);
  if (ago === 0) return today;
  if (ago === 1) return yesterday;
  return new Intl.DateTimeFormat(language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone,
  }).format(moment);
}

/* Words a coming time: "14:20 Uhr", "morgen, 8:10 Uhr", "Mo., 24.11., 8:10 Uhr". */
export function promised(moment, { language, tomorrow, oclock, now = new Date() }) {
  const time = oclock(clock(moment, language));
  const ahead = daysBetween(now, moment);
  if (ahead <= 0) return time;
  if (ahead === 1) return `${tomorrow}, ${time}`;
  const day = new Intl.DateTimeFormat(language, {
    weekday: "short",
    day: "numeric",
    month: "numeric",
    timeZone,
  }).format(moment);
  return `${day}, ${time}`;
}

export function initials(name) {
  const parts = name.trim().split(/\s+/);
  return ((parts[0]?.[0] ?? "") + (parts.length > 1 ? parts.at(-1)[0] : "")).toUpperCase();
}
