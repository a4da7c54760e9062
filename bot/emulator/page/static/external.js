// Menus whose choices the app suggests while one types.

import { act } from "./act.js";
import { chosen } from "./clicks.js";
import { control } from "./values.js";

let timer = 0;

async function suggest(root, input) {
  const view = root.closest("[data-view]");
  if (!view || input.value.length < Number(root.dataset.least)) return;
  const { block, action } = root.dataset;
  const found = await act("suggest", { view_id: view.dataset.view, block_id: block, action_id: action, typed: input.value });
  if (!Array.isArray(found)) return;
  const list = root.querySelector(".found");
  list.replaceChildren(...found.map((each) => option(root, each)));
  list.hidden = found.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
}

function option(root, each) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "item";
  button.setAttribute("role", "option");
  button.textContent = each.text;
  button.addEventListener("click", () => pick(root, each));
  return button;
}

function pick(root, each) {
  const list = root.querySelector(".chosen");
  const item = document.createElement("li");
  item.dataset.value = each.value;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "quiet";
  drop.dataset.drop = "";
  drop.setAttribute("aria-label", `Remove ${each.text}`);
  drop.textContent = "×";
  item.append(each.text, " ", drop);
  if (!root.dataset.kind.startsWith("multi_")) list.replaceChildren();
  list.append(item);
  const input = root.querySelector("input");
  input.value = "";
  input.setAttribute("aria-expanded", "false");
  root.querySelector(".found").hidden = true;
  chosen(root);
}

/** Ask for suggestions once typing rests. */
export function listen() {
  document.addEventListener("input", (event) => {
    const root = control(event.target);
    if (!root?.classList.contains("external")) return;
    clearTimeout(timer);
    timer = setTimeout(() => suggest(root, event.target), 200);
  });
}
