// What changes on the server while the page is open.

import { me, toast } from "./act.js";
import { gone, keep, show } from "./lists.js";
import { stack } from "./modals.js";
import { remember } from "./values.js";

const REST_MS = 20000;
let source = null;
let resting = 0;

function part(name, html) {
  if (name === "modals") {
    stack(html);
    return;
  }
  const box = document.getElementById(name);
  if (!box) return;
  const active = box.contains(document.activeElement) ? document.activeElement : null;
  const same = active && (active.dataset.move ? `[data-move="${active.dataset.move}"]` : active.dataset.tour ? `[data-tour="${active.dataset.tour}"]` : active.pathname ? `[href="${CSS.escape(active.pathname)}"]` : null);
  const again = remember(box);
  box.innerHTML = html;
  again(box);
  if (same) box.querySelector(same)?.focus();
}

function came(event) {
  switch (event.kind) {
    case "message": show(event.list, event.ts, event.html); break;
    case "gone": gone(event.list, event.ts); break;
    case "kept": for (const [name, kept] of Object.entries(event.lists)) keep(name, kept); break;
    case "part": part(event.name, event.html); break;
    case "reload": location.reload(); break;
  }
}

function connect() {
  if (source) return;
  const query = new URLSearchParams({ viewer: document.body.dataset.viewer });
  source = new EventSource(`/page/as/${encodeURIComponent(me)}/feed?${query}`);
  source.addEventListener("message", (event) => came(JSON.parse(event.data)));
  source.addEventListener("open", () => { document.body.dataset.connected = "yes"; });
  source.addEventListener("error", () => {
    if (document.body.dataset.connected === "yes") toast("The connection to Harbour is gone.");
    document.body.dataset.connected = "no";
  });
}

function rest() {
  source?.close();
  source = null;
}

/** Follow the server; a page that nobody looks at lets go after a while, since a browser has few lines to one host. */
export function follow() {
  connect();
  document.addEventListener("visibilitychange", () => {
    clearTimeout(resting);
    if (document.hidden) resting = setTimeout(rest, REST_MS);
    else connect();
  });
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
