/* Builds elements. Text only ever becomes text: nothing here reads markup. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  chat: ["M4 5.5h16a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-8.5L7 21v-3.5H4A1.5 1.5 0 0 1 2.5 16V7A1.5 1.5 0 0 1 4 5.5Z", "M7.5 10h9", "M7.5 13.5h5.5"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  down: ["M12 5v13", "M6.5 12.5 12 18l5.5-5.5"],
  send: ["M4.5 12h13", "M11.5 5.5 18.5 12l-7 6.5"],
  menu: ["M12 6h.01", "M12 12h.01", "M12 18h.01"],
  robot: ["M7 8.5h10a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-2.5 2.5H7A2.5 2.5 0 0 1 4.5 16v-5A2.5 2.5 0 0 1 7 8.5Z", "M12 8.5V5.25", "M12 4.26v-.01", "M9.25 12.8v.9", "M14.75 12.8v.9", "M2.5 12.5v2.5", "M21.5 12.5v2.5"],
  person: ["M12 12.25a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5Z", "M5 19.75c.8-3.2 3.6-5 7-5s6.2 1.8 7 5"],
  clock: ["M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z", "M12 7.5V12l3 2"],
  check: ["M5 12.5 9.75 17 19 7.5"],
  alert: ["M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z", "M12 7.75v5", "M12 16.01v-.01"],
  info: ["M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z", "M12 11.25v5", "M12 8.01v-.01"],
  offline: ["M3.5 3.5l17 17", "M5 12.5a10 10 0 0 1 4-2.4", "M15 10.1a10 10 0 0 1 4 2.4", "M8.5 16a5 5 0 0 1 6.6-.2", "M12 19.51v-.01"],
  lock: ["M7 10.5h10a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 18v-6A1.5 1.5 0 0 1 7 10.5Z", "M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"],
  file: ["M7 3.5h7l4 4V19a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 19V5a1.5 1.5 0 0 1 1-1.5Z", "M14 3.5V8h4"],
  retry: ["M19 12a7 7 0 1 1-2.2-5.1", "M19.5 4v4h-4"],
};

/* Returns an element: `on…` properties listen, all others are attributes, absent if false or null. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  for (const d of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

export function hidden(text, properties = {}) {
  return h("span", { class: "only-read", ...properties }, text);
}
