// The bar at the top and small things: who one is, light or dark, the clock, menus in their place, pages of tables.

import { me, place, tell, toast } from "./act.js";

function dark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function theme() {
  const next = dark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=strict`;
}

let shown = null;

/** The seconds that the clock shows; it runs from what the server said. */
function tick() {
  const now = document.getElementById("now");
  if (!now || now.dataset.frozen === "yes") return;
  if (shown?.of !== now) shown = { of: now, epoch: Number(now.dataset.epoch), since: performance.now() };
  const at = new Date((shown.epoch + (performance.now() - shown.since) / 1000) * 1000);
  const form = { timeZone: now.dataset.zone, weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const part = Object.fromEntries(new Intl.DateTimeFormat("en-GB", form).formatToParts(at).map((each) => [each.type, each.value]));
  const month = part.month.slice(0, 3);
  const text = `${part.weekday} ${part.day} ${month} ${part.year}, ${part.hour}:${part.minute}`;
  if (now.textContent !== text) now.textContent = text;
}

async function move(button) {
  button.setAttribute("aria-busy", "true");
  const came = await tell("clock", { to: button.dataset.move, user: me });
  button.removeAttribute("aria-busy");
  if (came.trouble) toast(came.trouble);
}

/** Lay a menu beside the button that opened it. */
function lay(menu) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (!button) return;
  const from = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = from.bottom + 4 + height < innerHeight;
  menu.style.top = `${below ? from.bottom + 4 : Math.max(8, from.top - height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(from.left, innerWidth - width - 8))}px`;
}

function turn(button) {
  const pager = button.closest(".pager");
  const table = pager.parentElement.querySelector("table");
  const rows = [...table.tBodies[0].rows];
  const size = Number(table.dataset.page);
  const first = rows.findIndex((row) => !row.hidden) + Number(button.dataset.turn) * size;
  rows.forEach((row, index) => { row.hidden = index < first || index >= first + size; });
  const [back, on] = pager.querySelectorAll("button");
  back.disabled = first <= 0;
  on.disabled = first + size >= rows.length;
  pager.querySelector("span").textContent = `${first + 1} to ${Math.min(first + size, rows.length)} of ${rows.length}`;
}

/** Bring all of it to life. */
export function listen() {
  setInterval(tick, 1000);
  document.getElementById("theme").addEventListener("click", theme);
  document.getElementById("who").addEventListener("change", (event) => {
    location.href = `/?${new URLSearchParams({ as: event.target.value, place })}`;
  });
  document.addEventListener("toggle", (event) => {
    if (event.newState === "open" && event.target.matches("[popover]")) lay(event.target);
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.move) move(button);
    else if (button?.dataset.turn) turn(button);
    else if (button?.id === "dismiss") tell("dismiss");
  });
}
