// Messages as they come, change and go; earlier ones when one scrolls up.

import { me, nodes } from "./act.js";
import { remember } from "./values.js";

const SIGNS = { messages: "m", replies: "t" };

function anchor(name, ts) {
  return document.getElementById(SIGNS[name] + ts.replace(".", "-"));
}

/** Put a message in its place, or in the place of its former self. */
export function show(name, ts, html) {
  const list = document.getElementById(name);
  if (!list) return;
  const row = nodes(html).querySelector("li");
  const there = anchor(name, ts);
  if (there) {
    const again = remember(there);
    there.replaceWith(row);
    again(row);
    return;
  }
  document.getElementById("empty")?.remove();
  let after = list.lastElementChild;
  while (after && (after.dataset.ts ?? "") > ts) after = after.previousElementSibling;
  const scroll = list.parentElement;
  const atEnd = scroll.scrollTop + scroll.clientHeight > scroll.scrollHeight - 80;
  if (after) after.after(row);
  else list.prepend(row);
  if (name === "replies" && atEnd) scroll.scrollTop = scroll.scrollHeight;
}

/** Take a message away. */
export function gone(name, ts) {
  anchor(name, ts)?.remove();
}

/** Take away all that the server does not have any more. */
export function keep(name, kept) {
  const there = new Set(kept);
  for (const row of document.querySelectorAll(`#${name} > li[data-ts]`)) if (!there.has(row.dataset.ts)) row.remove();
}

async function earlier(link) {
  const before = new URLSearchParams(link.querySelector("a").search).get("before");
  const { viewer } = document.body.dataset;
  const query = new URLSearchParams({ viewer, before });
  const answer = await fetch(`/page/as/${encodeURIComponent(me)}/older?${query}`, { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  link.replaceWith(nodes(await answer.text()));
  watch();
}

const nearby = new IntersectionObserver((seen) => {
  for (const each of seen) {
    if (!each.isIntersecting) continue;
    nearby.unobserve(each.target);
    earlier(each.target);
  }
}, { root: document.querySelector(".place .scroll"), rootMargin: "600px" });

/** Fetch earlier messages before their end is reached. */
export function watch() {
  const link = document.getElementById("older");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    nearby.unobserve(link);
    earlier(link);
  }, { once: true });
  nearby.observe(link);
}

/** Go to the newest message. */
export function toEnd(list) {
  const scroll = list.parentElement;
  scroll.scrollTop = scroll.classList.contains("top-down") ? scroll.scrollHeight : 0;
}
