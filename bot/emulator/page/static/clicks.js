// Buttons, menus and inputs of blocks: what is clicked or chosen goes to the app, after a dialog where one asks again.

import { act, nodes, place, toast, upload } from "./act.js";
import { showProblems } from "./modals.js";
import { answers, control, read, touched } from "./values.js";

const before = new WeakMap();

/** Where an element stands: in a view, or in a message. */
function where(root) {
  const view = root.closest("[data-view]");
  if (view) return { view_id: view.dataset.view, answers: answers(view) };
  return { channel: place, ts: root.closest("[data-ts]").dataset.ts };
}

/** Ask again where the app wants it. */
function confirmed(root) {
  const asks = root.closest(".el")?.querySelector(":scope > template.confirm");
  if (!asks) return Promise.resolve(true);
  const dialog = document.createElement("dialog");
  dialog.className = "confirm";
  dialog.append(asks.content.cloneNode(true));
  document.body.append(dialog);
  return new Promise((decided) => {
    dialog.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) dialog.close(button.value);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      decided(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

async function send(root, value) {
  const view = root.closest("dialog.modal");
  root.setAttribute("aria-busy", "true");
  const body = { ...where(root), block_id: root.dataset.block, action_id: root.dataset.action, value };
  const came = await act("click", body);
  root.removeAttribute("aria-busy");
  if (view?.isConnected) showProblems(view, came);
  else if (came.trouble) toast(came.trouble);
}

async function pressed(root) {
  if (root.getAttribute("aria-busy") === "true") return;
  const menu = root.closest("[popover]");
  menu?.hidePopover();
  if (!(await confirmed(menu ?? root))) return;
  if (root.dataset.url) window.open(root.dataset.url, "_blank", "noopener,noreferrer");
  await send(root, root.dataset.value || null);
}

async function chosen(root) {
  touched(root);
  limit(root);
  if (root.dataset.live !== "change") return;
  if (await confirmed(root)) {
    before.set(root, read(root));
    await send(root, read(root));
  } else {
    undo(root);
  }
}

function undo(root) {
  if (root.tagName === "SELECT") {
    for (const option of root.options) option.selected = option.defaultSelected;
  } else if ("defaultValue" in root) {
    root.value = before.get(root) ?? root.defaultValue;
  } else {
    for (const box of root.querySelectorAll("input")) box.checked = box.defaultChecked;
  }
}

/** Let nobody tick more than the app takes. */
function limit(root) {
  const most = Number(root.dataset.most);
  if (!most || !root.classList.contains("list")) return;
  const full = root.querySelectorAll("input:checked").length >= most;
  for (const box of root.querySelectorAll("input")) box.disabled = full && !box.checked;
}

async function takeFiles(root, input) {
  const list = root.querySelector("ul");
  for (const file of input.files) {
    if (list.children.length >= Number(root.dataset.most)) break;
    const stored = await upload(file);
    if (stored.trouble) { toast(stored.trouble); continue; }
    const item = nodes('<li><span></span> <button type="button" class="quiet" data-drop>×</button></li>').firstChild;
    item.dataset.file = JSON.stringify(stored);
    item.querySelector("span").textContent = stored.name;
    item.querySelector("button").setAttribute("aria-label", `Remove ${stored.name}`);
    list.append(item);
  }
  input.value = "";
  touched(root);
}

let waiting = 0;

function typed(root) {
  touched(root);
  if (root.dataset.live !== "character") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => send(root, read(root)), 250);
}

/** Listen to the whole page: what is shown later is clicked like what was there. */
export function listen() {
  document.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-drop]");
    if (drop) {
      const root = control(drop);
      drop.closest("li").remove();
      chosen(root);
      return;
    }
    const root = event.target.closest("[data-action]");
    if (root?.matches("button, a")) pressed(root);
  });
  document.addEventListener("change", (event) => {
    const root = control(event.target);
    if (!root) return;
    if (event.target.type === "file") takeFiles(root, event.target);
    else if (event.target.matches("select, [type=checkbox], [type=radio], [type=date], [type=time], [type=datetime-local]")) chosen(root);
  });
  document.addEventListener("input", (event) => {
    const root = control(event.target);
    if (root && root === event.target && root.matches("textarea, input")) typed(root);
  });
  document.addEventListener("keydown", (event) => {
    const root = event.target;
    if (event.key !== "Enter" || root.dataset?.live !== "enter" || (root.tagName === "TEXTAREA" && event.shiftKey)) return;
    event.preventDefault();
    send(root, read(root));
  });
}

export { chosen };
